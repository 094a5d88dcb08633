-- The column, tab or address that the reason of a sheet names.
ALTER TABLE sheet_connections ADD COLUMN about TEXT NOT NULL DEFAULT '';
