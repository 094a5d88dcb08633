package store

import (
	"context"

	"mceplatform/backend/chats"
)

// PendingPeople implements campaigns.Store. Whether WhatsApp knows their address
// only the connection can tell: all of them count as people to be looked up.
func (db *DB) PendingPeople(ctx context.Context, campaignID, accountID int64) ([]chats.Person, error) {
	list := []chats.Person{}
	err := db.r(ctx).Raw(`WITH RECURSIVE nth(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM nth WHERE n < (SELECT max(position) FROM campaign_steps WHERE campaign_id = @campaign))
		SELECT r.id, r.lead_id, nth.n AS step, leads.phone AS number, 1 AS look_up, coalesce((SELECT new_chat FROM sends WHERE recipient_id = r.id AND step = nth.n),
		nth.n = 0 AND
		NOT EXISTS (SELECT 1 FROM chats WHERE account_id = @account AND lead_id = r.lead_id AND last_message_at > 0)) AS new_chat
		FROM campaign_recipients r JOIN leads ON leads.id = r.lead_id JOIN nth ON nth.n >= r.step
		WHERE r.campaign_id = @campaign AND r.state IN ('pending', 'sending') ORDER BY nth.n, r.due_at, r.id`, map[string]any{"campaign": campaignID, "account": accountID}).Scan(&list).Error
	return list, translate(err)
}
