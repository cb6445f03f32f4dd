-- Disputes, matters and what hangs on them. All *_us are court time but received/sent/lease.

CREATE TABLE dispute (
    id ID, title TEXT NOT NULL, source TEXT NOT NULL, opened_us INSTANT NOT NULL,
    opened_by INT NOT NULL
);

-- fields: JSON of the matter's values; personal fields inside are sealed one by one.
CREATE TABLE matter (
    id ID, system TEXT NOT NULL, definition_hash TEXT NOT NULL, dispute_id INT NOT NULL,
    parent_id INT, court TEXT NOT NULL, state TEXT NOT NULL, final FLAG NOT NULL,
    version INT NOT NULL, owner_account INT, number TEXT, title TEXT NOT NULL, cause TEXT,
    amount_fen MONEY, fields TEXT NOT NULL,
    opened_us INSTANT NOT NULL,        -- the matter came into being
    requested_us INSTANT,              -- mediation requested: interrupts limitation
    submitted_us INSTANT,              -- complaint handed in: interrupts limitation
    complete_us INSTANT,               -- materials complete: starts the seven days
    registered_us INSTANT,             -- 立案: the trial limit runs from the next day
    closed_us INSTANT, updated_us INSTANT NOT NULL,
    event_count INT NOT NULL, head_hash TEXT NOT NULL
);
CREATE INDEX matter_by_dispute ON matter (dispute_id);
CREATE INDEX matter_by_court ON matter (court, system, final, updated_us);
CREATE INDEX matter_by_owner ON matter (owner_account, updated_us);
CREATE UNIQUE INDEX matter_by_number ON matter (number) WHERE number IS NOT NULL AND parent_id IS NULL;

CREATE TABLE matter_index (
    matter_id INT NOT NULL, field TEXT NOT NULL, court TEXT NOT NULL, system TEXT NOT NULL,
    text_value TEXT, int_value INT, PRIMARY KEY (matter_id, field)
);
CREATE INDEX matter_index_text ON matter_index (system, field, text_value);
CREATE INDEX matter_index_int ON matter_index (system, field, int_value);

-- Bigrams of title, number and party names, so that lists can be searched; written by a job.
CREATE TABLE matter_word (
    word TEXT NOT NULL, matter_id INT NOT NULL, PRIMARY KEY (word, matter_id)
);

CREATE TABLE participant (
    id ID, matter_id INT NOT NULL, role TEXT NOT NULL, state TEXT NOT NULL, person_id INT,
    name TEXT NOT NULL, identity TEXT NOT NULL, active FLAG NOT NULL, added_us INSTANT NOT NULL
);
CREATE INDEX participant_by_matter ON participant (matter_id);
CREATE INDEX participant_by_person ON participant (person_id, matter_id) WHERE person_id IS NOT NULL;

-- Link tokens: a person without an account may open one matter as one participant.
CREATE TABLE participant_link (
    token_hash TEXT PRIMARY KEY, matter_id INT NOT NULL, participant_id INT NOT NULL,
    created_us INSTANT NOT NULL, expires_us INSTANT NOT NULL, used_us INSTANT
);

CREATE TABLE event (
    id ID, matter_id INT NOT NULL, sequence INT NOT NULL, account_id INT, role TEXT NOT NULL,
    action TEXT NOT NULL, nature TEXT NOT NULL, court_us INSTANT NOT NULL,
    received_us INSTANT NOT NULL, from_state TEXT NOT NULL, to_state TEXT NOT NULL,
    participant_id INT, documents TEXT NOT NULL, commitments TEXT NOT NULL,
    hash_version INT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL, block_id INT NOT NULL
);
CREATE UNIQUE INDEX event_by_matter ON event (matter_id, sequence);

-- Erasable: the values behind an event's commitments.
CREATE TABLE event_value (
    event_id INT NOT NULL, path TEXT NOT NULL, salt TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (event_id, path)
);

CREATE TABLE block (
    id ID, first_event INT NOT NULL, last_event INT NOT NULL, root TEXT NOT NULL,
    previous_hash TEXT NOT NULL, hash TEXT NOT NULL, created_us INSTANT NOT NULL
);
CREATE TABLE signed_head (
    block_id INT PRIMARY KEY, hash TEXT NOT NULL, signature TEXT NOT NULL,
    signed_us INSTANT NOT NULL
);

CREATE TABLE deadline (
    id ID, matter_id INT NOT NULL, participant_id INT, court TEXT NOT NULL, name TEXT NOT NULL,
    state TEXT NOT NULL, rule TEXT NOT NULL, basis TEXT NOT NULL, start_us INSTANT NOT NULL,
    due_us INSTANT NOT NULL, provisional FLAG NOT NULL, account TEXT NOT NULL,
    wake_us INSTANT, warned INT NOT NULL, closed_us INSTANT, listed TEXT
);
CREATE INDEX deadline_by_matter ON deadline (matter_id);
CREATE INDEX deadline_by_wake ON deadline (wake_us) WHERE wake_us IS NOT NULL;
CREATE INDEX deadline_listed ON deadline (court, listed, due_us) WHERE listed IS NOT NULL;

CREATE TABLE task (
    id ID, matter_id INT NOT NULL, court TEXT NOT NULL, system TEXT NOT NULL, role TEXT NOT NULL,
    account_id INT, purpose TEXT NOT NULL, due_us INSTANT, opened_us INSTANT NOT NULL,
    closed_us INSTANT
);
CREATE UNIQUE INDEX task_open ON task (matter_id, purpose) WHERE closed_us IS NULL;
CREATE INDEX task_by_role ON task (court, role, due_us) WHERE closed_us IS NULL;

CREATE TABLE published (
    dispute_id INT NOT NULL, system TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    matter_id INT NOT NULL, updated_us INSTANT NOT NULL, PRIMARY KEY (dispute_id, system, name)
);

-- Autosaved forms: no event, no version.
CREATE TABLE draft (
    matter_id INT NOT NULL, account_id INT NOT NULL, action TEXT NOT NULL, body TEXT NOT NULL,
    updated_us INSTANT NOT NULL, revision INT NOT NULL, PRIMARY KEY (matter_id, account_id, action)
);

CREATE TABLE post (
    id ID, matter_id INT NOT NULL, account_id INT NOT NULL, author TEXT NOT NULL,
    audience TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, posted_us INSTANT NOT NULL
);
CREATE INDEX post_by_matter ON post (matter_id, id);

CREATE TABLE document (
    id ID, matter_id INT, account_id INT, sm3 TEXT NOT NULL, size_bytes INT NOT NULL,
    media_type TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, side TEXT NOT NULL,
    created_us INSTANT NOT NULL
);
CREATE INDEX document_by_matter ON document (matter_id);
CREATE TABLE blob_chunk (
    sm3 TEXT NOT NULL, chunk INT NOT NULL, bytes BYTES NOT NULL, PRIMARY KEY (sm3, chunk)
);

-- Case numbers: one series a court, year and type; no gap, no repeat.
CREATE TABLE number_series (
    court TEXT NOT NULL, year INT NOT NULL, type TEXT NOT NULL, next INT NOT NULL,
    PRIMARY KEY (court, year, type)
);
CREATE TABLE number_issued (
    court TEXT NOT NULL, year INT NOT NULL, type TEXT NOT NULL, serial INT NOT NULL,
    matter_id INT NOT NULL, number TEXT NOT NULL, issued_us INSTANT NOT NULL,
    voided_us INSTANT, void_reason TEXT, PRIMARY KEY (court, year, type, serial)
);
CREATE UNIQUE INDEX number_issued_once ON number_issued (number);
