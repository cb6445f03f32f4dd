-- What is fixed for a moment: hearings, meetings of all parties. Derived from a matter's values by its definition.
CREATE TABLE appointment (
    id ID, matter_id INT NOT NULL, court TEXT NOT NULL, name TEXT NOT NULL, at_us INSTANT NOT NULL,
    until_us INSTANT, place TEXT
);
CREATE INDEX appointment_by_matter ON appointment (matter_id, name);
CREATE INDEX appointment_by_time ON appointment (court, at_us);
