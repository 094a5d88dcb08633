package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"mceplatform/backend/clock"
	"mceplatform/backend/fault"
)

// BackupKind says why a copy was taken; it is part of the copy's file name.
type BackupKind string

// Kinds of copies.
const (
	BackupDaily     BackupKind = "daily"
	BackupMigration BackupKind = "migration"
)

const (
	backupFolder = "backups"
	backupStamp  = "20060102-150405.000"
	keepDaily    = 7
)

// Backup is one copy of the database. It never holds the WhatsApp session.
type Backup struct {
	ID        string       `json:"id"` // its file name: opaque to the window
	Kind      BackupKind   `json:"kind"`
	CreatedAt clock.Millis `json:"createdAt"`
	SizeBytes int64        `json:"sizeBytes"`
}

// Backup copies the database while it is in use, checks the copy by opening
// it, and only then gives it its name.
func (db *DB) Backup(ctx context.Context, kind BackupKind) (Backup, error) {
	dir := filepath.Join(filepath.Dir(db.path), backupFolder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Backup{}, err
	}
	name := fmt.Sprintf("mce-%s-%s.db", kind, time.Now().UTC().Format(backupStamp))
	final, tmp := filepath.Join(dir, name), filepath.Join(dir, name+".tmp")
	_ = os.Remove(tmp) // a copy that a crash left half done
	if err := createPrivate(tmp); err != nil {
		return Backup{}, err
	}
	if err := db.write.WithContext(ctx).Exec("VACUUM INTO ?", tmp).Error; err != nil {
		return Backup{}, fmt.Errorf("copy the database: %w", err)
	}
	if err := db.checkCopy(ctx, tmp); err != nil {
		return Backup{}, err
	}
	if err := os.Rename(tmp, final); err != nil {
		return Backup{}, err
	}
	return describe(final)
}

// checkCopy opens a copy by itself and syncs it to the disk.
func (db *DB) checkCopy(ctx context.Context, path string) error {
	g, err := openPool(path, 1, time.Second, "query_only(1)")
	if err != nil {
		return err
	}
	err = db.check(ctx, g)
	if pool, poolErr := g.DB(); poolErr == nil {
		_ = pool.Close()
	}
	if err != nil {
		return fmt.Errorf("the fresh copy is not healthy: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// BackupDaily takes a copy unless one was taken in the last 24 hours, and
// removes the oldest daily ones beyond a week's worth.
func (db *DB) BackupDaily(ctx context.Context) error {
	have, err := ListBackups(db.path)
	if err != nil {
		return err
	}
	daily := slices.DeleteFunc(have, func(b Backup) bool { return b.Kind != BackupDaily })
	if len(daily) > 0 && time.Since(daily[0].CreatedAt.Time()) < 24*time.Hour {
		return nil
	}
	if _, err := db.Backup(ctx, BackupDaily); err != nil {
		return err
	}
	for _, old := range daily[min(len(daily), keepDaily-1):] {
		if err := os.Remove(filepath.Join(filepath.Dir(db.path), backupFolder, old.ID)); err != nil {
			return err
		}
	}
	return nil
}

// ListBackups lists the copies beside the database at path, newest first. It
// works while the database itself cannot be opened.
func ListBackups(path string) ([]Backup, error) {
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), backupFolder, "mce-*.db"))
	if err != nil {
		return nil, err
	}
	list := make([]Backup, 0, len(files))
	for _, f := range files {
		if b, err := describe(f); err == nil {
			list = append(list, b)
		}
	}
	slices.SortFunc(list, func(a, b Backup) int { return int(b.CreatedAt - a.CreatedAt) })
	return list, nil
}

func describe(file string) (Backup, error) {
	info, err := os.Stat(file)
	if err != nil {
		return Backup{}, err
	}
	parts := strings.SplitN(strings.TrimSuffix(filepath.Base(file), ".db"), "-", 3)
	if len(parts) != 3 {
		return Backup{}, fmt.Errorf("unexpected name %q", filepath.Base(file))
	}
	at, err := time.Parse(backupStamp, parts[2])
	if err != nil {
		return Backup{}, err
	}
	return Backup{ID: filepath.Base(file), Kind: BackupKind(parts[1]), CreatedAt: clock.MillisOf(at), SizeBytes: info.Size()}, nil
}

// Restore puts the copy with the given ID in the place of the database at
// path, which must not be open. The present file is kept beside it, renamed.
func Restore(ctx context.Context, path, id string) error {
	list, err := ListBackups(path)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(b Backup) bool { return b.ID == id }) {
		return fault.New(fault.NotFound, "That backup no longer exists.")
	}
	copyFrom := filepath.Join(filepath.Dir(path), backupFolder, id)
	if err := (&DB{}).checkCopy(ctx, copyFrom); err != nil {
		return fault.Wrap(err, fault.Invalid, "That backup is damaged too. Choose another one.")
	}
	fresh := path + ".restoring"
	_ = os.Remove(fresh)
	if err := vacuumCopy(ctx, copyFrom, fresh); err != nil {
		return err
	}
	aside := path + ".replaced-" + time.Now().UTC().Format(backupStamp)
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(path+suffix, aside+suffix); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return os.Rename(fresh, path)
}

func vacuumCopy(ctx context.Context, from, to string) error {
	g, err := openPool(from, 1, time.Second)
	if err != nil {
		return err
	}
	pool, err := g.DB()
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := createPrivate(to); err != nil {
		return err
	}
	return g.WithContext(ctx).Session(&gorm.Session{}).Exec("VACUUM INTO ?", to).Error
}
