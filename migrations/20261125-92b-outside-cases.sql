-- What a court's own case system last said of each of its cases, and how far its changes were read.
-- trouble: '' or why the platform could not take it (a kind of store/case_outside.h).
CREATE TABLE outside_case (
    court TEXT NOT NULL, reference TEXT NOT NULL, key TEXT, number TEXT, matter_id INT, revision INT NOT NULL,
    registered DAY, record TEXT NOT NULL, trouble TEXT NOT NULL, seen_us INSTANT NOT NULL,
    PRIMARY KEY (court, reference)
);
CREATE INDEX outside_case_by_matter ON outside_case (matter_id) WHERE matter_id IS NOT NULL;
CREATE INDEX outside_case_by_number ON outside_case (court, number);
CREATE TABLE case_feed (
    court TEXT PRIMARY KEY, position TEXT NOT NULL, read_us INSTANT, failed_us INSTANT, last_error TEXT,
    unreadable INT NOT NULL
);
