-- Adds a cell to the database of reports, after cell.sql was run there:
--   psql -v ON_ERROR_STOP=1 -v cell=hubei -v host=10.0.1.11,10.0.1.12,10.0.1.13 -v port=5432,5432,5432 -v database=fengqiao \
--        -v sslmode=verify-full -v password=SECRET -d postgresql://postgres@10.0.9.11/reports -f add.sql
-- Several hosts are a cell's members, any of which may answer: a copy that follows is best, reports are in no hurry.
BEGIN;
SELECT 'cell_' || :'cell' AS server, 'matter_' || :'cell' AS matter, 'clock_' || :'cell' AS clock, 'task_' || :'cell' AS task,
    'court_' || :'cell' AS court \gset
-- fetch_size: rows at a time where rows must travel; async_capable: cells are asked at once, not one after another.
CREATE SERVER :"server" FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host :'host', port :'port', dbname :'database',
    sslmode :'sslmode', connect_timeout '5', updatable 'false', async_capable 'true', fetch_size '10000');
CREATE USER MAPPING FOR PUBLIC SERVER :"server" OPTIONS (user 'fengqiao_report', password :'password');
CREATE FOREIGN TABLE report.:"matter" PARTITION OF report.matter FOR VALUES IN (:'cell') SERVER :"server"
    OPTIONS (schema_name 'report', table_name 'matter');
CREATE FOREIGN TABLE report.:"clock" PARTITION OF report.clock FOR VALUES IN (:'cell') SERVER :"server"
    OPTIONS (schema_name 'report', table_name 'clock');
CREATE FOREIGN TABLE report.:"task" PARTITION OF report.task FOR VALUES IN (:'cell') SERVER :"server"
    OPTIONS (schema_name 'report', table_name 'task');
CREATE FOREIGN TABLE report.:"court" (code text, name text, level text, parent_code text) SERVER :"server"
    OPTIONS (schema_name 'report', table_name 'court');
INSERT INTO report.cell VALUES (:'cell');
INSERT INTO report.court SELECT code, name, level, parent_code FROM report.:"court"
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level, parent_code = excluded.parent_code;
GRANT SELECT ON report.:"matter", report.:"clock", report.:"task", report.:"court" TO fengqiao_reports_reader;
COMMIT;
