#!/usr/bin/env python3
"""Backup on PostgreSQL by its own log: a base, increments, any moment restored and held against what must be true.

Usage: tests/command/log.py --program build/src/fengqiao
Starts PostgreSQL servers of its own. The last line is "N passed, N failed".
"""
import argparse
import datetime
import fcntl
import glob
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story")]
import play  # noqa: E402
import server  # noqa: E402
from patience import until  # noqa: E402
from tally import Tally  # noqa: E402

CLOCK = "2026-11-24T09:00:00+08:00"
WHO = {"gu": {"phone": "13971231051", "id_number": "422301198803150029", "name": "顾文博"}}
BIN = pathlib.Path(sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1])

tally = Tally()
test = tally.test


class Kept:
    """A served folder on a PostgreSQL of its own, and the folder its log is kept in."""

    def __init__(self, program, folder):
        self.program, self.folder, self.to = program, pathlib.Path(folder), pathlib.Path(folder) / "kept"
        url = subprocess.run([ROOT / "tools/pg-start", self.folder / "pg"], capture_output=True, text=True, check=True).stdout.split()[-1]
        self.template = server.Template(program, url, folder)
        self.instance = self.template.start(CLOCK)
        self.clusters = []

    def run(self, *arguments, status=0, path=f"{os.environ['PATH']}:{BIN}"):
        done = subprocess.run([self.program, *map(str, arguments)], capture_output=True, text=True, timeout=300, cwd=ROOT,
                              env={**os.environ, "PATH": path})
        assert done.returncode == status, f"{arguments[0]} ended with {done.returncode}, not {status}: {done.stdout[-800:]}{done.stderr[-800:]}"
        return done.stdout + done.stderr

    def backup(self, *more, status=0):
        return self.run("backup", "--data", self.instance.data, "--store", self.instance.store, "--to", self.to, *more, status=status)

    def open_matters(self, count):
        step = {"as": "gu", "do": "POST /filing", "status": 201, "body": {"court": "鄂1202", "cause": "04.10.108.03", "amount": 6000000}}
        play.Player({"who": WHO, "steps": [step] * count}, self.instance).play()

    def restore(self, name, *more, status=0):
        """A cluster made of what was kept; its port, and where the database will be reached."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        cluster, data = self.folder / f"cluster-{name}", self.folder / f"data-{name}"
        store = f"postgresql://postgres@127.0.0.1:{port}/{self.instance.store.rsplit('/', 1)[1]}"
        text = self.run("restore", "--from", self.to, "--cluster", cluster, "--data", data, "--store", store, *more, status=status)
        return text, cluster, data, port

    def start(self, cluster, port):
        """PostgreSQL replays the log; true when it came up."""
        command = []
        if os.geteuid() == 0:
            for path in (self.folder, self.to, cluster):
                subprocess.run(["chown", "-R", "postgres", path], check=True)
            command = ["runuser", "-u", "postgres", "--"]
        self.clusters.append(cluster)
        return subprocess.run([*command, BIN / "pg_ctl", "-D", cluster, "-l", cluster / "server.log", "-w", "-t", "60", "-o",
                               f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={cluster}", "start"],
                              capture_output=True, cwd="/").returncode == 0

    def close(self):
        self.instance.kill()
        command = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        for cluster in self.clusters:
            subprocess.run([*command, BIN / "pg_ctl", "-D", cluster, "-m", "immediate", "stop"], capture_output=True, cwd="/")
        subprocess.run([ROOT / "tools/pg-stop", self.folder / "pg"], capture_output=True)


def ask(port, store, sql):
    done = subprocess.run(["psql", "-XAt", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "-d", store.rsplit("/", 1)[1], "-c", sql],
                          capture_output=True, text=True, check=True)
    return done.stdout.strip()


def count(port, store):
    return int(ask(port, store, "SELECT count(*) FROM matter"))


def tests(kept):
    moment, first = [], []
    own = kept.instance.store.rsplit(":", 1)[1].split("/")[0]

    def not_allowed():
        ask(own, kept.instance.store, "CREATE ROLE plain LOGIN")
        command = ["backup", "--data", kept.instance.data, "--to", kept.folder / "never", "--log", "--store"]
        assert "backup.replication" in kept.run(*command, kept.instance.store.replace("postgres@", "plain@"), status=1)
        assert "tool.missing" in kept.run(*command, kept.instance.store, status=1, path="/nowhere")
        kept.run(*command, kept.instance.store, "--end-log")
        ask(own, kept.instance.store, "ALTER SYSTEM SET work_mem = '7MB'")

    def kept_three_times():
        kept.open_matters(2)
        cut_off = kept.to / "base-2020-01-01T00-00-00.part"  # as a base that was killed leaves it
        (cut_off / "base").mkdir(parents=True)
        held = os.open(kept.to, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "backup.running" in kept.backup("--log", status=1) and cut_off.exists()
        os.close(held)
        first.append(json.loads(kept.backup("--log", "--json").splitlines()[0]))
        kept.open_matters(3)
        time.sleep(1.1)  # they are named by the second
        assert "from base-" in kept.backup("--log")
        time.sleep(1.1)
        moment.append(datetime.datetime.now(datetime.timezone.utc).isoformat())
        time.sleep(0.2)
        kept.open_matters(5)
        kept.backup("--log")
        assert not cut_off.exists(), "what was cut off fills the disk"
        assert len(list(kept.to.glob("log-*.json"))) == 3 and len(list(kept.to.glob("base-*"))) == 1
        time.sleep(1.1)
        kept.backup("--log")  # nothing was written since: it comes to its end all the same

    def restored():
        kept.instance.kill()
        text, cluster, data, port = kept.restore("newest")
        assert "start PostgreSQL" in text, text
        assert kept.start(cluster, port), (cluster / "server.log").read_text()[-2000:]
        assert count(port, kept.instance.store) == 10
        assert ask(port, kept.instance.store, "SHOW work_mem") == "7MB", "what was set in the database is lost"
        assert "everything holds" in kept.run("check", "--data", data)
        assert "every chain holds" in kept.run("verify", "--data", data)

    def as_of_a_moment():
        text, cluster, data, port = kept.restore("moment", "--until", moment[0])
        assert kept.start(cluster, port), (cluster / "server.log").read_text()[-2000:]
        assert count(port, kept.instance.store) == 5
        assert "everything holds" in kept.run("check", "--data", data)

    def as_of_a_backup():
        text, cluster, data, port = kept.restore("first", "--backup", first[0]["made_at"], "--json")
        assert json.loads(text) == {"cluster": str(cluster), "until": first[0]["until"], "data": str(data)}, text
        assert kept.start(cluster, port), (cluster / "server.log").read_text()[-2000:]
        assert count(port, kept.instance.store) == 2
        assert "every chain holds" in kept.run("verify", "--data", data)

    def refused():
        assert "begins at" in kept.restore("early", "--until", "2020-01-01T00:00:00+08:00", status=1)[0]
        assert "restore.exists" in kept.restore("moment", status=1)[0]
        assert "restore.until" in kept.restore("late", "--until", "2999-01-01T00:00:00+08:00", status=1)[0]
        assert "restore.until" in kept.restore("late", "--until", "yesterday", status=1)[0]
        assert "backup.none" in kept.run("restore", "--from", kept.folder / "pg", "--cluster", kept.folder / "x", "--data", kept.folder / "y",
                                         "--store", kept.instance.store, status=1)
        assert "backup.log" in kept.run("backup", "--data", kept.instance.data, "--store", f"{kept.folder}/none.db", "--to", kept.folder / "z", "--log", status=1)

    def damaged():
        """A piece of the log or of the base that was changed is never passed over in silence."""
        whole = kept.folder / "whole"
        shutil.copytree(kept.to, whole)
        high, low = json.loads(sorted(kept.to.glob("log-*.json"))[-1].read_text())["lsn"].split("/")
        place = (int(high, 16) << 32 | int(low, 16)) - 1  # the piece that holds the last word asked for: a newer one may have begun
        name = f"{place >> 32:08X}{(place & 0xFFFFFFFF) >> 24:08X}"
        last = [path for path in (kept.to / "wal").iterdir() if path.stem[8:] == name]  # what came before is in the base too
        assert last, f"no piece {name}"
        for path in last:  # whole, and as far as it was begun
            path.write_bytes(b"\0" * path.stat().st_size)
        text, cluster, data, port = kept.restore("damaged")
        kept.start(cluster, port)  # it may take readers for a moment, until it sees that it cannot go on
        log = cluster / "server.log"
        names = [path.name for path in last]
        until(f"the word that {names} are broken", lambda: "recovery ended before" in log.read_text())
        said = log.read_text()
        assert f"in log segment {last[0].stem}" in said, f"it did not end for another reason than {names}: {said[-2000:]}"
        assert "archive recovery complete" not in said, f"a log with a hole in it was replayed: {said[-2000:]}"
        shutil.rmtree(kept.to)
        shutil.copytree(whole, kept.to)
        conf = next(kept.to.glob("base-*")) / "PG_VERSION"
        conf.write_text("16\n")
        assert "tool.failed" in kept.restore("changed", status=1)[0]

    def ended():
        kept.instance.launch()
        kept.backup("--end-log")
        assert "backup.gap" in kept.backup("--log", status=1)

    test("who may not fetch the log, and what is missing, is said in words", not_allowed)
    test("a base once, then only the log; also when nothing was written", kept_three_times)
    test("restored as of the last backup, and everything in it holds", restored)
    test("restored as of a moment between", as_of_a_moment)
    test("restored as of an earlier backup", as_of_a_backup)
    test("what cannot be is refused in words", refused)
    test("a changed piece is never passed over", damaged)
    test("the log is kept no longer, and what is missing is said", ended)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fengqiao-log-") as folder:
        os.chmod(folder, 0o755)
        kept = Kept(os.path.abspath(arguments.program), folder)
        try:
            tests(kept)
        finally:
            kept.close()
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
