-- When WhatsApp said that the account does too much, and when it gave no answer
-- at all: how long everything waits afterwards is counted from these.
CREATE TABLE rate_strikes (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  code TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX rate_strikes_latest ON rate_strikes (account_id, code, at);

-- Attempts in a row that certainly did not leave. They lengthen the pause before
-- the next one, and are no attempts in any other respect.
ALTER TABLE sends ADD COLUMN misses INTEGER NOT NULL DEFAULT 0;
