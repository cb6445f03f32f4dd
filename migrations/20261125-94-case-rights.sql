-- Rights of one account in one case: a role for a time, an exclusion, a glass broken.
CREATE TABLE case_right (
    id ID, kind TEXT NOT NULL, account_id INT NOT NULL, dispute_id INT NOT NULL, matter_id INT,
    court TEXT NOT NULL, role TEXT, from_us INSTANT NOT NULL, to_us INSTANT, reason TEXT NOT NULL,
    set_by INT NOT NULL, set_us INSTANT NOT NULL, ended_us INSTANT, ended_by INT
);
CREATE INDEX case_right_by_account ON case_right (account_id) WHERE ended_us IS NULL;
CREATE INDEX case_right_by_dispute ON case_right (dispute_id, id);
CREATE INDEX case_right_by_court ON case_right (court, id) WHERE kind = 'glass';
CREATE UNIQUE INDEX case_right_excluded ON case_right (dispute_id, account_id) WHERE kind = 'exclusion' AND ended_us IS NULL;

-- Which roles may see a matter of that definition in that state: what lists join, so that their rows
-- and the check of a single matter are one rule. Derived from the definitions when the server starts.
CREATE TABLE state_reader (
    definition_hash TEXT NOT NULL, state TEXT NOT NULL, role TEXT NOT NULL,
    PRIMARY KEY (definition_hash, state, role)
);

-- An auditor asks who searched for some words.
CREATE INDEX access_log_by_search ON access_log (what, id) WHERE substr(what, 1, 7) = 'search:';
