#!/usr/bin/env python3
"""Reports over cells (deploy/reports): two cells and a database of reports, on a PostgreSQL of its own. Counted in the cells, by
a role that reads a few views and nothing else; a cell that is away is named and spoils no other's figures.

Usage: tests/reports/run.py --program build/src/fengqiao
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story")]
import play  # noqa: E402
import server  # noqa: E402
from tally import Tally  # noqa: E402

SQL = ROOT / "deploy/reports"
CLOCK = "2026-11-24T09:00:00+08:00"
WHO = {"who": {"gu": {"phone": "13971231051", "id_number": "422301198803150029", "name": "顾文博"}}, "clock": CLOCK}
PASSWORD = "only-for-tests"
CELLS = {"hubei": 2, "hunan": 3}  # how many filings each has
SPAN = "'2026-11-01+08', '2026-12-01+08'"


class House:
    def __init__(self, program, folder):
        self.program, self.folder = program, pathlib.Path(folder)
        self.postgres = server.run([ROOT / "tools/pg-start", self.folder / "pg"]).strip()
        place = pathlib.Path((self.folder / "pg/place").read_text().strip())
        rules = place / "data/pg_hba.conf"  # these two sign in by password, as everywhere but in tests
        rules.write_text("host all fengqiao_report,reader 127.0.0.1/32 scram-sha-256\n" + rules.read_text())
        self.sql("postgres", "SELECT pg_reload_conf()")

    def url(self, database, role="postgres"):
        parts = urllib.parse.urlsplit(self.postgres)
        person = role if role == "postgres" else f"{role}:{PASSWORD}"
        return urllib.parse.urlunsplit(parts._replace(netloc=f"{person}@{parts.hostname}:{parts.port}", path="/" + database))

    def sql(self, database, statement, role="postgres"):
        return server.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", self.url(database, role), "-c", statement]).strip()

    def refused(self, database, statement, role):
        done = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.url(database, role), "-c", statement], capture_output=True, text=True)
        assert done.returncode != 0, statement
        return done.stderr

    def file(self, where, name, /, **variables):
        given = [part for key, value in variables.items() for part in ("-v", f"{key}={value}")]
        server.run(["psql", "-X", "-q", "-o", "/dev/null", "-v", "ON_ERROR_STOP=1", *given, "-d", self.url(where), "-f", SQL / name])

    def database(self, name):
        self.sql("postgres", f"CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'")

    def cell(self, name, filings):
        """A court's platform of its own, with some filings begun."""
        self.database(name)
        data = self.folder / name
        server.run([self.program, "setup", "--demo", "--data", data, "--store", self.url(name)])
        instance = server.Instance(self.program, str(data), self.url(name), CLOCK)
        try:
            player = play.Player(WHO, instance)
            for _ in range(filings):
                status, reply, _ = player.send(player.person("gu"), "POST", "/filing", {"court": "鄂1202", "cause": "04.10.108.03", "amount": 6000000})
                assert status == 201, reply
        finally:
            instance.kill()

    def join(self, name):
        parts = urllib.parse.urlsplit(self.postgres)
        self.file(name, "cell.sql", cell=name, password=PASSWORD)
        self.file("reports", "add.sql", cell=name, host=parts.hostname, port=parts.port, database=name, sslmode="disable", password=PASSWORD)

    def stop(self):
        subprocess.run([ROOT / "tools/pg-stop", self.folder / "pg"], check=False, capture_output=True)


def set_up(house):
    house.database("reports")
    house.file("reports", "reports.sql")
    house.sql("reports", f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}' IN ROLE fengqiao_reports_reader")
    for name, filings in CELLS.items():
        house.cell(name, filings)
        house.join(name)
    house.file("hubei", "cell.sql", cell="hubei", password=PASSWORD)  # again, as after an upgrade


def counted(house):
    rows = house.sql("reports", f"SELECT * FROM report.intake(report.up(), {SPAN}) WHERE system = 'filing'", "reader").splitlines()
    assert rows == [f"{name}|filing|{count}|0|{count}" for name, count in CELLS.items()], rows
    assert house.sql("reports", "SELECT count(*) FROM report.intake(report.up(), '2027-01-01', '2028-01-01') WHERE opened > 0", "reader") == "0"


def in_the_cells(house):
    plan = house.sql("reports", "EXPLAIN (VERBOSE, COSTS OFF) SELECT cell, system, count(*) FROM report.matter GROUP BY cell, system", "reader")
    remote = [line for line in plan.splitlines() if "Remote SQL" in line]
    assert len(remote) == len(CELLS) and all("GROUP BY" in line for line in remote), plan


def clocks(house):
    matter = house.sql("hunan", "SELECT min(id) FROM matter")
    for number, state, closed in ((1, "running", "NULL"), (2, "suspended", "NULL"), (3, "met", "1790000000000000")):
        house.sql("hunan", "INSERT INTO deadline (id, matter_id, court, name, state, rule, basis, start_us, due_us, provisional, account, warned, closed_us) "
                  f"VALUES ({900000 + number}, {matter}, '鄂1202', 'review', '{state}', '', '', 0, 1780000000000000, 0, '{{}}', 0, {closed})")
    rows = house.sql("reports", "SELECT cell, court, court_name, clocks FROM report.overdue(report.up(), '2026-11-24')", "reader")
    assert rows == "hunan|鄂1202|咸宁市咸安区人民法院|1", rows


def reads_only(house):
    for statement in ("SELECT count(*) FROM public.matter", "SELECT name FROM public.participant", "SELECT * FROM public.account"):
        assert "permission denied" in house.refused("hubei", statement, "fengqiao_report"), statement
    for statement in ("UPDATE report.matter SET state = 'x'", "DELETE FROM report.task", "CREATE TABLE report.mine (x int)"):
        house.refused("hubei", statement, "fengqiao_report")
        house.refused("reports", statement.replace("report.task", "report.task_hubei"), "reader")
    assert "does not allow" in house.refused("reports", "DELETE FROM report.task_hubei", "postgres")  # not even the owner's slip
    shown = house.sql("hubei", "SELECT string_agg(DISTINCT column_name, ' ') FROM information_schema.columns WHERE table_schema = 'report'")
    for word in ("title", "fields", "account_id", "owner_account", "number", "identity", "person_id"):
        assert word not in shown.split(), f"{word} is shown to reports"
    house.refused("reports", "SELECT * FROM pg_user_mapping", "reader")
    seen = house.sql("reports", "SELECT string_agg(coalesce(umoptions::text, ''), '') FROM pg_user_mappings", "reader")
    assert PASSWORD not in seen, seen


def one_away(house):
    house.sql("postgres", "ALTER DATABASE hubei ALLOW_CONNECTIONS false")
    house.sql("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'hubei'")
    try:
        rows = house.sql("reports", "SELECT cell, answers, why IS NULL FROM report.answering()", "reader").splitlines()
        assert rows == ["hubei|f|f", "hunan|t|t"], rows
        rows = house.sql("reports", f"SELECT cell, opened FROM report.intake(report.up(), {SPAN}) WHERE system = 'filing'", "reader")
        assert rows == "hunan|3", rows
        house.refused("reports", "SELECT count(*) FROM report.matter", "reader")  # asked for all, it does not pass over one in silence
    finally:
        house.sql("postgres", "ALTER DATABASE hubei ALLOW_CONNECTIONS true")
    counted(house)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    arguments = parser.parse_args()
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="fengqiao-reports-") as folder:
        house = House(arguments.program, folder)
        try:
            tally.test("two cells, and a database of reports over them", lambda: set_up(house))
            tally.test("figures of both, by somebody who may read reports only", lambda: counted(house))
            tally.test("each cell counts its own: sums travel, not rows", lambda: in_the_cells(house))
            tally.test("clocks that ran out, not those that stand still or were met", lambda: clocks(house))
            tally.test("no names, no tables behind the views, nothing written, no password seen", lambda: reads_only(house))
            tally.test("a cell that is away is named, and the others still answer", lambda: one_away(house))
        finally:
            house.stop()
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
