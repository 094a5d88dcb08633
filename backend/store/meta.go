package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"strconv"

	"mceplatform/backend/clock"
)

const (
	installIDName     = "install_id"
	sessionNoticeName = "session_notice"
)

// SessionNotice says why an earlier link to WhatsApp could not be opened; empty
// when there is nothing to say. The window has one sentence for each.
type SessionNotice string

// Session notices.
const (
	NoticeNothing      SessionNotice = ""
	NoticeKeyLost      SessionNotice = "key_lost"      // this computer had the key and has it no more
	NoticeKeyElsewhere SessionNotice = "key_elsewhere" // this computer has never had the key
	NoticeDamaged      SessionNotice = "damaged"       // the key is right and the file is broken
)

// notedSession is a notice with its time.
type notedSession struct {
	Notice SessionNotice `json:"notice"`
	At     clock.Millis  `json:"at"`
}

// InstallID returns the random name of this installation, drawn once in the
// database's life. Copies of the database keep it.
func (db *DB) InstallID(ctx context.Context) (string, error) {
	err := db.w(ctx).Exec("INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", installIDName, []byte(rand.Text())).Error
	if err != nil {
		return "", translate(err)
	}
	id, err := db.meta(ctx, installIDName)
	return string(id), err
}

// SessionNotice returns what happened to an earlier session, until a number has
// been linked again.
func (db *DB) SessionNotice(ctx context.Context) (SessionNotice, error) {
	raw, err := db.meta(ctx, sessionNoticeName)
	if err != nil || raw == nil {
		return NoticeNothing, err
	}
	var noted notedSession
	if err := json.Unmarshal(raw, &noted); err != nil {
		return NoticeNothing, err
	}
	a, err := db.ActiveAccount(ctx)
	if err != nil || (a != nil && a.LinkedAt > noted.At) {
		return NoticeNothing, err
	}
	return noted.Notice, nil
}

func (db *DB) noteSession(ctx context.Context, n SessionNotice) error {
	raw, err := json.Marshal(notedSession{Notice: n, At: clock.NowMillis(clock.System{})})
	if err != nil {
		return err
	}
	return db.setMeta(ctx, sessionNoticeName, raw)
}

// meta returns a value, nil when there is none.
func (db *DB) meta(ctx context.Context, name string) ([]byte, error) {
	var values [][]byte
	err := db.r(ctx).Table("meta").Where("name = ?", name).Pluck("value", &values).Error
	if err != nil || len(values) == 0 {
		return nil, translate(err)
	}
	return values[0], nil
}

func (db *DB) setMeta(ctx context.Context, name string, value []byte) error {
	return translate(db.w(ctx).Exec("INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value).Error)
}

const lastSeenName = "last_seen"

// LastSeen returns when the program last ran on this database; 0 = never noted.
func (db *DB) LastSeen(ctx context.Context) (clock.Millis, error) {
	raw, err := db.meta(ctx, lastSeenName)
	if err != nil || raw == nil {
		return 0, err
	}
	at, err := strconv.ParseInt(string(raw), 10, 64)
	return clock.Millis(at), err
}

// SetLastSeen notes that the program runs.
func (db *DB) SetLastSeen(ctx context.Context, at clock.Millis) error {
	return db.setMeta(ctx, lastSeenName, strconv.AppendInt(nil, int64(at), 10))
}
