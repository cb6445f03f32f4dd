-- What goes out to a court's own case system, once each by its key, and what it answered.
-- state: 'waiting', 'numbered' (its number is not in the matter yet), 'answered' (it has the case), 'refused' (a person must act), 'dropped' (the number
-- had come by hand before anything was sent).
CREATE TABLE case_push (
    id ID, matter_id INT NOT NULL, court TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
    fields TEXT NOT NULL, number_action TEXT NOT NULL, state TEXT NOT NULL, reference TEXT, number TEXT,
    last_error TEXT, lease_until_us INSTANT NOT NULL, fence INT NOT NULL, attempts INT NOT NULL,
    created_us INSTANT NOT NULL, answered_us INSTANT
);
CREATE UNIQUE INDEX case_push_by_key ON case_push (key);
CREATE INDEX case_push_waiting ON case_push (lease_until_us) WHERE answered_us IS NULL;
CREATE INDEX case_push_by_matter ON case_push (matter_id);
