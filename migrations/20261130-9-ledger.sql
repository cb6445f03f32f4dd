-- The ledger: double entry, in fen. Entries and postings are written once and never changed; an account keeps the sum of its postings, and no
-- account is ever on its other side. store/book.h says which accounts there are. amount_fen: above 0 debit, below 0 credit.
CREATE TABLE ledger_account (
    court TEXT NOT NULL, matter_id INT NOT NULL, kind TEXT NOT NULL, balance_fen MONEY NOT NULL, PRIMARY KEY (matter_id, kind)
);
CREATE INDEX ledger_account_by_court ON ledger_account (court);
-- source: what of the outside or of a matter it comes of, once and never again.
CREATE TABLE ledger_entry (
    id ID, court TEXT NOT NULL, matter_id INT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL, day DAY NOT NULL, at_us INSTANT NOT NULL,
    previous_hash TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE UNIQUE INDEX ledger_entry_by_source ON ledger_entry (source);
CREATE INDEX ledger_entry_by_matter ON ledger_entry (matter_id);
CREATE TABLE ledger_posting (
    entry_id INT NOT NULL, line INT NOT NULL, kind TEXT NOT NULL, amount_fen MONEY NOT NULL, PRIMARY KEY (entry_id, line)
);
