-- Every kind of content, files, changes to messages, history, gaps and merges
-- that can be undone.

CREATE TABLE media (
  id           INTEGER PRIMARY KEY,
  state        TEXT NOT NULL,
  sha256       TEXT NOT NULL DEFAULT '',      -- of the content, hex: the name on disk; '' until it is here
  mime         TEXT NOT NULL DEFAULT '',
  size         INTEGER NOT NULL DEFAULT 0,
  file_name    TEXT NOT NULL DEFAULT '',      -- the sender's word, cleaned, for reading only
  width        INTEGER NOT NULL DEFAULT 0,
  height       INTEGER NOT NULL DEFAULT 0,
  duration_ms  INTEGER NOT NULL DEFAULT 0,
  animated     INTEGER NOT NULL DEFAULT 0,
  waveform     BLOB,
  thumb        BLOB,                          -- JPEG
  direct_path  TEXT NOT NULL DEFAULT '',
  url          TEXT NOT NULL DEFAULT '',
  media_key    BLOB,
  enc_sha256   BLOB,
  file_sha256  BLOB,
  wanted       INTEGER NOT NULL DEFAULT 0,    -- to be fetched without being asked for again
  uploaded_at  INTEGER NOT NULL DEFAULT 0,
  attempts     INTEGER NOT NULL DEFAULT 0,
  next_at      INTEGER NOT NULL DEFAULT 0,
  reason       TEXT NOT NULL DEFAULT '',
  created_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX media_fetch  ON media (next_at, id) WHERE state = 'remote' AND wanted = 1;
CREATE INDEX media_sha256 ON media (sha256) WHERE sha256 <> '';

ALTER TABLE messages ADD COLUMN detail     TEXT NOT NULL DEFAULT '';    -- JSON, by kind
ALTER TABLE messages ADD COLUMN quote      TEXT NOT NULL DEFAULT '';    -- JSON: the message that this one answers
ALTER TABLE messages ADD COLUMN forwarded  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN edited_at  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN deleted_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN timer      INTEGER NOT NULL DEFAULT 0;  -- disappearing messages, seconds
ALTER TABLE messages ADD COLUMN hidden     INTEGER NOT NULL DEFAULT 0;  -- changes another message, or was deleted here
ALTER TABLE messages ADD COLUMN gap_id     INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN media_id   INTEGER REFERENCES media(id);
CREATE INDEX messages_media ON messages (media_id) WHERE media_id IS NOT NULL;
CREATE INDEX messages_in_id ON messages (wa_id) WHERE from_me = 0;
CREATE INDEX messages_gap   ON messages (chat_id, gap_id) WHERE gap_id <> 0;

CREATE TABLE reactions (
  message_id INTEGER NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
  from_me    INTEGER NOT NULL,
  emoji      TEXT NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (message_id, from_me)
) STRICT, WITHOUT ROWID;

-- A reaction, edit or deletion that overtook the message it changes.
CREATE TABLE amendments (
  chat_id        INTEGER NOT NULL REFERENCES chats(id) ON DELETE CASCADE,
  target_wa_id   TEXT NOT NULL,
  target_from_me INTEGER NOT NULL,
  kind           TEXT NOT NULL,
  from_me        INTEGER NOT NULL,
  text           TEXT NOT NULL DEFAULT '',
  at             INTEGER NOT NULL,
  PRIMARY KEY (chat_id, target_wa_id, target_from_me, kind, from_me)
) STRICT, WITHOUT ROWID;

ALTER TABLE chats ADD COLUMN last_kind TEXT NOT NULL DEFAULT 'text';
ALTER TABLE chats ADD COLUMN private   INTEGER NOT NULL DEFAULT 0;      -- nothing of it is stored
ALTER TABLE chats ADD COLUMN timer     INTEGER NOT NULL DEFAULT 0;      -- disappearing messages, seconds
ALTER TABLE chats ADD COLUMN timer_at  INTEGER NOT NULL DEFAULT 0;      -- when that was chosen
ALTER TABLE chats ADD COLUMN read_at   INTEGER NOT NULL DEFAULT 0;      -- up to here it was read in this app
ALTER TABLE chats ADD COLUMN told_at   INTEGER NOT NULL DEFAULT 0;      -- up to here WhatsApp has heard of that
CREATE INDEX chats_private ON chats (lead_id) WHERE private = 1;
CREATE INDEX chats_to_tell ON chats (account_id) WHERE told_at < read_at;

-- Times without a connection, noted when messages came in for them.
CREATE TABLE gaps (
  id         INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts(id),
  from_at    INTEGER NOT NULL,
  to_at      INTEGER NOT NULL,
  announced  INTEGER NOT NULL DEFAULT 0,   -- messages that WhatsApp said were waiting, of groups too
  open       INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX gaps_open ON gaps (account_id, id) WHERE open = 1;
ALTER TABLE accounts ADD COLUMN last_online_at INTEGER NOT NULL DEFAULT 0;

-- Parts of the past that the phone offers; kept before WhatsApp is told.
CREATE TABLE history_jobs (
  id         INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts(id),
  wa_id      TEXT NOT NULL,
  offer      BLOB NOT NULL,                -- the notification, protobuf
  state      TEXT NOT NULL,
  attempts   INTEGER NOT NULL DEFAULT 0,
  next_at    INTEGER NOT NULL DEFAULT 0,
  error      TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  UNIQUE (account_id, wa_id)
) STRICT;
CREATE INDEX history_jobs_open ON history_jobs (account_id, id) WHERE state = 'open';

ALTER TABLE inbound_quarantine ADD COLUMN message_id INTEGER;

-- Batches of changes that can be taken back as a whole. A change names one cell.
CREATE TABLE change_batches (
  id         INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL,
  actor      TEXT NOT NULL,
  at         INTEGER NOT NULL,
  from_lead  INTEGER NOT NULL DEFAULT 0,
  to_lead    INTEGER NOT NULL DEFAULT 0,
  removed    TEXT NOT NULL DEFAULT '[]',   -- JSON: rows that went away, to be put back
  undone_at  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE changes (
  batch_id INTEGER NOT NULL REFERENCES change_batches(id) ON DELETE CASCADE,
  tbl      TEXT NOT NULL,
  row_id   INTEGER NOT NULL,
  row_key  TEXT NOT NULL DEFAULT '',       -- of tables that have no single number as key
  col      TEXT NOT NULL,
  before,                                  -- of any type
  after
);
CREATE INDEX changes_batch ON changes (batch_id, tbl, row_id);
ALTER TABLE activities ADD COLUMN batch_id INTEGER NOT NULL DEFAULT 0;

-- Leads that a person has told apart: no proof joins them again.
CREATE TABLE leads_apart (
  low  INTEGER NOT NULL REFERENCES leads(id),
  high INTEGER NOT NULL REFERENCES leads(id),
  PRIMARY KEY (low, high)
) STRICT, WITHOUT ROWID;

-- Which number of a person is in use: the one confirmed last.
ALTER TABLE identities ADD COLUMN confirmed_at INTEGER NOT NULL DEFAULT 0;

-- The index of words holds rows with words only: taking one out that never was
-- in it damages the index.
DROP TRIGGER messages_fts_update;
DROP TRIGGER messages_fts_delete;
CREATE TRIGGER messages_fts_update AFTER UPDATE OF text ON messages WHEN old.text <> new.text BEGIN
  INSERT INTO messages_fts (messages_fts, rowid, text) SELECT 'delete', old.id, old.text WHERE old.text <> '';
  INSERT INTO messages_fts (rowid, text) SELECT new.id, new.text WHERE new.text <> '';
END;
CREATE TRIGGER messages_fts_delete AFTER DELETE ON messages WHEN old.text <> '' BEGIN
  INSERT INTO messages_fts (messages_fts, rowid, text) VALUES ('delete', old.id, old.text);
END;
