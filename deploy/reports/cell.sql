-- What a cell lets reports see, and nobody else's: run by the owner of the cell's database, again after each upgrade.
--   psql -v ON_ERROR_STOP=1 -v cell=hubei -v password=SECRET -d postgresql://fengqiao@10.0.1.11/fengqiao -f cell.sql
-- Counts need no names: no view here has a title, a party, an address, an account or a word somebody wrote. Times are whole
-- seconds. The role reads these views and nothing else, writes nothing, and no question of it runs longer than a minute.
BEGIN;
CREATE SCHEMA IF NOT EXISTS report;
REVOKE ALL ON SCHEMA report FROM PUBLIC;

CREATE OR REPLACE VIEW report.matter AS
SELECT :'cell'::text AS cell, id, court, system, state, final = 1 AS final, cause, amount_fen,
    to_timestamp(opened_us / 1000000) AS opened_at, to_timestamp(submitted_us / 1000000) AS submitted_at,
    to_timestamp(registered_us / 1000000) AS registered_at, to_timestamp(closed_us / 1000000) AS closed_at
FROM public.matter WHERE listed = 1;

-- Clocks that run, and those that ended: `state` as in docs/api.md, one that stands still is `suspended`.
CREATE OR REPLACE VIEW report.clock AS
SELECT :'cell'::text AS cell, d.id, d.court, m.system, d.name, d.state, d.provisional = 1 AS provisional,
    to_timestamp(d.due_us / 1000000) AS due_at, to_timestamp(d.closed_us / 1000000) AS closed_at
FROM public.deadline d JOIN public.matter m ON m.id = d.matter_id;

CREATE OR REPLACE VIEW report.task AS
SELECT :'cell'::text AS cell, id, court, system, role, to_timestamp(opened_us / 1000000) AS opened_at,
    to_timestamp(due_us / 1000000) AS due_at, to_timestamp(closed_us / 1000000) AS closed_at
FROM public.task;

CREATE OR REPLACE VIEW report.court AS
SELECT code, name, level, parent_code FROM public.court;

SELECT NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fengqiao_report') AS is_new \gset
\if :is_new
CREATE ROLE fengqiao_report LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION CONNECTION LIMIT 10;
\endif
ALTER ROLE fengqiao_report PASSWORD :'password';
ALTER ROLE fengqiao_report SET default_transaction_read_only = on;
ALTER ROLE fengqiao_report SET statement_timeout = '60s';
GRANT USAGE ON SCHEMA report TO fengqiao_report;
GRANT SELECT ON ALL TABLES IN SCHEMA report TO fengqiao_report;
COMMIT;
