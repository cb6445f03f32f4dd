-- Uploads on their way, cut anywhere and continued. Once the last byte is in, document_id names
-- what became of it; the row is forgotten a day later.
CREATE TABLE upload (
    id ID, account_id INT, participant_id INT, name TEXT NOT NULL, kind TEXT NOT NULL,
    size_bytes INT NOT NULL, sm3 TEXT, received_bytes INT NOT NULL, part_count INT NOT NULL,
    document_id INT, begun_us INSTANT NOT NULL, updated_us INSTANT NOT NULL
);
CREATE INDEX upload_by_account ON upload (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX upload_by_participant ON upload (participant_id) WHERE participant_id IS NOT NULL;
CREATE INDEX upload_by_age ON upload (updated_us);
-- What has come of each, in order; their bytes lie beside the blobs.
CREATE TABLE upload_part (
    upload_id INT NOT NULL, first_byte INT NOT NULL, size_bytes INT NOT NULL, sm3 TEXT NOT NULL,
    PRIMARY KEY (upload_id, first_byte)
);
-- Where the blobs lie in the database, the bytes of parts do too.
CREATE TABLE blob_part (
    upload_id INT NOT NULL, first_byte INT NOT NULL, sm3 TEXT NOT NULL, bytes BYTES NOT NULL,
    PRIMARY KEY (upload_id, first_byte, sm3)
);
