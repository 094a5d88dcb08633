package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"go.mau.fi/whatsmeow/store/sqlstore"
	waLog "go.mau.fi/whatsmeow/util/log"

	"mceplatform/backend/store"
	"mceplatform/backend/store/storetest"
)

// BenchmarkPutSession writes 500 states of the encryption, each durable before
// the next, as receiving and sending do: into the encrypted database, and into
// one as it was before.
func BenchmarkPutSession(b *testing.B) {
	run := func(b *testing.B, db *sql.DB, dialect string) {
		linkDevice(b, db, dialect)
		device, err := sqlstore.NewWithDB(db, dialect, waLog.Noop).GetFirstDevice(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		state := make([]byte, 2000)
		for b.Loop() {
			for i := range 500 {
				if err := device.Sessions.PutSession(b.Context(), fmt.Sprintf("%d:0", i), state); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	b.Run("encrypted", func(b *testing.B) { run(b, storetest.Session(b).DB, store.SessionDialect) })
	b.Run("plain", func(b *testing.B) {
		db := plainDB(b, filepath.Join(b.TempDir(), "session.db"))
		defer db.Close()
		run(b, db, "sqlite")
	})
}
