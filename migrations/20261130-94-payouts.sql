-- Orders to a bank to pay out: each attempt has a key, under which the bank pays once.
CREATE TABLE payout (
    id ID, key TEXT NOT NULL, court TEXT NOT NULL, channel TEXT NOT NULL, matter_id INT NOT NULL, amount_fen MONEY NOT NULL, made_us INSTANT NOT NULL
);
CREATE UNIQUE INDEX payout_by_key ON payout (key);
