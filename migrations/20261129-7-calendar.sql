-- What falls due at a court, day by day: the calendar.
CREATE INDEX deadline_by_due ON deadline (court, due_us, id) WHERE closed_us IS NULL;
