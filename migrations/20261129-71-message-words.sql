-- What was sent to whom, as a keyed index: a person who doubts a message asks whether we sent it.
ALTER TABLE delivery ADD COLUMN words_index TEXT;
CREATE INDEX delivery_by_words ON delivery (words_index) WHERE words_index IS NOT NULL;
-- When somebody first opened a paper of theirs.
CREATE INDEX access_log_by_paper ON access_log (matter_id, account_id, id) WHERE what = 'paper';
