-- What a job makes: a document at its end, and until then its parts, sealed.
ALTER TABLE bulk_job ADD COLUMN output_id INT;
CREATE TABLE bulk_part (
    job_id INT NOT NULL, part INT NOT NULL, sealed TEXT NOT NULL, PRIMARY KEY (job_id, part)
);
-- Counting clocks anew was work without progress; what waits of it becomes a job.
INSERT INTO bulk_job (id, kind, account_id, scopes, params, name, state, cursor, seen, total, good, bad,
        fence, lease_until_us, created_us)
    SELECT (SELECT coalesce(max(id), 0) FROM bulk_job) + 1, 'recount', 0, '', '{}', 'recount', 'waiting', 0, 0, 0, 0, 0,
        0, 0, max(created_us)
    FROM job WHERE kind = 'recount' AND state = 'waiting' HAVING count(*) > 0;
UPDATE job SET state = 'done' WHERE kind = 'recount' AND state = 'waiting';
