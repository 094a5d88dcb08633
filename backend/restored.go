package backend

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/natefinch/atomic"

	"mceplatform/backend/campaigns"
	"mceplatform/backend/clock"
)

// A copy of the database that is put back does not know what was sent after it
// was taken: going on from there would write to people twice. So the time of the
// last beat is kept in the database and in a file beside it; a database behind
// its file is an older one.
const beatFile = "last-seen"

// beat notes that the program runs: in the database first, so that its file is
// never ahead, and in the file in one step, so that a kill leaves it whole.
func (b *Backend) beat(ctx context.Context) error {
	now := clock.NowMillis(b.cfg.Clock)
	if err := b.db.SetLastSeen(ctx, now); err != nil {
		return err
	}
	return b.writeBeat(now)
}

func (b *Backend) writeBeat(at clock.Millis) error {
	return atomic.WriteFile(filepath.Join(b.cfg.DataDir, beatFile), strings.NewReader(strconv.FormatInt(int64(at), 10)))
}

// holdRestored pauses what runs in a database that is older than the data
// folder, or that comes from another computer: only a person lets it go on.
func (b *Backend) holdRestored(ctx context.Context) error {
	old, err := b.isRestored(ctx)
	if err != nil || !old {
		return err
	}
	b.cfg.Log.Warn("the database is an older copy: campaigns are held")
	if err := b.Campaigns.Hold(ctx, campaigns.PausedByRestored); err != nil {
		return err
	}
	return b.beat(ctx)
}

func (b *Backend) isRestored(ctx context.Context) (bool, error) {
	seen, err := b.db.LastSeen(ctx)
	if err != nil {
		return false, err
	}
	if seen == 0 { // a new one, or of a version before this was noted
		return false, b.writeBeat(0) // a kill within the first beat leaves no database without a file
	}
	raw, err := os.ReadFile(filepath.Join(b.cfg.DataDir, beatFile))
	if errors.Is(err, os.ErrNotExist) {
		return true, nil // it was written elsewhere
	}
	if err != nil {
		return false, err
	}
	last, err := strconv.ParseInt(strings.TrimSpace(string(raw)), 10, 64)
	if err != nil {
		return true, nil //nolint:nilerr // a file that says nothing vouches for nothing
	}
	return clock.Millis(last) > seen, nil // the file is written after the database
}
