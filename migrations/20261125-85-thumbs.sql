-- What a document looks like. look: 'none' it has no pages, 'waiting', 'done', 'failed' it cannot be
-- read, 'absent' the programs are not installed.
ALTER TABLE document ADD COLUMN look TEXT NOT NULL DEFAULT 'none';
ALTER TABLE document ADD COLUMN page_count INT;
ALTER TABLE document ADD COLUMN thumb_sm3 TEXT;
CREATE INDEX document_by_sm3 ON document (sm3);
