-- What is said in a room of a matter's talks lies sealed (OMR 18); rows from before stay as they are.
ALTER TABLE post ADD COLUMN sealed INT NOT NULL DEFAULT 0;
