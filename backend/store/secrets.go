package store

import (
	"context"
	"database/sql"
	"errors"
	"regexp"

	"mceplatform/backend/fault"
)

// maxSecret is far above any key and keeps a mistake from filling the disk.
const maxSecret = 1 << 20

var secretName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,62}$`)

// Secrets keeps small secrets by name in the encrypted database of the session,
// hence outside of every copy and export. It is safe for concurrent use.
type Secrets struct{ db *sql.DB }

func (s *Session) createSecrets(ctx context.Context) error {
	_, err := s.DB.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT")
	return err
}

// Put stores a secret in place of what was there.
func (s *Secrets) Put(ctx context.Context, name string, value []byte) error {
	switch {
	case !secretName.MatchString(name):
		return fault.New(fault.Invalid, "This is no name for a secret.")
	case len(value) > maxSecret:
		return fault.New(fault.Invalid, "This is too large for a secret.")
	}
	_, err := s.db.ExecContext(ctx, "INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
	return secretFault(err, "The secret cannot be stored.")
}

// Get returns a secret; code not_found when there is none.
func (s *Secrets) Get(ctx context.Context, name string) ([]byte, error) {
	var value []byte
	err := s.db.QueryRowContext(ctx, "SELECT value FROM secrets WHERE name = ?", name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "There is no such secret.")
	}
	return value, secretFault(err, "The secret cannot be read.")
}

// Delete forgets a secret. Forgetting twice is no error.
func (s *Secrets) Delete(ctx context.Context, name string) error {
	_, err := s.db.ExecContext(ctx, "DELETE FROM secrets WHERE name = ?", name)
	return secretFault(err, "The secret cannot be deleted.")
}

func secretFault(err error, sentence string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return fault.Wrap(err, fault.Canceled, "The operation was stopped.")
	}
	return fault.Wrap(err, fault.Unavailable, "%s", sentence)
}
