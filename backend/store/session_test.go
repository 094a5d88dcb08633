package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"
	"go.mau.fi/whatsmeow/proto/waAdv"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types"
	waLog "go.mau.fi/whatsmeow/util/log"

	"mceplatform/backend/account"
	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
	"mceplatform/backend/store"
	"mceplatform/backend/store/storetest"
)

var (
	rightKey = store.SessionKey{Value: bytes.Repeat([]byte{7}, 32)}
	otherKey = store.SessionKey{Value: bytes.Repeat([]byte{9}, 32)}
	ownerJID = types.NewADJID("4915735990001", 0, 3)
)

// linkDevice puts a linked device into a session database, as whatsmeow does.
func linkDevice(t testing.TB, db *sql.DB, dialect string) {
	t.Helper()
	c := sqlstore.NewWithDB(db, dialect, waLog.Noop)
	if err := c.Upgrade(t.Context()); err != nil {
		t.Fatal(err)
	}
	device := c.NewDevice()
	device.ID, device.PushName = &ownerJID, "Olivia"
	device.Account = &waAdv.ADVSignedDeviceIdentity{
		Details: []byte("details"), AccountSignature: make([]byte, 64), AccountSignatureKey: make([]byte, 32), DeviceSignature: make([]byte, 64),
	}
	if err := c.PutDevice(t.Context(), device); err != nil {
		t.Fatal(err)
	}
	if err := device.Sessions.PutSession(t.Context(), "49:0", []byte("the ratchet")); err != nil {
		t.Fatal(err)
	}
}

// linkedAs returns the user of the device in the database, empty when none is.
func linkedAs(t testing.TB, db *sql.DB) string {
	t.Helper()
	c := sqlstore.NewWithDB(db, store.SessionDialect, waLog.Noop)
	if err := c.Upgrade(t.Context()); err != nil {
		t.Fatal(err)
	}
	device, err := c.GetFirstDevice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if device.ID == nil {
		return ""
	}
	if s, err := device.Sessions.GetSession(t.Context(), "49:0"); err != nil || string(s) != "the ratchet" {
		t.Errorf("session = %q, %v", s, err)
	}
	return device.ID.User
}

func openSession(t testing.TB, db *store.DB, path string, key store.SessionKey) *store.Session {
	t.Helper()
	s, err := db.OpenSession(t.Context(), path, key)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// sessionFile returns a closed session database with a linked device.
func sessionFile(t testing.TB, db *store.DB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "session.db")
	s := openSession(t, db, path, rightKey)
	linkDevice(t, s.DB, store.SessionDialect)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// beside lists what lies beside the session database, without what SQLite keeps while it is open.
func beside(t testing.TB, path string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if !slices.Contains([]string{"session.db", "session.db-wal", "session.db-journal", "session.db-shm"}, e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names
}

func notice(t testing.TB, db *store.DB) store.SessionNotice {
	t.Helper()
	n, err := db.SessionNotice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheSessionSurvivesARestart(t *testing.T) {
	db := storetest.Open(t)
	path := sessionFile(t, db)
	s := openSession(t, db, path, rightKey)
	if got := linkedAs(t, s.DB); got != ownerJID.User {
		t.Errorf("linked as %q", got)
	}
	if n := notice(t, db); n != store.NoticeNothing {
		t.Errorf("notice = %q", n)
	}
	if list := beside(t, path); len(list) != 0 {
		t.Errorf("left beside: %v", list)
	}
	if info, err := os.Stat(path); err != nil || (runtime.GOOS != "windows" && info.Mode().Perm() != 0o600) {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	_, err := db.OpenSession(t.Context(), path, rightKey)
	var f *fault.Error
	if !errors.As(err, &f) || f.Fields["reason"] != store.ReasonLocked {
		t.Errorf("opened twice: %v", err)
	}
}

func TestAFileThatCannotBeReadIsPutAsideWithTheReason(t *testing.T) {
	for name, tt := range map[string]struct {
		key     store.SessionKey
		meddle  func(t *testing.T, path string)
		notice  store.SessionNotice
		aside   string
		restore bool // the file put aside opens with the first key
	}{
		"the key is lost":          {key: otherKey, notice: store.NoticeKeyLost, aside: "session.db.locked-", restore: true},
		"from another computer":    {key: store.SessionKey{Value: otherKey.Value, Foreign: true}, notice: store.NoticeKeyElsewhere, aside: "session.db.locked-", restore: true},
		"damaged, right key":       {key: rightKey, meddle: flip(100), notice: store.NoticeDamaged, aside: "session.db.damaged-"},
		"not a database at all":    {key: rightKey, meddle: overwrite("plain text"), notice: store.NoticeDamaged, aside: "session.db.damaged-"},
		"an unencrypted one, torn": {key: rightKey, meddle: overwrite("SQLite format 3\x00 and nothing after it"), notice: store.NoticeDamaged, aside: "session.db.damaged-"},
	} {
		t.Run(name, func(t *testing.T) {
			db := storetest.Open(t)
			path := sessionFile(t, db)
			if tt.meddle != nil {
				tt.meddle(t, path)
			}
			s := openSession(t, db, path, tt.key)
			if got := linkedAs(t, s.DB); got != "" {
				t.Errorf("linked as %q", got)
			}
			if n := notice(t, db); n != tt.notice {
				t.Errorf("notice = %q, want %q", n, tt.notice)
			}
			list := beside(t, path)
			if len(list) != 1 || !strings.HasPrefix(list[0], tt.aside) {
				t.Fatalf("put aside: %v", list)
			}
			if tt.restore {
				kept := openSession(t, db, filepath.Join(filepath.Dir(path), list[0]), rightKey)
				if got := linkedAs(t, kept.DB); got != ownerJID.User {
					t.Errorf("the kept file holds %q", got)
				}
				if err := kept.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			openSession(t, db, path, tt.key) // the next start finds all in order, and still says it
			if n := notice(t, db); n != tt.notice || len(beside(t, path)) != 1 {
				t.Errorf("after a restart: %q, %v", n, beside(t, path))
			}
		})
	}
}

func TestLinkingAgainEndsTheNotice(t *testing.T) {
	db := storetest.Open(t)
	path := sessionFile(t, db)
	if err := db.PutAccount(t.Context(), &account.Account{Phone: "4915735990001", LinkedAt: clock.NowMillis(clock.System{}) - 1000}); err != nil {
		t.Fatal(err)
	}
	openSession(t, db, path, otherKey)
	if n := notice(t, db); n != store.NoticeKeyLost {
		t.Fatalf("notice = %q", n)
	}
	if err := db.PutAccount(t.Context(), &account.Account{Phone: "4915735990001", LinkedAt: clock.NowMillis(clock.System{}) + 1000}); err != nil {
		t.Fatal(err)
	}
	if n := notice(t, db); n != store.NoticeNothing {
		t.Errorf("notice = %q", n)
	}
}

func TestLockedFilesAreKeptForThirtyDays(t *testing.T) {
	db := storetest.Open(t)
	path := sessionFile(t, db)
	stamp := func(days int) string {
		return time.Now().UTC().AddDate(0, 0, -days).Format("20060102-150405.000")
	}
	young, old, damaged := path+".locked-"+stamp(29), path+".locked-"+stamp(31), path+".damaged-"+stamp(400)
	for _, file := range []string{young, old, old + "-wal", damaged, path + ".locked-by-hand"} {
		if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	openSession(t, db, path, rightKey)
	want := []string{filepath.Base(damaged), filepath.Base(young), "session.db.locked-by-hand"}
	if list := beside(t, path); !slices.Equal(list, want) {
		t.Errorf("kept %v, want %v", list, want)
	}
}

// A wrong or broken byte anywhere never keeps the program from starting: the
// link is there, or it is gone and the window says so.
func TestDamageNeverKeepsTheProgramFromStarting(t *testing.T) {
	db := storetest.Open(t)
	whole, err := os.ReadFile(sessionFile(t, db))
	if err != nil {
		t.Fatal(err)
	}
	hurt := map[string]func(t *testing.T, path string){}
	for i := range 20 {
		hurt["bit "+string(rune('a'+i))] = flip(i * (len(whole) - 1) / 19)
	}
	for _, n := range []int{0, 1, 16, 100, 512, 4095, 4096, 4097, 8192, len(whole) / 2, len(whole) - 1} {
		hurt["cut at "+time.Duration(n).String()] = func(t *testing.T, path string) {
			if err := os.Truncate(path, int64(n)); err != nil {
				t.Fatal(err)
			}
		}
	}
	aside := 0
	for name, meddle := range hurt {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "session.db")
			if err := os.WriteFile(path, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			meddle(t, path)
			s := openSession(t, db, path, rightKey)
			linked := linkedAs(t, s.DB) != ""
			put := len(beside(t, path)) == 1
			if put {
				aside++
			}
			if info, err := os.Stat(path); err != nil || (!linked && !put && !strings.HasPrefix(name, "cut at 0")) {
				t.Errorf("the link is gone without a word: %v, %v", info, err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	if aside < 20 {
		t.Errorf("only %d of %d were found damaged", aside, len(hurt))
	}
}

func flip(at int) func(t *testing.T, path string) {
	return func(t *testing.T, path string) {
		t.Helper()
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		raw[at] ^= 1
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func overwrite(text string) func(t *testing.T, path string) {
	return func(t *testing.T, path string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSecretsAreKeptReplacedAndForgotten(t *testing.T) {
	db := storetest.Open(t)
	path := filepath.Join(t.TempDir(), "session.db")
	for _, value := range []string{"one", "another, longer"} {
		s := openSession(t, db, path, rightKey)
		if err := s.Secrets().Put(t.Context(), "key", []byte(value)); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = openSession(t, db, path, rightKey)
		if got, err := s.Secrets().Get(t.Context(), "key"); err != nil || string(got) != value {
			t.Errorf("%q, %v", got, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s := openSession(t, db, path, rightKey).Secrets()
	for range 2 {
		if err := s.Delete(t.Context(), "key"); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Get(t.Context(), "key"); !fault.Is(err, fault.NotFound) {
		t.Errorf("deleted: %v", err)
	}
	for _, name := range []string{"", "..", "A", "a b", strings.Repeat("a", 64)} {
		if err := s.Put(t.Context(), name, nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("Put(%q): %v", name, err)
		}
	}
	if err := s.Put(t.Context(), "large", make([]byte, 2<<20)); !fault.Is(err, fault.Invalid) {
		t.Errorf("large: %v", err)
	}
}

func TestErrorsOfTheEngineAreTold(t *testing.T) {
	s := storetest.Session(t)
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	_, wrongSQL := s.DB.Exec("SELECT nothing FROM nowhere")
	_, constraint := s.DB.Exec("INSERT INTO secrets (name) VALUES ('a')")
	_, stopped := s.DB.ExecContext(canceled, "SELECT 1")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, closed := s.DB.Exec("SELECT 1")
	for name, tt := range map[string]struct {
		err  error
		want bool
	}{
		"SQL": {wrongSQL, true}, "constraint": {constraint, true}, "closed": {closed, true}, "full": {sqlite3.FULL, true},
		"stopped": {stopped, false}, "none": {nil, false}, "other": {errors.New("bad MAC"), false}, "no rows": {sql.ErrNoRows, false},
	} {
		if (tt.err == nil) != (name == "none") || store.IsSessionError(tt.err) != tt.want {
			t.Errorf("%s: %v", name, tt.err)
		}
	}
}
