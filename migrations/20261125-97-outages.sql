-- Signs of life, one a minute, each with the hash of the one before and the platform's signature.
CREATE TABLE heartbeat (
    id ID, kind TEXT NOT NULL, real_us INSTANT NOT NULL, court_us INSTANT NOT NULL,
    previous_hash TEXT NOT NULL, hash TEXT NOT NULL, signature TEXT NOT NULL
);
-- Announced beforehand ('announced'), and proven by two heartbeats too far apart ('found', then
-- 'done' when every clock inside it has been looked at).
CREATE TABLE outage (
    id ID, state TEXT NOT NULL, planned FLAG NOT NULL, from_us INSTANT NOT NULL, to_us INSTANT NOT NULL,
    reason TEXT NOT NULL, before_id INT, after_id INT, set_by INT, noted_us INSTANT NOT NULL
);
CREATE INDEX outage_by_state ON outage (state, id);
-- What became of a clock that ended inside one: 'extended', 'application' or 'certified'.
CREATE TABLE outage_clock (
    outage_id INT NOT NULL, deadline_id INT NOT NULL, matter_id INT NOT NULL, treatment TEXT NOT NULL,
    old_due_us INSTANT NOT NULL, new_due_us INSTANT NOT NULL, PRIMARY KEY (outage_id, deadline_id)
);
CREATE INDEX outage_clock_by_deadline ON outage_clock (deadline_id);
