-- What was published when, for every court (court '') or as one court's overlay, and what was
-- withdrawn. Rows are never changed but for the withdrawal.
CREATE TABLE definition_release (
    id ID, system TEXT NOT NULL, court TEXT NOT NULL, version INT NOT NULL, hash TEXT NOT NULL,
    overlay TEXT, reason TEXT NOT NULL, published_by INT NOT NULL, published_us INSTANT NOT NULL,
    withdrawn_by INT, withdrawn_us INSTANT, withdrawn_reason TEXT
);
CREATE INDEX definition_release_by_system ON definition_release (system, id);
