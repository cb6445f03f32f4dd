-- Filters of lists that an account keeps under a name. `query` is sealed: it may hold words somebody searched for.
CREATE TABLE saved_filter (
    id ID, account_id INT NOT NULL, page TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL,
    saved_us INSTANT NOT NULL
);
CREATE UNIQUE INDEX saved_filter_by_account ON saved_filter (account_id, page, name);
