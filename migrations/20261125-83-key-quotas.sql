-- A key that was replaced ends at a stated time; each may be used so often in ten minutes.
ALTER TABLE api_key ADD COLUMN ends_us INSTANT;
ALTER TABLE api_key ADD COLUMN quota INT NOT NULL DEFAULT 6000;
CREATE INDEX api_key_by_account ON api_key (account_id, created_us);
