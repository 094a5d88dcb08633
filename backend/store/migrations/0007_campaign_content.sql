-- Audiences of every kind, messages in steps and variants, files, schedules,
-- templates, consent, and who wrote when.

ALTER TABLE campaigns ADD COLUMN audience     TEXT NOT NULL DEFAULT '{}';      -- JSON: whom it is for
UPDATE campaigns SET audience = json_object('tags', json(tags));
ALTER TABLE campaigns ADD COLUMN keep_adding  INTEGER NOT NULL DEFAULT 0;      -- who matches later gets it too
ALTER TABLE campaigns ADD COLUMN stop_on      TEXT NOT NULL DEFAULT '{"reply":true}'; -- JSON: what ends it for a person
ALTER TABLE campaigns ADD COLUMN starts_on    TEXT NOT NULL DEFAULT '';        -- wall time, in zone; '' = when started by hand
ALTER TABLE campaigns ADD COLUMN ends_on      TEXT NOT NULL DEFAULT '';        -- wall time, in zone; '' = when done
ALTER TABLE campaigns ADD COLUMN zone         TEXT NOT NULL DEFAULT '';        -- IANA name
ALTER TABLE campaigns ADD COLUMN late_minutes INTEGER NOT NULL DEFAULT 15;     -- so late it still starts by itself
ALTER TABLE campaigns ADD COLUMN when_later   TEXT NOT NULL DEFAULT 'ask';     -- ask or skip
ALTER TABLE campaigns ADD COLUMN missed_at    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE campaigns ADD COLUMN hold_until   INTEGER NOT NULL DEFAULT 0;      -- until then the start can be undone
ALTER TABLE campaigns ADD COLUMN tested       TEXT NOT NULL DEFAULT '';        -- hash of the message that was tested

-- One row per variant of a step; what belongs to the step is the same in each.
CREATE TABLE campaign_steps (
  campaign_id   INTEGER NOT NULL REFERENCES campaigns(id) ON DELETE CASCADE,
  position      INTEGER NOT NULL,
  variant       INTEGER NOT NULL,
  body          TEXT NOT NULL,
  kind          TEXT NOT NULL DEFAULT 'text',
  media_id      INTEGER REFERENCES media(id),
  delay_minutes INTEGER NOT NULL DEFAULT 0,      -- after the step before it
  hours         TEXT,                            -- JSON: working hours of this step; NULL = the account's
  PRIMARY KEY (campaign_id, position, variant)
) STRICT, WITHOUT ROWID;
INSERT INTO campaign_steps (campaign_id, position, variant, body) SELECT id, 0, 0, body FROM campaigns WHERE body <> '';
CREATE INDEX campaign_steps_media ON campaign_steps (media_id) WHERE media_id IS NOT NULL;
ALTER TABLE campaigns DROP COLUMN tags;
ALTER TABLE campaigns DROP COLUMN body;

-- Where a person is on the way through the steps.
ALTER TABLE campaign_recipients ADD COLUMN step    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE campaign_recipients ADD COLUMN variant INTEGER NOT NULL DEFAULT 0;
DROP INDEX campaign_recipients_state;
CREATE INDEX campaign_recipients_state ON campaign_recipients (campaign_id, state, step, due_at, id);
DROP INDEX campaign_recipients_known;
CREATE INDEX campaign_recipients_known ON campaign_recipients (campaign_id, step, due_at, id) WHERE state = 'pending' AND new_chat = 0;
ALTER TABLE sends ADD COLUMN step INTEGER NOT NULL DEFAULT 0;
DROP INDEX sends_recipient;
CREATE UNIQUE INDEX sends_recipient ON sends (recipient_id, step) WHERE recipient_id IS NOT NULL;
CREATE INDEX sends_to_lead ON sends (lead_id, paced_at) WHERE paced_at > 0;

CREATE TABLE templates (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE COLLATE NOCASE,
  body       TEXT NOT NULL,
  kind       TEXT NOT NULL DEFAULT 'text',
  media_id   INTEGER REFERENCES media(id),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX templates_media ON templates (media_id) WHERE media_id IS NOT NULL;

-- Append-only: the newest row of a lead holds.
CREATE TABLE consents (
  id      INTEGER PRIMARY KEY,
  lead_id INTEGER NOT NULL REFERENCES leads(id),
  state   TEXT NOT NULL,
  source  TEXT NOT NULL,
  note    TEXT NOT NULL DEFAULT '',
  at      INTEGER NOT NULL
) STRICT;
CREATE INDEX consents_lead ON consents (lead_id, id DESC);

-- Whom a file brought or completed.
CREATE TABLE import_leads (
  import_id INTEGER NOT NULL REFERENCES imports(id) ON DELETE CASCADE,
  lead_id   INTEGER NOT NULL REFERENCES leads(id),
  PRIMARY KEY (import_id, lead_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_leads_lead ON import_leads (lead_id);
CREATE INDEX sheet_rows_lead ON sheet_rows (lead_id) WHERE lead_id IS NOT NULL;

-- When the person wrote last.
ALTER TABLE chats ADD COLUMN last_in_at INTEGER NOT NULL DEFAULT 0;
UPDATE chats SET last_in_at = coalesce((SELECT max(server_at) FROM messages WHERE messages.chat_id = chats.id AND from_me = 0 AND hidden = 0 AND kind <> 'notice'), 0);

-- A draft that is deleted is not looked for in every message.
CREATE INDEX messages_campaign ON messages (campaign_id) WHERE campaign_id IS NOT NULL;
