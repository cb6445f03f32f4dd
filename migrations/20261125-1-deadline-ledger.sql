-- The ledger of clocks: the spans of days that do not count, as JSON [[first, last], …] in days
-- since 1970-01-01, the last one open (null) while the clock stands still.
ALTER TABLE deadline ADD COLUMN excluded TEXT;
-- All clocks of a matter, closed ones too, in the order they began.
CREATE INDEX deadline_ledger ON deadline (matter_id, id);
