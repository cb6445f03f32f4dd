-- What each side of a mediation would settle for, round by round. `secret` is sealed, of one length whatever the sums, and goes when the
-- mediation ends; nobody but the rule that compares both reads it.
CREATE TABLE sealed_range (
    id ID, matter_id INT NOT NULL, round INT NOT NULL, side TEXT NOT NULL, secret TEXT
);
CREATE UNIQUE INDEX sealed_range_by_side ON sealed_range (matter_id, round, side);
