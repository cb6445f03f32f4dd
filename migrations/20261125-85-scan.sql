-- Virus scan: 'off' nobody looked, 'waiting' and 'failed' kept apart, 'clean', 'found' never given out.
ALTER TABLE document ADD COLUMN scan TEXT NOT NULL DEFAULT 'off';
ALTER TABLE document ADD COLUMN scan_note TEXT;
ALTER TABLE document ADD COLUMN scanned_us INSTANT;
CREATE INDEX document_unscanned ON document (scan, id) WHERE scan IN ('waiting', 'off', 'failed');
