-- By which key a job was ordered: it goes on only while the key is good. And how many turns in a row
-- failed without getting further: a job that never can comes to its end.
ALTER TABLE bulk_job ADD COLUMN key_hash TEXT;
ALTER TABLE bulk_job ADD COLUMN turns_failed INT NOT NULL DEFAULT 0;
