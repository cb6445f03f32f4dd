-- Signing in by an OpenID provider: attempts under way, each good once, and which subject of which
-- issuer is which account. No other claim of a token ever finds an account.
CREATE TABLE oidc_attempt (
    state_hash TEXT PRIMARY KEY, browser_hash TEXT NOT NULL, nonce TEXT NOT NULL, verifier_sealed TEXT NOT NULL,
    account_id INT, subject TEXT, created_us INSTANT NOT NULL, expires_us INSTANT NOT NULL
);
CREATE TABLE oidc_link (
    issuer TEXT NOT NULL, subject TEXT NOT NULL, account_id INT NOT NULL, linked_us INSTANT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE UNIQUE INDEX oidc_link_by_account ON oidc_link (account_id, issuer);
