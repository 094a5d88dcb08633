-- Why somebody opted out, and which hashes belong to one person.
ALTER TABLE suppressions ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE suppressions ADD COLUMN person TEXT NOT NULL DEFAULT '';
