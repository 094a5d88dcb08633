package backend

import (
	"context"
	"path/filepath"

	"mceplatform/backend/config"
	"mceplatform/backend/secret"
	"mceplatform/backend/store"
)

// SessionInfo says how the link to WhatsApp is kept on this computer.
type SessionInfo struct {
	Protection secret.Protection   `json:"protection"`
	Notice     store.SessionNotice `json:"notice"` // why an earlier link could not be opened; until a number is linked
}

// Session returns how the link to WhatsApp is kept.
func (b *Backend) Session(ctx context.Context) (SessionInfo, error) {
	notice, err := b.db.SessionNotice(ctx)
	return SessionInfo{Protection: b.protection, Notice: notice}, err
}

// openSession fetches the key and opens the session database with it.
func (b *Backend) openSession(ctx context.Context) error {
	keys, err := b.keyring()
	if err != nil {
		return err
	}
	id, err := b.db.InstallID(ctx)
	if err != nil {
		return err
	}
	key, err := keys.Key(ctx, id)
	if err != nil {
		return err
	}
	b.protection = key.Protection
	b.cfg.Log.Info("key of the session", "key", key)
	b.session, err = b.db.OpenSession(ctx, filepath.Join(b.cfg.DataDir, config.SessionFile), store.SessionKey{Value: key.Value, Foreign: key.New && !key.Lost})
	if err != nil {
		return err
	}
	return secret.TakeOver(ctx, filepath.Join(b.cfg.DataDir, config.SecretFolder), b.session.Secrets().Put)
}

func (b *Backend) keyring() (*secret.Keyring, error) {
	switch {
	case b.cfg.Keys != nil:
		return b.cfg.Keys, nil
	case b.cfg.WhatsApp != nil:
		return secret.NewFileKeyring(config.SimulatedKeyDir(b.cfg.DataDir)), nil
	}
	folder, err := config.KeyDir()
	if err != nil {
		return nil, err
	}
	return secret.NewKeyring(folder), nil
}
