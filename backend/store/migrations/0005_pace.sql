-- Who of a campaign's people has no conversation yet: they draw on a budget of
-- their own, and those who have one go on when it is used up.
ALTER TABLE campaign_recipients ADD COLUMN new_chat INTEGER NOT NULL DEFAULT 0;
UPDATE campaign_recipients SET new_chat = 1 WHERE state = 'pending'
  AND NOT EXISTS (SELECT 1 FROM chats WHERE chats.lead_id = campaign_recipients.lead_id AND chats.last_message_at > 0);
CREATE INDEX campaign_recipients_known ON campaign_recipients (campaign_id, due_at, id) WHERE state = 'pending' AND new_chat = 0;

-- When a paced send was last put on its way: what budgets count. claimed_at is
-- the first time, and says how old an attempt is.
ALTER TABLE sends ADD COLUMN paced_at INTEGER NOT NULL DEFAULT 0;
UPDATE sends SET paced_at = claimed_at WHERE kind = 'campaign';
CREATE INDEX sends_paced ON sends (account_id, paced_at, new_chat) WHERE paced_at > 0;

-- Until now the ledger did not note which campaign message started its
-- conversation: it is the one that nothing stands before.
UPDATE sends SET new_chat = 1 WHERE kind = 'campaign' AND claimed_at > 0
  AND NOT EXISTS (SELECT 1 FROM messages WHERE messages.chat_id = sends.chat_id AND messages.id < sends.message_id);
