ALTER TABLE leads ADD COLUMN owner TEXT NOT NULL DEFAULT '';  -- who looks after the lead

ALTER TABLE sheet_connections ADD COLUMN access      TEXT    NOT NULL DEFAULT 'service_account';
ALTER TABLE sheet_connections ADD COLUMN path        TEXT    NOT NULL DEFAULT '';    -- of a file
ALTER TABLE sheet_connections ADD COLUMN gid         INTEGER NOT NULL DEFAULT -1;    -- Google's number of the tab
ALTER TABLE sheet_connections ADD COLUMN owner       TEXT    NOT NULL DEFAULT '';    -- of new leads
ALTER TABLE sheet_connections ADD COLUMN notify      INTEGER NOT NULL DEFAULT 1;
ALTER TABLE sheet_connections ADD COLUMN active_from INTEGER NOT NULL DEFAULT 0;     -- minutes of the day; equal = always
ALTER TABLE sheet_connections ADD COLUMN active_to   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sheet_connections ADD COLUMN write_back  TEXT    NOT NULL DEFAULT '[]';  -- JSON list of fields and column titles

-- What was written to a sheet, cell by cell. A cell that says neither what was
-- written nor what was about to be written has been changed by somebody else.
CREATE TABLE sheet_cells (
  connection_id INTEGER NOT NULL REFERENCES sheet_connections(id),
  row_key       TEXT NOT NULL,
  field         TEXT NOT NULL,
  row_number    INTEGER NOT NULL DEFAULT 0,
  written       TEXT NOT NULL DEFAULT '',  -- what the cell held when it was last ours
  intent        TEXT,                      -- what is being written to it; NULL = nothing
  theirs        TEXT,                      -- what somebody else wrote over it; NULL = nobody
  ours          TEXT NOT NULL DEFAULT '',  -- what it would have been given instead
  kept          TEXT,                      -- for which of our texts a person decided to keep theirs
  at            INTEGER NOT NULL,
  PRIMARY KEY (connection_id, row_key, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX sheet_cells_theirs ON sheet_cells (connection_id) WHERE theirs IS NOT NULL;
