#!/usr/bin/env python3
"""Jobs over many lines, cut off: a bulk filing is killed with kill -9 again and again, and goes on each time; in the end every
line has one result and one matter, none is lost and none is there twice.

Usage: tests/command/jobs.py --program build/src/fengqiao [--store postgresql://…] [--lines 3000] [--kills 8]
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story")]
import play  # noqa: E402
import server  # noqa: E402
from tally import Tally  # noqa: E402

CLOCK = "2026-11-24T09:00:00+08:00"
WHO = {"gu": {"phone": "13971231051", "id_number": "422301198803150029", "name": "顾文博"},
       "window": {"login": "window_clerk", "password": "fengqiao-demo"}}
ADDRESS = {"division": "421202", "detail": "温泉街道青龙路8号1单元502"}

tally = Tally()


def filing(number):
    """Each seventh line lacks its claims: it is opened, and refused when it is handed in."""
    body = {"complaint_kind": "written", "cause": "04.10.108.03", "amount": 100000 + number, "jurisdiction_ground": "defendant_domicile",
            "plaintiffs": [{"kind": "person", "person": {"name": "顾文博", "id_kind": "resident_id", "id_number": "422301198803150029",
                                                         "phone": "13971231051", "address": ADDRESS}}],
            "defendants": [{"kind": "person", "person": {"name": "段志强", "address": ADDRESS}}],
            "claims": "判令被告偿还借款。", "facts": f"第{number}笔借款到期未还，多次催要。", "service_name": "顾文博", "service_address": ADDRESS,
            "electronic_service": True, "mediation_willing": "no", "risk_notice_read": True, "signature": {"mode": "screen", "name": "顾文博"}}
    if number % 7 == 0:
        del body["claims"]
    return json.dumps(body, ensure_ascii=False)


class Bulk:
    def __init__(self, template, arguments):
        self.arguments = arguments
        self.instance = template.start(CLOCK)
        self.player = play.Player({"who": WHO}, self.instance)
        self.job = None

    def ask(self, method, path, status=200, raw=None, body=None, who="gu"):
        got, reply, _ = self.player.send(self.player.person(who), method, path, body, raw=raw)
        assert got == status, (path, got, reply)
        return reply

    def order(self):
        lines = "\n".join(filing(number) for number in range(1, self.arguments.lines + 1)).encode()
        reply = self.ask("POST", "/jobs/open?system=filing&then=submit&court=鄂1202&name=lines.ndjson", 201, lines)
        assert reply["total"] == self.arguments.lines, reply
        self.job = reply["id"]

    def killed(self):
        """Each time some way further on; what was counted before is still counted after."""
        chance, seen, cut = random.Random(self.arguments.seed), 0, 0
        for _ in range(self.arguments.kills):
            time.sleep(chance.uniform(0.05, 1.2))
            before = self.ask("GET", f"/jobs/{self.job}")
            cut += before["state"] == "running" and before["good"] + before["bad"] > 0
            self.instance.restart_after_kill(CLOCK)
            after = self.ask("GET", f"/jobs/{self.job}")
            assert after["good"] >= before["good"] and after["seen"] >= before["seen"] >= seen, (before, after)
            seen = before["seen"]
        assert cut >= 2, f"only {cut} of {self.arguments.kills} kills cut it off: more lines are needed"

    def ended(self, job, who):
        """Waited for as long as it goes on, whatever else the machine does."""
        seen, since = -1, time.monotonic()
        while time.monotonic() - since < 60:
            found = self.ask("GET", f"/jobs/{job}", who=who)
            if found["state"] == "done":
                return found
            if found["seen"] != seen:
                seen, since = found["seen"], time.monotonic()
            time.sleep(0.1)
        raise AssertionError(f"nothing goes on any more: {found}")

    def done(self):
        job = self.ended(self.job, "gu")
        lines, refused = self.arguments.lines, self.arguments.lines // 7
        assert (job["state"], job["seen"], job["good"], job["bad"]) == ("done", lines, lines - refused, refused), job
        print(f"        {lines} lines in {self.arguments.kills} kills", flush=True)

    def each_once(self):
        found, cursor = [], ""
        while cursor is not None:
            page = self.ask("GET", f"/jobs/{self.job}/lines?limit=100" + (f"&cursor={cursor}" if cursor else ""))
            found += page["items"]
            cursor = page["next"]
        assert [row["line"] for row in found] == list(range(1, self.arguments.lines + 1)), "a line is lost or doubled"
        matters = {row["matter"] for row in found}
        assert len(matters) == self.arguments.lines and None not in matters, "a matter is lost or doubled"
        for row in found:
            wanted = "refused" if row["line"] % 7 == 0 else "done"
            assert row["state"] == wanted and (wanted == "done" or row["errors"][0]["path"] == "claims"), row
        for row in random.Random(1).sample(found, 20):  # each is the matter of its own line
            matter = self.ask("GET", f"/matters/{row['matter']}")
            assert matter["amount"] == 100000 + row["line"], (row, matter["amount"])
            assert matter["state"] == ("draft" if row["line"] % 7 == 0 else "review"), (row, matter["state"])

    def exported(self):
        """A list taken along, cut off too: each matter stands in the table once."""
        for kill in range(self.arguments.kills):
            job = self.ask("POST", "/jobs/export", 201, body={"system": "filing"}, who="window")["id"]
            time.sleep(0.03 * kill)
            self.instance.restart_after_kill(CLOCK)
            found = self.ended(job, "window")
            rows = self.ask("GET", f"/documents/{found['output']}/content", who="window").strip().split("\r\n")[1:]
            assert len(rows) == len({row.split(",")[0] for row in rows}) == found["good"] == found["total"] == self.arguments.lines, (len(rows), found)

    def nothing_else(self):
        """No matter that no line speaks of, and the log of all of it holds."""
        self.instance.stop()
        command = [self.arguments.program, "check", "--data", self.instance.data] + (["--store", self.instance.store] if self.instance.store else [])
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0 and "everything holds" in done.stdout, done.stdout + done.stderr
        count = self.count("SELECT count(*) FROM matter WHERE system = 'filing'")
        assert count == self.arguments.lines, f"{count} matters of {self.arguments.lines} lines"

    def count(self, sql):
        if self.instance.store:
            return int(server.run(["psql", "-X", "-A", "-t", "-d", self.instance.store, "-c", sql]))
        import sqlite3
        return sqlite3.connect(pathlib.Path(self.instance.data) / "fengqiao.db").execute(sql).fetchone()[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", default="")
    parser.add_argument("--lines", type=int, default=3000)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    arguments.program = os.path.abspath(arguments.program)
    with tempfile.TemporaryDirectory(prefix="fengqiao-jobs-") as folder:
        bulk = Bulk(server.Template(arguments.program, arguments.store, folder), arguments)
        try:
            tally.test("a bulk filing is ordered", bulk.order)
            tally.test("it is killed again and again, and what it did stays done", bulk.killed)
            tally.test("it comes to its end, each line counted once", bulk.done)
            tally.test("every line has one result and one matter, its own", bulk.each_once)
            tally.test("exported, cut off as well: each matter once", bulk.exported)
            tally.test("and there is no other matter; the folder holds together", bulk.nothing_else)
        finally:
            bulk.instance.kill()
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
