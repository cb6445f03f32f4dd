-- Bytes that were put again a moment ago are about to be referred to: they are not erased.
ALTER TABLE blob_chunk ADD COLUMN put_us INSTANT NOT NULL DEFAULT 0;
-- Looking at documents goes by their rows, in a thread of its own, not by jobs.
CREATE INDEX document_unlooked ON document (id) WHERE look = 'waiting';
DELETE FROM job WHERE kind = 'look_at_document' AND state = 'waiting';
-- Pages read behind the last one, of bytes that came twice.
DELETE FROM document_text WHERE page > (SELECT max(d.page_count) FROM document d WHERE d.sm3 = document_text.sm3);
