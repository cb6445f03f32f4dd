-- Papers and the like belong to another matter's file: lists that name no system leave them out.
ALTER TABLE matter ADD COLUMN listed FLAG NOT NULL DEFAULT 1;
UPDATE matter SET listed = 0 WHERE system = 'court_paper';
