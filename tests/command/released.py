#!/usr/bin/env python3
"""What every released version leaves behind is migrated, on both databases, proved and served on. The folders are those of
tests/command/released, made by the versions' own programs (tests/command/keep.py).

Usage: tests/command/released.py --program build/src/fengqiao --store postgresql://…
"""
import argparse
import gzip
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
RELEASED = ROOT / "tests/command/released"
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story")]
import play  # noqa: E402
import server  # noqa: E402
from patience import until  # noqa: E402
from tally import Tally  # noqa: E402

CLOCK = "2026-11-25T09:00:00+08:00"
WINDOW = {"who": {"window": {"login": "window_clerk", "password": "fengqiao-demo"}, "admin": {"login": "admin", "password": "fengqiao-demo"}}}
WAITING = ("INSERT INTO job (id, kind, payload, state, lease_until_us, fence, attempts, created_us) "
           "SELECT max(id) + 1, 'recount', '{\"after\":0}', 'waiting', 0, 0, 0, 1790000000000000 FROM job")
tally = Tally()


class Left:
    """One folder as a version left it."""

    def __init__(self, arguments, release, kind, folder):
        self.program, self.kind, self.name = arguments.program, kind, f"{release.name} on {kind}"
        self.data = pathlib.Path(folder) / f"{release.name}-{kind}"
        self.data.mkdir(mode=0o700)
        shutil.copy(release / kind / "keys", self.data / "keys")
        os.chmod(self.data / "keys", 0o600)
        text = gzip.decompress((release / kind / "store.sql.gz").read_bytes()).decode()
        self.store = ""
        if kind == "sqlite":
            shutil.copytree(release / kind / "blobs", self.data / "blobs")
            db = sqlite3.connect(self.data / "fengqiao.db")
            db.executescript(text)
            db.close()
        else:
            self.postgres = server.Template.__new__(server.Template)
            self.postgres.store = arguments.store
            database = "released_" + release.name.replace("-", "_")
            self.postgres.sql(f"DROP DATABASE IF EXISTS {database}")
            self.postgres.sql(f"CREATE DATABASE {database} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'")
            self.store = self.postgres.url(database)
            subprocess.run(["psql", "-X", "-q", "-o", os.devnull, "-v", "ON_ERROR_STOP=1", "-d", self.store], input=text, text=True, check=True)
        (self.data / "fengqiao.conf").write_text("demo 1\n" + (f"store {self.store}\n" if self.store else ""))
        os.chmod(self.data / "fengqiao.conf", 0o600)

    def run(self, *arguments, status=0):
        done = subprocess.run([self.program, *map(str, arguments), "--data", self.data], capture_output=True, text=True, timeout=300, cwd=ROOT)
        assert done.returncode == status, f"{arguments[0]} ended with {done.returncode}, not {status}: {done.stdout[-500:]}{done.stderr[-500:]}"
        return done.stdout + done.stderr

    def sql(self, statement):
        if self.store:
            return [line.split("|") for line in server.run(["psql", "-X", "-A", "-t", "-d", self.store, "-c", statement]).splitlines()]
        db = sqlite3.connect(self.data / "fengqiao.db")
        rows = [list(map(str, row)) for row in db.execute(statement)]
        db.commit()
        return rows

    def schema(self):
        """Tables with their columns and indexes, in no order of making."""
        if self.store:
            columns = self.sql("SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'public'")
            return sorted(map(tuple, columns)), sorted(row[0] for row in self.sql("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"))
        tables = [row[0] for row in self.sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        columns = [(table, *row[1:4], row[5]) for table in tables for row in self.sql(f"PRAGMA table_info('{table}')")]
        return sorted(columns), sorted(row[0] for row in self.sql("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))


def held(left, fresh):
    counts = {}

    def refused():
        text = left.run("serve", "--listen", "127.0.0.1:0", status=1)
        assert "store.old" in text and "migrate" in text, text

    def migrated():
        left.sql(WAITING)
        for table in ("event", "matter", "participant", "account", "document"):
            counts[table] = left.sql(f"SELECT count(*) FROM {table}")
        ran = json.loads(left.run("migrate", "--json"))["migrations_run"]
        assert ran > 0
        assert json.loads(left.run("migrate", "--json"))["migrations_run"] == 0, "twice"
        for table, count in counts.items():
            assert left.sql(f"SELECT count(*) FROM {table}") == count, f"{table} lost or doubled rows"
        ours, new = left.schema(), fresh[left.kind]
        assert ours[0] == new[0], f"columns differ from a new folder's: {set(ours[0]) ^ set(new[0])}"
        assert ours[1] == new[1], f"indexes differ from a new folder's: {set(ours[1]) ^ set(new[1])}"

    def not_behind():
        """A store that a newer program has changed is not touched by this one."""
        left.sql("INSERT INTO schema_migration (name, checksum) VALUES ('29990101-1-later.sql', '0')")
        assert "store.newer" in left.run("serve", "--listen", "127.0.0.1:0", status=1)
        left.sql("DELETE FROM schema_migration WHERE name LIKE '2999%'")

    def holds():
        assert "everything holds" in left.run("check")
        assert "every chain holds" in left.run("verify")

    def goes_on():
        instance = server.Instance(left.program, str(left.data), "", CLOCK)
        try:
            player = play.Player({**WINDOW, "steps": [
                {"as": "window", "do": "GET /matters?system=mediation&court=鄂1202", "expect": {"items": {"count": 1}, "items[0].state": "requested"}, "save": {"m": "items[0].id"}},
                {"as": "window", "do": "GET /matters/${m}", "expect": {"fields.respondents": {"count": 1}, "fields.facts": {"contains": "漏水"}, "deadlines": {"count": 1}}},
                {"as": "window", "do": "GET /search?q=程立新", "wait": True, "expect": {"items[system=mediation].id": "${m}"}},
                {"as": "window", "do": "GET /matters?system=filing&mine=0", "expect": {"items": {"count": 2}}},
                {"as": "admin", "do": "GET /jobs", "wait": True, "expect": {"items[kind=recount].state": "done", "items[kind=recount].seen": {"at_least": 1}}},
                {"as": "window", "do": "POST /matters/${m}/ask", "body": {"variant": "A", "cause": "03.06.055.02", "amount": 1860000, "facts": "楼上卫生间漏水，泡坏了天花板、地板和衣柜。"}, "expect": {"state": "consent"}},
                {"as": "window", "do": "POST /filing", "status": 201, "body": {"court": "鄂1202", "cause": "04.10.108.03", "amount": 200}}]}, instance)
            player.play()
            until("what waited to be done when it was cut off is done too", lambda: left.sql("SELECT count(*) FROM job WHERE state <> 'done'") == [["0"]])
            play.Player({**WINDOW, "steps": [
                {"as": "window", "do": "GET /matters?system=intake&court=鄂1202", "save": {"told": "items[0].id"}},
                {"as": "window", "do": "GET /matters/${told}", "expect": {"papers": {"count": 1}}, "save": {"paper": "papers[0].id"}},
                {"as": "window", "do": "GET /matters/${paper}/paper", "expect": {"": {"matches": "^%PDF"}}}]}, instance).play()
            instance.stop()
        finally:
            instance.kill()
        holds()

    tally.test(f"{left.name}: it is not served before it is migrated", refused)
    tally.test(f"{left.name}: migrated once, every row kept, the schema that of a new folder", migrated)
    tally.test(f"{left.name}: what a newer program changed is left alone", not_behind)
    tally.test(f"{left.name}: everything in it holds", holds)
    tally.test(f"{left.name}: it goes on where it was cut off", goes_on)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", required=True)
    arguments = parser.parse_args()
    arguments.program = os.path.abspath(arguments.program)
    releases = sorted(path for path in RELEASED.iterdir() if path.is_dir())
    with tempfile.TemporaryDirectory(prefix="fengqiao-released-") as folder:
        fresh = {}
        for kind in ("sqlite", "postgresql"):
            new = Left.__new__(Left)
            new.kind, new.program, new.data, new.store = kind, arguments.program, pathlib.Path(folder) / f"new-{kind}", ""
            if kind == "postgresql":
                new.postgres = server.Template.__new__(server.Template)
                new.postgres.store = arguments.store
                new.postgres.sql("DROP DATABASE IF EXISTS released_new")
                new.postgres.sql("CREATE DATABASE released_new TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'")
                new.store = new.postgres.url("released_new")
            new.run("setup", *(("--store", new.store) if new.store else ()))
            fresh[kind] = new.schema()
        for release in releases:
            for kind in ("sqlite", "postgresql"):
                held(Left(arguments, release, kind, folder), fresh)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
