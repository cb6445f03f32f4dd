-- Every clock that is not closed, in order of its key: what a new holiday table counts anew.
CREATE INDEX deadline_open ON deadline (id) WHERE closed_us IS NULL;
