-- Work over many lines: who ordered what, how far it is, and what became of each line. `cursor` is the
-- last line of a finished slice; whoever holds the newest `fence` may write, nobody else.
CREATE TABLE bulk_job (
    id ID, kind TEXT NOT NULL, account_id INT NOT NULL, scopes TEXT NOT NULL, params TEXT NOT NULL,
    document_id INT, name TEXT NOT NULL, state TEXT NOT NULL, cursor INT NOT NULL, seen INT NOT NULL,
    total INT NOT NULL, good INT NOT NULL, bad INT NOT NULL, fence INT NOT NULL,
    lease_until_us INSTANT NOT NULL, problem TEXT, created_us INSTANT NOT NULL, begun_us INSTANT,
    done_us INSTANT
);
CREATE INDEX bulk_job_open ON bulk_job (lease_until_us) WHERE done_us IS NULL;
CREATE INDEX bulk_job_by_account ON bulk_job (account_id, id);
-- One row a line, written with what the line does: nothing is done twice.
CREATE TABLE bulk_line (
    job_id INT NOT NULL, line INT NOT NULL, state TEXT NOT NULL, matter_id INT, code TEXT, detail TEXT,
    PRIMARY KEY (job_id, line)
);
