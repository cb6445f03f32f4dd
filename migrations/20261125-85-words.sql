-- What a document says, page by page: 'file' stands in the file, 'machine' was recognised in a
-- picture, 'failed' nothing could be made of the page. words: 'none', 'waiting', 'done', 'absent'.
CREATE TABLE document_text (
    sm3 TEXT NOT NULL, page INT NOT NULL, source TEXT NOT NULL, text TEXT NOT NULL,
    read_us INSTANT NOT NULL, PRIMARY KEY (sm3, page)
);
ALTER TABLE document ADD COLUMN words TEXT NOT NULL DEFAULT 'none';
CREATE INDEX document_unread ON document (id) WHERE words = 'waiting';
