-- Registers: what many systems read. Type words (ID INT TEXT BYTES FLAG DAY INSTANT MONEY) are
-- expanded by db/: DAY = court day, INSTANT = µs UTC, MONEY = fen, all 64-bit integers.

CREATE TABLE court (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, level TEXT NOT NULL, parent_code TEXT,
    division_code TEXT, grade INT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL
);
CREATE INDEX court_by_division ON court (division_code, grade);

CREATE TABLE cause (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, parent_code TEXT, level INT NOT NULL,
    official_no TEXT, kind TEXT NOT NULL, valid_from DAY NOT NULL
);
CREATE INDEX cause_by_parent ON cause (parent_code);

CREATE TABLE division (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, parent_code TEXT, level INT NOT NULL,
    status TEXT NOT NULL
);
CREATE INDEX division_by_parent ON division (parent_code);

CREATE TABLE case_type (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, category TEXT NOT NULL, code TEXT NOT NULL,
    basis TEXT NOT NULL, counts_as_case FLAG NOT NULL
);

CREATE TABLE holiday (day DAY PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL);

CREATE TABLE wage (
    province_code TEXT NOT NULL, year INT NOT NULL, wage_fen MONEY NOT NULL, source TEXT NOT NULL,
    confidence TEXT NOT NULL, PRIMARY KEY (province_code, year)
);

-- A court's own choice for a declared setting of a system, as of a day. court '' = every court.
CREATE TABLE court_setting (
    court TEXT NOT NULL, system TEXT NOT NULL, name TEXT NOT NULL, valid_from DAY NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (court, system, name, valid_from)
);

CREATE TABLE mediation_body (
    id ID, name TEXT NOT NULL, kind TEXT NOT NULL, court TEXT NOT NULL, division_code TEXT NOT NULL,
    status TEXT NOT NULL, version INT NOT NULL
);
CREATE TABLE mediator (
    id ID, account_id INT, person_id INT, body_id INT, court TEXT NOT NULL, name TEXT NOT NULL,
    kind TEXT NOT NULL, cause_codes TEXT NOT NULL, division_code TEXT NOT NULL,
    languages TEXT NOT NULL, load_max INT NOT NULL, open_count INT NOT NULL,
    status TEXT NOT NULL, valid_from DAY NOT NULL, valid_to DAY, version INT NOT NULL
);
CREATE INDEX mediator_by_court ON mediator (court, status);
CREATE UNIQUE INDEX mediator_by_account ON mediator (account_id, court);

-- Published definitions are immutable; a running matter names the hash it began with.
CREATE TABLE definition (
    hash TEXT PRIMARY KEY, system TEXT NOT NULL, version INT NOT NULL, json TEXT NOT NULL,
    published_us INSTANT NOT NULL
);
CREATE UNIQUE INDEX definition_by_version ON definition (system, version, hash);

-- Small facts about this database itself: 'demo' → '1', 'cell' → '1'.
CREATE TABLE store_fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
