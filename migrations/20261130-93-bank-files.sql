-- Days as texts, as the fields of matters have them: a closing finds its file by its own day and channel. A file is closed with its day.
DROP TABLE bank_line;
DROP TABLE bank_file;
CREATE TABLE bank_line (
    court TEXT NOT NULL, channel TEXT NOT NULL, day TEXT NOT NULL, direction TEXT NOT NULL, reference TEXT NOT NULL, order_reference TEXT NOT NULL,
    amount_fen MONEY NOT NULL, at_us INSTANT NOT NULL, PRIMARY KEY (channel, direction, reference)
);
CREATE INDEX bank_line_by_day ON bank_line (court, channel, day);
CREATE TABLE bank_file (
    court TEXT NOT NULL, channel TEXT NOT NULL, day TEXT NOT NULL, lines INT NOT NULL, came_us INSTANT NOT NULL, closed_by INT,
    PRIMARY KEY (court, channel, day)
);
DROP INDEX bank_move_by_day;
ALTER TABLE bank_move ADD COLUMN on_day TEXT NOT NULL DEFAULT '';
CREATE INDEX bank_move_by_day ON bank_move (court, channel, on_day);
