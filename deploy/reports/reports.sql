-- The database of reports over cells: it holds nothing of theirs, it asks them. Once, by a superuser of that database:
--   psql -v ON_ERROR_STOP=1 -d postgresql://postgres@10.0.9.11/reports -f reports.sql
-- then add.sql for each cell. Everything is a foreign table; nothing here can write to one.
BEGIN;
CREATE EXTENSION IF NOT EXISTS postgres_fdw;
CREATE SCHEMA report;

-- One partition a cell (add.sql): so each cell counts its own, and only sums travel.
CREATE TABLE report.matter (cell text, id bigint, court text, system text, state text, final boolean, cause text,
    amount_fen bigint, opened_at timestamptz, submitted_at timestamptz, registered_at timestamptz,
    closed_at timestamptz) PARTITION BY LIST (cell);
CREATE TABLE report.clock (cell text, id bigint, court text, system text, name text, state text, provisional boolean,
    due_at timestamptz, closed_at timestamptz) PARTITION BY LIST (cell);
CREATE TABLE report.task (cell text, id bigint, court text, system text, role text, opened_at timestamptz,
    due_at timestamptz, closed_at timestamptz) PARTITION BY LIST (cell);
-- The register of courts is the same in every cell: copied from one by add.sql, so that names are here when a cell is not.
CREATE TABLE report.court (code text PRIMARY KEY, name text NOT NULL, level text NOT NULL, parent_code text);
CREATE TABLE report.cell (name text PRIMARY KEY);

-- Which cells answer now. A report over those alone says so, and says which are missing: a cell that is down fails no other.
CREATE FUNCTION report.answering() RETURNS TABLE (cell text, answers boolean, why text) LANGUAGE plpgsql AS $$
BEGIN
    FOR cell IN SELECT c.name FROM report.cell c ORDER BY c.name LOOP
        BEGIN
            EXECUTE format('SELECT 1 FROM report.%I LIMIT 1', 'task_' || cell);
            answers := true;
            why := NULL;
        EXCEPTION WHEN OTHERS THEN
            answers := false;
            why := SQLERRM;
        END;
        RETURN NEXT;
    END LOOP;
END $$;

-- Each report takes the cells it is to ask: report.up() for those that answer.
CREATE FUNCTION report.up() RETURNS text[] LANGUAGE sql AS
$$ SELECT coalesce(array_agg(a.cell), '{}') FROM report.answering() a WHERE a.answers $$;

-- The cells stand in the question itself: only so are the others left out before anybody is asked, and counts made in the cells.
-- What came in, by system: opened and closed from one moment to another, and what is open now.
CREATE FUNCTION report.intake(cells text[], since timestamptz, until timestamptz)
RETURNS TABLE (cell text, system text, opened bigint, closed bigint, open_now bigint) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY EXECUTE format('SELECT m.cell, m.system, count(*) FILTER (WHERE m.opened_at >= %1$L AND m.opened_at < %2$L),
        count(*) FILTER (WHERE m.closed_at >= %1$L AND m.closed_at < %2$L), count(*) FILTER (WHERE NOT m.final)
        FROM report.matter m WHERE m.cell = ANY (%3$L::text[]) GROUP BY m.cell, m.system ORDER BY m.cell, m.system',
        since, until, cells);
END $$;

-- Clocks that ran out and were not met, a court a row. A clock that stands still is none of them.
CREATE FUNCTION report.overdue(cells text[], at timestamptz)
RETURNS TABLE (cell text, court text, court_name text, clocks bigint, oldest timestamptz) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY EXECUTE format('SELECT o.cell, o.court, c.name, o.clocks, o.oldest FROM (
        SELECT d.cell, d.court, count(*) AS clocks, min(d.due_at) AS oldest FROM report.clock d
        WHERE d.cell = ANY (%1$L::text[]) AND d.closed_at IS NULL AND d.state <> ''suspended'' AND d.due_at <= %2$L
        GROUP BY d.cell, d.court) o LEFT JOIN report.court c ON c.code = o.court ORDER BY o.cell, o.court', cells, at);
END $$;

SELECT current_database() AS here \gset
ALTER DATABASE :"here" SET enable_partitionwise_aggregate = on;
ALTER DATABASE :"here" SET enable_partitionwise_join = on;

-- Who reads reports: these tables and functions, nothing else.
SELECT NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fengqiao_reports_reader') AS is_new \gset
\if :is_new
CREATE ROLE fengqiao_reports_reader NOLOGIN;
\endif
GRANT USAGE ON SCHEMA report TO fengqiao_reports_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA report TO fengqiao_reports_reader;
COMMIT;
