-- The daily list: whether each court's own case system and the platform say the same.
ALTER TABLE outside_case ADD COLUMN listed_us INSTANT;
ALTER TABLE outside_case ADD COLUMN listed_revision INT;
-- state: 'asked', 'complete', 'failed', 'unconnected'
CREATE TABLE case_list (
    court TEXT NOT NULL, day DAY NOT NULL, state TEXT NOT NULL, at_us INSTANT NOT NULL,
    outside_count INT NOT NULL, difference_count INT NOT NULL, last_error TEXT, PRIMARY KEY (court, day)
);
CREATE INDEX case_list_asked ON case_list (court) WHERE state = 'asked';
-- What disagrees, from the list that found it to the one that no longer does. kind, role: store/case_difference.h.
CREATE TABLE case_difference (
    id ID, court TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, role TEXT NOT NULL, matter_id INT,
    number TEXT, ours TEXT NOT NULL, theirs TEXT NOT NULL, found_us INSTANT NOT NULL, seen_us INSTANT NOT NULL,
    closed_us INSTANT, explained_us INSTANT, explained_by INT, explanation TEXT
);
CREATE UNIQUE INDEX case_difference_open ON case_difference (court, kind, subject) WHERE closed_us IS NULL;
CREATE INDEX case_difference_by_id ON case_difference (id) WHERE closed_us IS NULL;
