-- Payment codes, what banks said moved, and the banks' own files of a day.
CREATE TABLE pay_order (
    id ID, reference TEXT NOT NULL, court TEXT NOT NULL, matter_id INT NOT NULL, channel TEXT NOT NULL, amount_fen MONEY NOT NULL,
    state TEXT NOT NULL, made_us INSTANT NOT NULL
);
CREATE UNIQUE INDEX pay_order_by_reference ON pay_order (reference);
-- direction: 'in', 'out'. state: 'posted'; 'unknown_order', 'amount': not in the ledger, for a person to clear up.
-- Days are texts, as the fields of matters have them: a closing finds its moves and its file by its own day and channel.
CREATE TABLE bank_move (
    id ID, court TEXT NOT NULL, channel TEXT NOT NULL, direction TEXT NOT NULL, reference TEXT NOT NULL, order_reference TEXT NOT NULL,
    matter_id INT, amount_fen MONEY NOT NULL, day TEXT NOT NULL, said_us INSTANT NOT NULL, taken_us INSTANT NOT NULL, state TEXT NOT NULL,
    via TEXT NOT NULL
);
CREATE UNIQUE INDEX bank_move_once ON bank_move (channel, direction, reference);
CREATE INDEX bank_move_by_day ON bank_move (court, channel, day);
-- A line of a bank's file. The file of a day may come again: then it takes the place of the one before. A file is closed with its day.
CREATE TABLE bank_line (
    court TEXT NOT NULL, channel TEXT NOT NULL, day TEXT NOT NULL, direction TEXT NOT NULL, reference TEXT NOT NULL, order_reference TEXT NOT NULL,
    amount_fen MONEY NOT NULL, at_us INSTANT NOT NULL, PRIMARY KEY (channel, direction, reference)
);
CREATE INDEX bank_line_by_day ON bank_line (court, channel, day);
CREATE TABLE bank_file (
    court TEXT NOT NULL, channel TEXT NOT NULL, day TEXT NOT NULL, lines INT NOT NULL, came_us INSTANT NOT NULL, closed_by INT,
    PRIMARY KEY (court, channel, day)
);
