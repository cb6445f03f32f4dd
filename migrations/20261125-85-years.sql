-- How long documents are kept: set when their matter ends, where its definition says so.
CREATE TABLE retention (matter_id INT PRIMARY KEY, until_us INSTANT NOT NULL);
CREATE INDEX retention_by_end ON retention (until_us);
ALTER TABLE document ADD COLUMN removed_us INSTANT;
CREATE INDEX document_by_thumb ON document (thumb_sm3) WHERE thumb_sm3 IS NOT NULL;
