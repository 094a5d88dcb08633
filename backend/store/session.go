package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// SessionDialect is the SQL dialect of the session database, in whatsmeow's words.
const SessionDialect = "sqlite3"

// SessionKey opens the session database.
type SessionKey struct {
	Value []byte // 32 bytes
	// Foreign says that the key was drawn just now on a computer that has never
	// held one for this data.
	Foreign bool
}

// Session is the open database of the WhatsApp session, encrypted as a whole.
type Session struct {
	DB *sql.DB // one connection; nobody else can open the file meanwhile
}

// Close closes the database.
func (s *Session) Close() error { return s.DB.Close() }

// Secrets returns the store of small secrets beside the session.
func (s *Session) Secrets() *Secrets { return &Secrets{db: s.DB} }

const (
	lockedMark  = ".locked-"  // no key that we have opens it
	damagedMark = ".damaged-" // the key is right, the file is not
	// keepLocked is how long a file without its key is kept, should the key return.
	keepLocked = 30 * 24 * time.Hour
)

// OpenSession opens or creates the database of the WhatsApp session. It is a
// file apart from the data, so that no backup or export can hold device keys,
// and losing it costs linking again and nothing else: a file that the key does
// not open, or that is damaged, is put aside, and SessionNotice says so. A file
// of an earlier version, which was not encrypted, is moved over.
func (db *DB) OpenSession(ctx context.Context, path string, key SessionKey) (*Session, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	db.forgetLocked(path)
	pool, err := openMoved(ctx, path, key.Value)
	if isUnreadable(err) {
		if err := db.putSessionAside(ctx, path, key); err != nil {
			return nil, err
		}
		pool, err = openEncrypted(ctx, path, key.Value)
	}
	if err != nil {
		return nil, sessionFault(err, path)
	}
	s := &Session{DB: pool}
	if err := errors.Join(s.createSecrets(ctx), db.noteKey(ctx, key.Value)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openMoved opens the file, after encrypting one of an earlier version.
func openMoved(ctx context.Context, path string, key []byte) (*sql.DB, error) {
	plain, err := isPlain(path)
	if err == nil && plain {
		err = encryptPlain(ctx, path, key)
	}
	if err != nil {
		return nil, err
	}
	return openEncrypted(ctx, path, key)
}

// putSessionAside renames a file that cannot be read. What happened is noted
// first, so that it is told also when the program ends in between.
func (db *DB) putSessionAside(ctx context.Context, path string, key SessionKey) error {
	plain, err := isPlain(path)
	if err != nil {
		return err
	}
	fits, err := db.keyFits(ctx, key.Value)
	if err != nil {
		return err
	}
	notice, mark := NoticeKeyLost, lockedMark
	switch {
	case plain, fits:
		notice, mark = NoticeDamaged, damagedMark
	case key.Foreign:
		notice = NoticeKeyElsewhere
	}
	if err := db.noteSession(ctx, notice); err != nil {
		return err
	}
	db.log.Warn("the session database has been put aside", "reason", notice)
	aside := path + mark + time.Now().UTC().Format(backupStamp)
	for _, suffix := range []string{"-wal", "-journal", "-shm", ""} { // the log first: without it the file can still be told from a new one
		if err := os.Rename(path+suffix, aside+suffix); err != nil && !os.IsNotExist(err) {
			return fmt.Errorf("put the session database aside: %w", err)
		}
	}
	return nil
}

// forgetLocked deletes files whose key has not returned in time. A failure
// costs space only.
func (db *DB) forgetLocked(path string) {
	list, err := filepath.Glob(globEscape(path) + lockedMark + "*")
	if err != nil {
		db.log.Warn("look for old session databases", "err", err)
	}
	for _, file := range list {
		stamp, _, _ := strings.Cut(strings.TrimPrefix(file, path+lockedMark), "-wal")
		stamp = strings.TrimSuffix(strings.TrimSuffix(stamp, "-journal"), "-shm")
		at, err := time.Parse(backupStamp, stamp)
		if err != nil || time.Since(at) < keepLocked {
			continue
		}
		if err := os.Remove(file); err != nil {
			db.log.Warn("delete an old session database", "err", err)
		}
	}
}

// globEscape makes a path match itself only.
func globEscape(path string) string {
	if os.PathSeparator == '\\' {
		return path // Windows has no escape, and its file names no star
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

// A check value is what is kept of the key beside the data: it tells a wrong
// key from a damaged file and cannot be turned back into the key.
const (
	keyCheckName = "session_key_check"
	keyCheckText = "MCE Platform session key, version 1"
)

func keyCheck(key []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(keyCheckText))
	return mac.Sum(nil)
}

// keyFits reports whether key is the one that was noted last.
func (db *DB) keyFits(ctx context.Context, key []byte) (bool, error) {
	noted, err := db.meta(ctx, keyCheckName)
	return hmac.Equal(noted, keyCheck(key)), err
}

// noteKey notes the key that opened the session, if another was noted.
func (db *DB) noteKey(ctx context.Context, key []byte) error {
	fits, err := db.keyFits(ctx, key)
	if err != nil || fits {
		return err
	}
	return db.setMeta(ctx, keyCheckName, keyCheck(key))
}

// LogValue keeps the key out of the log.
func (SessionKey) LogValue() slog.Value { return slog.StringValue("(key)") }
