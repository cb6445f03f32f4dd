-- People and accounts. *_sealed: SM4-CTR + HMAC-SM3; *_index: HMAC-SM3 blind index, for equality only.

CREATE TABLE person (
    id ID, kind TEXT NOT NULL, name TEXT NOT NULL, id_kind TEXT NOT NULL, id_sealed TEXT,
    id_index TEXT, phone_sealed TEXT, phone_index TEXT, address TEXT, verified TEXT NOT NULL,
    created_us INSTANT NOT NULL, erased_us INSTANT
);
CREATE UNIQUE INDEX person_by_id_number ON person (id_index) WHERE id_index IS NOT NULL;

CREATE TABLE account (
    id ID, kind TEXT NOT NULL, login TEXT, phone_index TEXT, phone_sealed TEXT, person_id INT,
    name TEXT NOT NULL, password_hash TEXT, status TEXT NOT NULL, failed_count INT NOT NULL,
    locked_until_us INSTANT NOT NULL, language TEXT NOT NULL, mode TEXT NOT NULL,
    created_us INSTANT NOT NULL, demo FLAG NOT NULL, version INT NOT NULL
);
CREATE UNIQUE INDEX account_by_login ON account (login) WHERE login IS NOT NULL;
CREATE UNIQUE INDEX account_by_phone ON account (phone_index) WHERE phone_index IS NOT NULL;
CREATE INDEX account_by_person ON account (person_id);

CREATE TABLE role_grant (
    id ID, account_id INT NOT NULL, role TEXT NOT NULL, court TEXT NOT NULL,
    from_day DAY NOT NULL, to_day DAY, granted_by INT, granted_us INSTANT NOT NULL
);
CREATE INDEX role_grant_by_account ON role_grant (account_id);
CREATE INDEX role_grant_by_court ON role_grant (court, role);

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY, account_id INT NOT NULL, csrf TEXT NOT NULL,
    created_us INSTANT NOT NULL, seen_us INSTANT NOT NULL, expires_us INSTANT NOT NULL,
    device TEXT NOT NULL
);
CREATE INDEX session_by_account ON session (account_id);

CREATE TABLE login_code (
    phone_index TEXT PRIMARY KEY, code_hash TEXT NOT NULL, created_us INSTANT NOT NULL,
    expires_us INSTANT NOT NULL, attempts INT NOT NULL, sent_count INT NOT NULL
);

CREATE TABLE api_key (
    key_hash TEXT PRIMARY KEY, account_id INT NOT NULL, name TEXT NOT NULL, scopes TEXT NOT NULL,
    created_us INSTANT NOT NULL, revoked_us INSTANT
);
