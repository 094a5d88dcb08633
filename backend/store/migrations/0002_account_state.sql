-- Why WhatsApp has banned the number (its code), kept with banned_until so
-- that a restart still says it.
ALTER TABLE accounts ADD COLUMN ban_code INTEGER NOT NULL DEFAULT 0;
