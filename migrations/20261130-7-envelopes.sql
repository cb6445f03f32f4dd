-- Work between installations. A matter here and the matter of another court that goes with it share a thread; what
-- one has to tell the other leaves as envelopes of that thread, in order, and arrives once.
CREATE TABLE counterpart (
    thread TEXT NOT NULL, court TEXT NOT NULL, matter_id INT NOT NULL, other_court TEXT NOT NULL,
    created_us INSTANT NOT NULL, PRIMARY KEY (thread, court)
);
CREATE UNIQUE INDEX counterpart_by_matter ON counterpart (matter_id, other_court);

-- Written in the transaction of the event that says so. body: sealed JSON. state: 'waiting', 'done', or 'dead' (refused:
-- a person must act; those behind it in its thread wait).
CREATE TABLE envelope_out (
    id ID, key TEXT NOT NULL, thread TEXT NOT NULL, sequence INT NOT NULL, matter_id INT NOT NULL,
    court TEXT NOT NULL, to_court TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
    state TEXT NOT NULL, lease_until_us INSTANT NOT NULL, fence INT NOT NULL, attempts INT NOT NULL,
    last_error TEXT, created_us INSTANT NOT NULL, done_us INSTANT
);
CREATE UNIQUE INDEX envelope_out_by_key ON envelope_out (key);
CREATE UNIQUE INDEX envelope_out_in_order ON envelope_out (thread, court, sequence);
CREATE INDEX envelope_out_waiting ON envelope_out (lease_until_us) WHERE state = 'waiting';
CREATE INDEX envelope_out_open ON envelope_out (id) WHERE state <> 'done';

-- One row an envelope that was carried out, in the transaction of what it did; kept for ever, so that none is carried out twice.
CREATE TABLE envelope_in (
    id ID, peer TEXT NOT NULL, key TEXT NOT NULL, thread TEXT NOT NULL, sequence INT NOT NULL,
    court TEXT NOT NULL, from_court TEXT NOT NULL, matter_id INT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
    body_sm3 TEXT NOT NULL, received_us INSTANT NOT NULL
);
CREATE UNIQUE INDEX envelope_in_by_key ON envelope_in (peer, key);
CREATE UNIQUE INDEX envelope_in_in_order ON envelope_in (thread, from_court, sequence);
