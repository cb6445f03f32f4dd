-- What the five-colour warning works by, dated: what each question counts, and what each colour asks of whom.
-- Brought in as tables, like courts; a row is never taken away, a newer one takes its place from its day on.
CREATE TABLE warning_point (
    code TEXT PRIMARY KEY, question TEXT NOT NULL, points INT NOT NULL, valid_from DAY NOT NULL,
    source TEXT NOT NULL
);
CREATE TABLE warning_measure (
    code TEXT PRIMARY KEY, colour TEXT NOT NULL, duty TEXT NOT NULL, hours INT NOT NULL,
    zh TEXT NOT NULL, en TEXT NOT NULL, valid_from DAY NOT NULL, source TEXT NOT NULL
);
