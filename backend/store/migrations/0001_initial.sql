-- Times are UTC milliseconds (0 or NULL: never). Money is minor units.
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;

CREATE TABLE settings (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  doc     TEXT NOT NULL
) STRICT;

CREATE TABLE accounts (
  id           INTEGER PRIMARY KEY,
  phone        TEXT NOT NULL UNIQUE,
  lid          TEXT NOT NULL DEFAULT '',
  push_name    TEXT NOT NULL DEFAULT '',
  linked_at    INTEGER NOT NULL,
  unlinked_at  INTEGER NOT NULL DEFAULT 0,
  banned_until INTEGER NOT NULL DEFAULT 0,
  restricted_until INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE stages (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind     TEXT NOT NULL DEFAULT 'open'
) STRICT;
INSERT INTO stages (id, name, position, kind) VALUES
  (1, 'New', 1, 'open'), (2, 'Talking', 2, 'open'), (3, 'Proposal', 3, 'open'), (4, 'Won', 4, 'won'), (5, 'Lost', 5, 'lost');

CREATE TABLE leads (
  id               INTEGER PRIMARY KEY,
  name             TEXT NOT NULL DEFAULT '',
  name_source      TEXT NOT NULL DEFAULT 'number',
  push_name        TEXT NOT NULL DEFAULT '',
  phone            TEXT NOT NULL DEFAULT '',  -- digits with country code; '' while only a LID is known
  email            TEXT NOT NULL DEFAULT '',
  company          TEXT NOT NULL DEFAULT '',
  source           TEXT NOT NULL,
  stage_id         INTEGER NOT NULL DEFAULT 1 REFERENCES stages(id),
  custom           TEXT NOT NULL DEFAULT '{}',
  user_fields      TEXT NOT NULL DEFAULT '',  -- comma list of the fields a person has edited: a file or sheet leaves them alone
  first_message_at INTEGER NOT NULL DEFAULT 0,
  last_message_at  INTEGER NOT NULL DEFAULT 0,
  created_at       INTEGER NOT NULL,
  updated_at       INTEGER NOT NULL,
  merged_into      INTEGER REFERENCES leads(id)
) STRICT;
CREATE INDEX leads_created ON leads (created_at DESC, id DESC);
CREATE INDEX leads_recent  ON leads (last_message_at DESC, id DESC);
CREATE INDEX leads_name    ON leads (name COLLATE NOCASE, id);
CREATE INDEX leads_stage   ON leads (stage_id, created_at DESC);

CREATE TABLE identities (
  id        INTEGER PRIMARY KEY,
  lead_id   INTEGER NOT NULL REFERENCES leads(id),
  kind      TEXT NOT NULL CHECK (kind IN ('phone', 'lid')),
  value     TEXT NOT NULL,
  match_key TEXT NOT NULL,
  confirmed INTEGER NOT NULL DEFAULT 0,       -- WhatsApp itself has used this form
  UNIQUE (kind, value)
) STRICT;
CREATE INDEX identities_match ON identities (kind, match_key);
CREATE INDEX identities_lead  ON identities (lead_id);

-- No foreign key to leads: an opt-out outlives the person's record.
CREATE TABLE suppressions (
  hash       TEXT PRIMARY KEY,
  kind       TEXT NOT NULL,
  source     TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  lifted_at  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE tags (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE
) STRICT;
CREATE TABLE lead_tags (
  lead_id INTEGER NOT NULL REFERENCES leads(id),
  tag_id  INTEGER NOT NULL REFERENCES tags(id),
  PRIMARY KEY (lead_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX lead_tags_tag ON lead_tags (tag_id, lead_id);

CREATE TABLE notes (
  id         INTEGER PRIMARY KEY,
  lead_id    INTEGER NOT NULL REFERENCES leads(id),
  text       TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notes_lead ON notes (lead_id, created_at DESC);

CREATE TABLE activities (
  id      INTEGER PRIMARY KEY,
  lead_id INTEGER NOT NULL REFERENCES leads(id),
  kind    TEXT NOT NULL,
  actor   TEXT NOT NULL,
  detail  TEXT NOT NULL DEFAULT '',
  at      INTEGER NOT NULL
) STRICT;
CREATE INDEX activities_lead ON activities (lead_id, at DESC, id DESC);

CREATE TABLE chats (
  id              INTEGER PRIMARY KEY,
  account_id      INTEGER NOT NULL REFERENCES accounts(id),
  lead_id         INTEGER NOT NULL REFERENCES leads(id),
  unread_count    INTEGER NOT NULL DEFAULT 0,
  last_message_id INTEGER NOT NULL DEFAULT 0,
  last_message_at INTEGER NOT NULL DEFAULT 0,
  last_text       TEXT NOT NULL DEFAULT '',
  last_from_me    INTEGER NOT NULL DEFAULT 0,
  last_status     TEXT NOT NULL DEFAULT '',
  answered        INTEGER NOT NULL DEFAULT 0, -- a person or phone has written here
  draft           TEXT NOT NULL DEFAULT '',
  UNIQUE (account_id, lead_id)
) STRICT;
CREATE INDEX chats_recent ON chats (account_id, last_message_at DESC, id DESC);
CREATE INDEX chats_unread ON chats (account_id, last_message_at DESC, id DESC) WHERE unread_count > 0;
CREATE INDEX chats_lead   ON chats (lead_id);

CREATE TABLE messages (
  id           INTEGER PRIMARY KEY,
  chat_id      INTEGER NOT NULL REFERENCES chats(id),
  wa_id        TEXT NOT NULL,
  from_me      INTEGER NOT NULL,
  origin       TEXT NOT NULL,
  kind         TEXT NOT NULL,
  text         TEXT NOT NULL DEFAULT '',
  payload      BLOB,
  client_id    TEXT NOT NULL DEFAULT '',
  campaign_id  INTEGER REFERENCES campaigns(id),
  server_at    INTEGER NOT NULL,
  status       TEXT NOT NULL,
  delivered_at INTEGER NOT NULL DEFAULT 0,
  read_at      INTEGER NOT NULL DEFAULT 0,
  error        TEXT NOT NULL DEFAULT '',
  UNIQUE (chat_id, from_me, wa_id)
) STRICT;
CREATE INDEX messages_order ON messages (chat_id, server_at, id);
CREATE INDEX messages_wa_id ON messages (wa_id) WHERE from_me = 1;
CREATE UNIQUE INDEX messages_client ON messages (chat_id, client_id) WHERE client_id <> '';

CREATE VIRTUAL TABLE messages_fts USING fts5 (text, content = 'messages', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER messages_fts_insert AFTER INSERT ON messages WHEN new.text <> '' BEGIN
  INSERT INTO messages_fts (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER messages_fts_update AFTER UPDATE OF text ON messages BEGIN
  INSERT INTO messages_fts (messages_fts, rowid, text) VALUES ('delete', old.id, old.text);
  INSERT INTO messages_fts (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER messages_fts_delete AFTER DELETE ON messages BEGIN
  INSERT INTO messages_fts (messages_fts, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TABLE inbound_quarantine (
  id         INTEGER PRIMARY KEY,
  wa_id      TEXT NOT NULL,
  sender     TEXT NOT NULL,
  raw        BLOB NOT NULL,
  error      TEXT NOT NULL,
  attempts   INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (sender, wa_id)
) STRICT;

CREATE TABLE campaigns (
  id              INTEGER PRIMARY KEY,
  name            TEXT NOT NULL,
  state           TEXT NOT NULL,
  tags            TEXT NOT NULL DEFAULT '[]',
  body            TEXT NOT NULL DEFAULT '',
  min_gap_seconds INTEGER NOT NULL,
  max_gap_seconds INTEGER NOT NULL,
  per_hour        INTEGER NOT NULL,
  per_day         INTEGER NOT NULL,
  paused_by       TEXT NOT NULL DEFAULT '',
  paused_reason   TEXT NOT NULL DEFAULT '',
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL,
  frozen_at       INTEGER NOT NULL DEFAULT 0,
  finished_at     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX campaigns_state ON campaigns (state, id);

CREATE TABLE campaign_recipients (
  id          INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns(id),
  lead_id     INTEGER NOT NULL REFERENCES leads(id),
  state       TEXT NOT NULL,
  reason      TEXT NOT NULL DEFAULT '',
  due_at      INTEGER NOT NULL DEFAULT 0,
  updated_at  INTEGER NOT NULL,
  replied_at  INTEGER NOT NULL DEFAULT 0,
  UNIQUE (campaign_id, lead_id)
) STRICT;
CREATE INDEX campaign_recipients_state ON campaign_recipients (campaign_id, state, due_at, id);
CREATE INDEX campaign_recipients_lead  ON campaign_recipients (lead_id, state);

-- The one ledger of everything this app sends.
CREATE TABLE sends (
  id           INTEGER PRIMARY KEY,
  message_id   INTEGER NOT NULL UNIQUE REFERENCES messages(id),
  wa_id        TEXT NOT NULL UNIQUE,
  kind         TEXT NOT NULL,
  account_id   INTEGER NOT NULL REFERENCES accounts(id),
  chat_id      INTEGER NOT NULL REFERENCES chats(id),
  lead_id      INTEGER NOT NULL REFERENCES leads(id),
  recipient_id INTEGER REFERENCES campaign_recipients(id),
  state        TEXT NOT NULL,
  attempts     INTEGER NOT NULL DEFAULT 0,
  not_before   INTEGER NOT NULL DEFAULT 0,
  last_code    TEXT NOT NULL DEFAULT '',
  new_chat     INTEGER NOT NULL DEFAULT 0,
  gap_ms       INTEGER NOT NULL DEFAULT 0,     -- pause after this send, drawn and stored at the claim
  created_at   INTEGER NOT NULL,
  claimed_at   INTEGER NOT NULL DEFAULT 0,
  sent_at      INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX sends_state   ON sends (state, kind, not_before, id);
CREATE INDEX sends_claimed ON sends (account_id, kind, claimed_at);
CREATE INDEX sends_recipient ON sends (recipient_id) WHERE recipient_id IS NOT NULL;

CREATE TABLE imports (
  id         INTEGER PRIMARY KEY,
  file_name  TEXT NOT NULL,
  at         INTEGER NOT NULL,
  row_count  INTEGER NOT NULL,
  created    INTEGER NOT NULL,
  updated    INTEGER NOT NULL,
  duplicates INTEGER NOT NULL,
  rejected   INTEGER NOT NULL
) STRICT;

CREATE TABLE sheet_connections (
  id               INTEGER PRIMARY KEY,
  spreadsheet_id   TEXT NOT NULL,
  title            TEXT NOT NULL,
  tab              TEXT NOT NULL,
  header_row       INTEGER NOT NULL,
  header           TEXT NOT NULL,              -- JSON list: a changed header pauses
  mapping          TEXT NOT NULL,              -- JSON: field -> column title
  key_column       TEXT NOT NULL DEFAULT '',
  default_country  TEXT NOT NULL DEFAULT '',
  tags             TEXT NOT NULL DEFAULT '[]',
  stage_id         INTEGER NOT NULL DEFAULT 1 REFERENCES stages(id),
  existing_rows    TEXT NOT NULL DEFAULT 'import',
  interval_minutes INTEGER NOT NULL,
  state            TEXT NOT NULL,
  reason           TEXT NOT NULL DEFAULT '',
  last_run_at      INTEGER NOT NULL DEFAULT 0,
  next_run_at      INTEGER NOT NULL DEFAULT 0,
  failures         INTEGER NOT NULL DEFAULT 0,
  created_at       INTEGER NOT NULL
) STRICT;

CREATE TABLE sheet_rows (
  connection_id INTEGER NOT NULL REFERENCES sheet_connections(id),
  row_key       TEXT NOT NULL,
  hash          TEXT NOT NULL,
  lead_id       INTEGER REFERENCES leads(id),
  state         TEXT NOT NULL,
  row_number    INTEGER NOT NULL DEFAULT 0,
  problem       TEXT NOT NULL DEFAULT '',
  value         TEXT NOT NULL DEFAULT '',
  seen_at       INTEGER NOT NULL,
  PRIMARY KEY (connection_id, row_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE sheet_runs (
  id            INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL REFERENCES sheet_connections(id),
  started_at    INTEGER NOT NULL,
  ended_at      INTEGER NOT NULL,
  rows          INTEGER NOT NULL DEFAULT 0,
  created       INTEGER NOT NULL DEFAULT 0,
  changed       INTEGER NOT NULL DEFAULT 0,
  rejected      INTEGER NOT NULL DEFAULT 0,
  error         TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX sheet_runs_recent ON sheet_runs (connection_id, id DESC);
