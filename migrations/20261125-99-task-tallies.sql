-- How many tasks are open: kept in the transaction that opens, claims or closes one. account_id 0:
-- claimed by nobody.
CREATE TABLE task_tally (
    court TEXT NOT NULL, role TEXT NOT NULL, account_id INT NOT NULL, open_count INT NOT NULL,
    PRIMARY KEY (court, role, account_id)
);
CREATE INDEX task_by_account ON task (account_id, due_us) WHERE closed_us IS NULL AND account_id IS NOT NULL;
-- Who had a matter last: a task of the same role comes back to them.
CREATE INDEX task_by_matter ON task (matter_id, id);

-- A task went from one person to another.
CREATE TABLE task_move (
    id ID, task_id INT NOT NULL, from_account INT, to_account INT, by_account INT NOT NULL,
    note TEXT NOT NULL, moved_us INSTANT NOT NULL
);
CREATE INDEX task_move_by_task ON task_move (task_id, id);

-- While somebody is away, another stands in: sees their tasks and may take them.
CREATE TABLE absence (
    id ID, account_id INT NOT NULL, delegate_id INT NOT NULL, from_day DAY NOT NULL,
    to_day DAY NOT NULL, set_by INT NOT NULL, set_us INSTANT NOT NULL, ended_us INSTANT
);
CREATE INDEX absence_by_account ON absence (account_id, to_day);
CREATE INDEX absence_by_delegate ON absence (delegate_id, to_day);
INSERT INTO task_tally (court, role, account_id, open_count)
    SELECT court, role, coalesce(account_id, 0), count(*) FROM task WHERE closed_us IS NULL
    GROUP BY court, role, coalesce(account_id, 0);
