-- A second factor of an account (RFC 6238): the secret sealed, the last time step that was used, and
-- codes for the day the telephone is lost, each once.
ALTER TABLE account ADD COLUMN totp_sealed TEXT;
ALTER TABLE account ADD COLUMN totp_pending TEXT;
ALTER TABLE account ADD COLUMN totp_step INT NOT NULL DEFAULT 0;
CREATE TABLE recovery_code (
    account_id INT NOT NULL, code_hash TEXT NOT NULL, used_us INSTANT,
    PRIMARY KEY (account_id, code_hash)
);
