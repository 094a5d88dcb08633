package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"slices"

	"gorm.io/gorm"

	"mceplatform/backend/clock"
	"mceplatform/backend/leads"
	"mceplatform/backend/optouts"
)

var _ optouts.Store = (*DB)(nil)

// Suppress implements leads.Store. The hashes of one person carry the first of
// them, so that people can be counted.
func (db *DB) Suppress(ctx context.Context, ids []leads.Identity, o leads.OptOut) error {
	hashes, err := db.identityHashes(ctx, ids)
	if err != nil {
		return err
	}
	for _, hash := range hashes {
		err := db.w(ctx).Exec(`INSERT INTO suppressions (hash, kind, source, reason, person, created_at) VALUES (?, 'stop', ?, ?, ?, ?)
			ON CONFLICT (hash) DO UPDATE SET source = excluded.source, reason = excluded.reason, person = excluded.person, created_at = excluded.created_at, lifted_at = 0`,
			hash, o.Source, o.Reason, hashes[0], o.At).Error
		if err != nil {
			return translate(err)
		}
	}
	return nil
}

// LiftSuppression implements leads.Store.
func (db *DB) LiftSuppression(ctx context.Context, ids []leads.Identity, at clock.Millis) error {
	hashes, err := db.identityHashes(ctx, ids)
	if err != nil {
		return err
	}
	return translate(db.w(ctx).Exec("UPDATE suppressions SET lifted_at = ? WHERE hash IN ? AND lifted_at = 0", at, hashes).Error)
}

// FindSuppression implements leads.Store.
func (db *DB) FindSuppression(ctx context.Context, ids []leads.Identity) (*leads.OptOut, error) {
	hashes, err := db.identityHashes(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, hash := range hashes {
		var o leads.OptOut
		row := db.queryRow(ctx, "SELECT source, reason, created_at FROM suppressions WHERE hash = ? AND lifted_at = 0", hash)
		switch err := row.Scan(&o.Source, &o.Reason, &o.At); {
		case err == nil:
			return &o, nil
		case !errors.Is(err, sql.ErrNoRows):
			return nil, translate(err)
		}
	}
	return nil, nil
}

func (db *DB) identityHashes(ctx context.Context, ids []leads.Identity) ([]string, error) {
	hashes := make([]string, len(ids))
	for i, id := range ids {
		var err error
		if hashes[i], err = db.identityHash(ctx, id); err != nil {
			return nil, err
		}
	}
	return hashes, nil
}

type suppression struct {
	Hash, Source, Reason, Person string
	CreatedAt, LiftedAt          clock.Millis
}

// ListOptOuts implements optouts.Store. Hashes cannot be read back: the leads'
// identities are hashed to find whose they are.
func (db *DB) ListOptOuts(ctx context.Context) ([]optouts.Entry, int, error) {
	var rows []suppression
	err := db.r(ctx).Raw("SELECT hash, source, reason, CASE person WHEN '' THEN hash ELSE person END AS person, created_at, lifted_at FROM suppressions").Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, 0, translate(err)
	}
	byHash := make(map[string]suppression, len(rows))
	for _, r := range rows {
		byHash[r.Hash] = r
	}
	found, known, err := db.whoseAre(ctx, byHash)
	if err != nil {
		return nil, 0, err
	}
	unknown := map[string]bool{}
	for _, r := range rows {
		if r.LiftedAt == 0 && !known[r.Person] {
			unknown[r.Person] = true
		}
	}
	list, err := db.dressOptOuts(ctx, found)
	return list, len(unknown), err
}

// whoseAre finds the leads of hashes, and the people that turned out to be known.
func (db *DB) whoseAre(ctx context.Context, byHash map[string]suppression) (found map[int64]suppression, known map[string]bool, err error) {
	if _, err := db.hashKey(ctx); err != nil { // before the rows below hold a connection
		return nil, nil, err
	}
	rows, err := db.r(ctx).Statement.ConnPool.QueryContext(ctx, "SELECT lead_id, kind, match_key FROM identities")
	if err != nil {
		return nil, nil, translate(err)
	}
	defer rows.Close()
	found, known = map[int64]suppression{}, map[string]bool{}
	for rows.Next() {
		var id leads.Identity
		if err := rows.Scan(&id.LeadID, &id.Kind, &id.MatchKey); err != nil {
			return nil, nil, translate(err)
		}
		hash, err := db.identityHash(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		s, ok := byHash[hash]
		if !ok {
			continue
		}
		known[s.Person] = true
		if have, seen := found[id.LeadID]; !seen || s.counts(have) {
			found[id.LeadID] = s
		}
	}
	return found, known, translate(rows.Err())
}

// counts reports whether this opt-out of a person is shown rather than another:
// one that is in force, else the latest.
func (s suppression) counts(other suppression) bool {
	if (s.LiftedAt == 0) != (other.LiftedAt == 0) {
		return s.LiftedAt == 0
	}
	return s.CreatedAt > other.CreatedAt
}

func (db *DB) dressOptOuts(ctx context.Context, found map[int64]suppression) ([]optouts.Entry, error) {
	ids := make([]int64, 0, len(found))
	for id := range found {
		ids = append(ids, id)
	}
	list := make([]optouts.Entry, 0, len(ids))
	const chunk = 500
	for len(ids) > 0 {
		n := min(chunk, len(ids))
		var people []leads.Lead
		if err := db.r(ctx).Table("leads").Select("id, name, phone").Where("id IN ? AND merged_into IS NULL", ids[:n]).Find(&people).Error; err != nil {
			return nil, translate(err)
		}
		for _, l := range people {
			s := found[l.ID]
			list = append(list, optouts.Entry{
				LeadID: l.ID, Name: l.Name, Phone: l.Phone, PhoneDisplay: displayPhone(l.Phone),
				Source: s.Source, Reason: s.Reason, At: s.CreatedAt, LiftedAt: s.LiftedAt,
			})
		}
		ids = ids[n:]
	}
	return list, nil
}

// suppressedLeads tells which of the leads have opted out. Of few leads it looks
// up theirs only: the list may be long.
func (db *DB) suppressedLeads(ctx context.Context, leadIDs []int64) (map[int64]bool, error) {
	out := make(map[int64]bool)
	var some bool
	if err := db.r(ctx).Raw("SELECT EXISTS (SELECT 1 FROM suppressions WHERE lifted_at = 0)").Scan(&some).Error; err != nil || !some {
		return out, translate(err)
	}
	const chunk = 500
	var stopped map[string]bool
	if len(leadIDs) > chunk {
		var err error
		if stopped, err = suppressionSet(db.r(ctx)); err != nil {
			return nil, err
		}
	}
	for part := range slices.Chunk(leadIDs, chunk) {
		var list []leads.Identity
		if err := db.r(ctx).Table("identities").Select(identityColumns).Where("lead_id IN ?", part).Find(&list).Error; err != nil {
			return nil, translate(err)
		}
		hashes, err := db.identityHashes(ctx, list)
		if err != nil {
			return nil, err
		}
		if len(leadIDs) <= chunk {
			if stopped, err = suppressionSet(db.r(ctx).Where("hash IN ?", hashes)); err != nil {
				return nil, err
			}
		}
		for i, id := range list {
			if stopped[hashes[i]] {
				out[id.LeadID] = true
			}
		}
	}
	return out, nil
}

func suppressionSet(q *gorm.DB) (map[string]bool, error) {
	var hashes []string
	if err := q.Table("suppressions").Where("lifted_at = 0").Pluck("hash", &hashes).Error; err != nil {
		return nil, translate(err)
	}
	set := make(map[string]bool, len(hashes))
	for _, h := range hashes {
		set[h] = true
	}
	return set, nil
}

const suppressionKey = "suppression_key"

// identityHash is the keyed hash under which an opt-out is kept: the list says
// nothing about people to somebody who has the list alone.
func (db *DB) identityHash(ctx context.Context, id leads.Identity) (string, error) {
	key, err := db.hashKey(ctx)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id.Kind + ":" + id.MatchKey))
	return hex.EncodeToString(mac.Sum(nil)), nil
}

func (db *DB) hashKey(ctx context.Context) ([]byte, error) {
	if key := db.suppression.Load(); key != nil {
		return *key, nil
	}
	key, err := db.meta(ctx, suppressionKey)
	if err == nil && key != nil {
		db.suppression.Store(&key)
	}
	return key, err
}

// makeHashKey draws the key once in a database's life, when it is opened.
func (db *DB) makeHashKey(ctx context.Context) error {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	return db.write.WithContext(ctx).Exec("INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", suppressionKey, key).Error
}
