-- A calendar one subscribes to: its secret address as a hash, of one's own matters or by a delegation (delegation_id,
-- 0: one's own). `account_id` asked for it.
CREATE TABLE calendar_feed (
    account_id INT NOT NULL, delegation_id INT NOT NULL, token_hash TEXT NOT NULL,
    made_us INSTANT NOT NULL, PRIMARY KEY (account_id, delegation_id)
);
CREATE UNIQUE INDEX calendar_feed_by_token ON calendar_feed (token_hash);
