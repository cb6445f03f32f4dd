-- Search: what waits to be indexed (written with the change itself), what is indexed of each matter,
-- and the index. stamp counts changes, so that one made meanwhile is seen.
CREATE TABLE search_queue (matter_id ID, stamp INT NOT NULL);

-- body: the searchable text; tokens: who may find it and by which filters, eight bytes each.
CREATE TABLE search_entry (matter_id ID, body TEXT NOT NULL, tokens BYTES NOT NULL);

-- A term and a block of 8,192 matters in one key (store/search.h); which of them hold the term.
CREATE TABLE search_posting (id ID, docs BYTES NOT NULL);

INSERT INTO search_queue (matter_id, stamp) SELECT id, 1 FROM matter;
DROP TABLE matter_word;
