-- Work that leaves the transaction: outbox, jobs; and what makes writes repeatable.

CREATE TABLE message (
    id ID, matter_id INT, account_id INT, person_id INT, channel TEXT NOT NULL, notice TEXT NOT NULL,
    address_sealed TEXT, title_zh TEXT NOT NULL, title_en TEXT NOT NULL, text_zh TEXT NOT NULL,
    text_en TEXT NOT NULL, created_us INSTANT NOT NULL, state TEXT NOT NULL,
    lease_until_us INSTANT NOT NULL, fence INT NOT NULL, attempts INT NOT NULL,
    sent_us INSTANT, read_us INSTANT
);
CREATE INDEX message_waiting ON message (lease_until_us) WHERE state = 'waiting';
CREATE INDEX message_by_account ON message (account_id, id);
CREATE INDEX message_by_person ON message (person_id, id);

CREATE TABLE job (
    id ID, kind TEXT NOT NULL, matter_id INT, payload TEXT NOT NULL, state TEXT NOT NULL,
    lease_until_us INSTANT NOT NULL, fence INT NOT NULL, attempts INT NOT NULL,
    last_error TEXT, created_us INSTANT NOT NULL, done_us INSTANT
);
CREATE INDEX job_waiting ON job (lease_until_us) WHERE state = 'waiting';

CREATE TABLE replay (
    actor TEXT NOT NULL, operation TEXT NOT NULL, key TEXT NOT NULL, request_hash TEXT NOT NULL,
    status INT NOT NULL, body TEXT NOT NULL, created_us INSTANT NOT NULL,
    PRIMARY KEY (actor, operation, key)
);
CREATE INDEX replay_by_age ON replay (created_us);

-- Who looked at whose personal data: its own hash chain.
CREATE TABLE access_log (
    id ID, account_id INT NOT NULL, matter_id INT, what TEXT NOT NULL, seen_us INSTANT NOT NULL,
    previous_hash TEXT NOT NULL, hash TEXT NOT NULL
);
