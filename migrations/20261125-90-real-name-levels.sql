-- How sure it is that an account is the person it says: claimed, matched (name and number belong
-- together), proven (a card was read, a face compared, or staff saw both). Each try is kept.
ALTER TABLE account ADD COLUMN proven_us INSTANT;
UPDATE account SET proven_us = checked_us WHERE checked_by IS NOT NULL;
CREATE TABLE identity_proof (
    id ID, account_id INT NOT NULL, method TEXT NOT NULL, adapter TEXT NOT NULL, stub INT NOT NULL,
    agrees INT NOT NULL, reference TEXT, at_us INSTANT NOT NULL, by_account INT
);
CREATE INDEX identity_proof_by_account ON identity_proof (account_id, id);
