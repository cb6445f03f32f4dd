-- Where disputes come from (诉源治理): a row a dispute, what its tallies are and what it has in common with others, all derived from matters
-- by a worker that follows the event log. The cursor moves in the transaction of what it counted, so nothing is lost or counted twice.
CREATE TABLE source_cursor (id INT PRIMARY KEY, event_id INT NOT NULL);
INSERT INTO source_cursor (id, event_id) VALUES (1, 0);
-- tallies: the rows of source_tally it counts in, one a line; looked 0: its signals wait to be held against the thresholds.
CREATE TABLE source_dispute (
    dispute_id INT PRIMARY KEY, matter_id INT NOT NULL, court TEXT NOT NULL, day DAY NOT NULL, tallies TEXT NOT NULL, looked FLAG NOT NULL
);
CREATE INDEX source_dispute_waits ON source_dispute (dispute_id) WHERE looked = 0;
-- One thing a dispute shares with others under a rule; key and who are keyed hashes, label is masked.
CREATE TABLE source_signal (
    court TEXT NOT NULL, rule TEXT NOT NULL, key TEXT NOT NULL, day DAY NOT NULL, dispute_id INT NOT NULL, who TEXT NOT NULL,
    label TEXT NOT NULL, PRIMARY KEY (court, rule, key, day, dispute_id)
);
CREATE INDEX source_signal_by_dispute ON source_signal (dispute_id);
CREATE TABLE source_tally (
    court TEXT NOT NULL, axis TEXT NOT NULL, month TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, count INT NOT NULL,
    PRIMARY KEY (court, axis, month, key)
);
-- What became of each warning; one open at a time of a rule and key.
CREATE TABLE source_warning (
    matter_id INT PRIMARY KEY, court TEXT NOT NULL, rule TEXT NOT NULL, key TEXT NOT NULL, state TEXT NOT NULL, raised_on DAY NOT NULL,
    last_dispute INT NOT NULL, is_open FLAG NOT NULL
);
CREATE UNIQUE INDEX source_warning_open ON source_warning (court, rule, key) WHERE is_open = 1;
CREATE INDEX source_warning_by_key ON source_warning (court, rule, key, last_dispute);
-- How many people live in a unit, from a day on: brought in as a table; a newer row takes the older one's place.
CREATE TABLE resident_count (
    code TEXT PRIMARY KEY, unit_code TEXT NOT NULL, residents INT NOT NULL, valid_from DAY NOT NULL, source TEXT NOT NULL
);
CREATE INDEX resident_count_by_unit ON resident_count (unit_code, valid_from);
