-- What a court received, filed and returned in a day (立案偏离度), counted from the event log by a cursor that moves in the transaction of what it
-- counted; late and held as they stood at the close of that day. brought: from the court's old system, by hand.
CREATE TABLE filing_day (
    court TEXT NOT NULL, day DAY NOT NULL, received INT NOT NULL, filed INT NOT NULL, returned INT NOT NULL, late INT NOT NULL, held INT NOT NULL,
    brought FLAG NOT NULL, PRIMARY KEY (court, day)
);
-- counted_on: the last day whose events are all counted; judged_on, court: the last day judged, and how far the next one is.
CREATE TABLE filing_day_cursor (id INT PRIMARY KEY, event_id INT NOT NULL, counted_on DAY NOT NULL, judged_on DAY NOT NULL, court TEXT NOT NULL);
INSERT INTO filing_day_cursor (id, event_id, counted_on, judged_on, court) VALUES (1, 0, 0, 0, '');
-- What became of each alarm; one open at a time of a rule and court. finding: "" while it is open.
CREATE TABLE filing_alarm (
    matter_id INT PRIMARY KEY, court TEXT NOT NULL, rule TEXT NOT NULL, day DAY NOT NULL, finding TEXT NOT NULL, is_open FLAG NOT NULL, lifted_on DAY
);
CREATE UNIQUE INDEX filing_alarm_open ON filing_alarm (court, rule) WHERE is_open = 1;
CREATE INDEX filing_alarm_by_court ON filing_alarm (court, day);
