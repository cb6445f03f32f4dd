#!/usr/bin/env python3
"""A bank brings 500 loans in one table (systems.md 15 (3)): 492 are taken, 8 are refused, each by its line and the path of what is
wrong. The server is killed on the way and goes on; the table sent twice is one job. Those taken ask for mediation and tell their
elements by two more tables, and the desk asks the other sides.

Usage: tests/command/finance.py --program build/src/fengqiao [--store postgresql://…] [--lines 500]
"""
import argparse
import csv
import io
import os
import pathlib
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story")]
import play  # noqa: E402
import server  # noqa: E402
from tally import Tally  # noqa: E402

CLOCK = "2026-11-24T09:00:00+08:00"
WHO = {"bank": {"phone": "13971231077", "name": "程立新"}, "other": {"phone": "13971231078", "name": "钱小雨"},
       "desk": {"login": "diversion_officer", "password": "fengqiao-demo"}}
HEADER = ["story", "kind", "has_written_proof", "payment_due", "amount", "applicant_kind", "my_organisation.name", "my_organisation.credit_code",
          "others[0].kind", "others[0].person.name", "others[0].person.phone", "place.division", "place.detail", "wish"]
WRONG = {  # line of the file -> what is wrong with it, and the path that must be told
    12: ("amount", "six", "amount"), 87: ("others[0].person.name", "", "others[0].person.name"), 140: ("payment_due", "2025-02-30", "payment_due"),
    201: ("kind", "mortgage", "kind"), 266: ("my_organisation.credit_code", "91421202MA4FQ7H311", "my_organisation.credit_code"),
    333: ("others[0].person.phone", "1397", "others[0].person.phone"), 404: ("wish", "", "wish"), 499: ("place.detail", "", "place.detail")}

tally = Tally()


def table(header, rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header] + rows)
    return out.getvalue().encode()


def loan(line):
    row = [f"借款人向我行借款用于经营，合同第{line}号，到期没有归还，多次催收没有结果。", "loan", "是", "2025-06-30", f"{50000 + line}.00", "organisation",
           "咸宁鑫源建材有限公司", "91421202MA4FQ7H310", "person", f"段{'志立文小大'[line % 5]}{'强新波雨明'[line // 5 % 5]}", f"139{line:08d}", "421202", "永安街道双鹤路20号", "分期归还本金和利息。"]
    if line in WRONG:
        row[HEADER.index(WRONG[line][0])] = WRONG[line][1]
    return row


class Finance:
    def __init__(self, template, arguments):
        self.arguments = arguments
        self.instance = template.start(CLOCK)
        self.player = play.Player({"who": WHO}, self.instance)
        self.job, self.taken = None, {}

    def ask(self, method, path, status=200, raw=None, body=None, who="bank", headers=None):
        got, reply, _ = self.player.send(self.player.person(who), method, path, body, raw=raw, **({"headers": headers} if headers else {}))
        assert got == status, (path, got, reply)
        return reply

    def ended(self, job, who="bank"):
        seen, since = -1, time.monotonic()
        while time.monotonic() - since < 60:
            found = self.ask("GET", f"/jobs/{job}", who=who)
            if found["state"] == "done":
                return found
            if found["seen"] != seen:
                seen, since = found["seen"], time.monotonic()
            time.sleep(0.1)
        raise AssertionError(f"nothing goes on any more: {found}")

    def lines(self, job, who="bank"):
        found, cursor = [], ""
        while cursor is not None:
            page = self.ask("GET", f"/jobs/{job}/lines?limit=100" + (f"&cursor={cursor}" if cursor else ""), who=who)
            found, cursor = found + page["items"], page["next"]
        return found

    def brought(self):
        raw = table(HEADER, [loan(line) for line in range(2, self.arguments.lines + 2)])
        path, key = "/jobs/open?system=intake&then=tell&court=鄂1202&name=loans.csv", {"Idempotency-Key": "loans-2026-11"}
        self.job = self.ask("POST", path, 201, raw, headers=key)["id"]
        again = self.ask("POST", path, 201, raw, headers=key)["id"]
        assert again == self.job, "the same table is two jobs"
        time.sleep(0.3)
        self.instance.restart_after_kill(CLOCK)
        found = self.ended(self.job)
        wrong = sum(line <= self.arguments.lines + 1 for line in WRONG)
        assert (found["seen"], found["good"], found["bad"]) == (self.arguments.lines, self.arguments.lines - wrong, wrong), found

    def named(self):
        """Each wrong line by its number, with the path of what is wrong; each good one has its receipt, a matter of its own."""
        found = self.lines(self.job)
        assert [row["line"] for row in found] == list(range(2, self.arguments.lines + 2)), "a line is lost or doubled"
        for row in found:
            if row["line"] in WRONG:
                assert row["state"] == "refused" and row["errors"][0]["path"] == WRONG[row["line"]][2] and row["errors"][0]["text"], row
            else:
                assert row["state"] == "done" and row["matter"], row
                self.taken[row["line"]] = row["matter"]
        assert len(set(self.taken.values())) == len(self.taken)
        self.ask("GET", f"/jobs/{self.job}/lines", 404, who="other")  # whose table it is not

    def mediations(self):
        raw = table(["matter", "cause"], [[matter, "04.10.108.01"] for matter in self.taken.values()])
        job = self.ended(self.ask("POST", "/jobs/act?system=intake&action=choose_mediation&name=mediate.csv", 201, raw)["id"])
        assert (job["good"], job["bad"]) == (len(self.taken), 0), job
        job = self.ended(self.ask("POST", "/jobs/act?system=intake&action=choose_mediation&name=mediate.csv", 201, raw)["id"])
        assert (job["good"], job["bad"]) == (0, len(self.taken)), job  # asked for once is asked for

    def elements(self):
        """The desk brings each loan's elements by table (the bank's own account would need its company's authority); a line without its rate is told so."""
        found, cursor = [], ""
        while cursor is not None:
            page = self.ask("GET", "/matters?system=mediation&limit=100" + (f"&cursor={cursor}" if cursor else ""), who="desk")
            found, cursor = found + page["items"], page["next"]
        assert len(found) == len(self.taken) and {one["state"] for one in found} == {"requested"}, len(found)
        rows = [[one["id"], "04.10.108.01", "2023-06-30", one["amount"] / 100, "2023-07-01", "2025-06-30", "" if place == 7 else "年利率4.35%"] for place, one in enumerate(found)]
        header = ["matter", "cause"] + [f"bank_loans[0].{name}" for name in ("agreed_on", "principal", "paid_out_on", "due_on", "rate")]
        job = self.ended(self.ask("POST", "/jobs/act?system=mediation&action=tell_elements&name=elements.csv", 201, table(header, rows), who="desk")["id"], "desk")
        assert (job["good"], job["bad"]) == (len(found) - 1, 1), job
        refused = [row for row in self.lines(job["id"], "desk") if row["state"] == "refused"]
        assert len(refused) == 1 and refused[0]["line"] == 9 and refused[0]["errors"][0]["path"] == "bank_loans[0].rate", refused
        one = self.ask("GET", f"/matters/{found[0]['id']}", who="desk")
        assert one["fields"]["bank_loans"][0]["principal"] == found[0]["amount"], one["fields"]
        asked = self.ended(self.ask("POST", "/jobs/act?system=mediation&action=ask&name=ask.csv", 201, table(["matter", "wish"], [[one["id"], "分期归还。"] for one in found]), who="desk")["id"], "desk")
        assert asked["good"] == len(found), asked


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", default="")
    parser.add_argument("--lines", type=int, default=500)
    arguments = parser.parse_args()
    arguments.program = os.path.abspath(arguments.program)
    with tempfile.TemporaryDirectory(prefix="fengqiao-finance-") as folder:
        finance = Finance(server.Template(arguments.program, arguments.store, folder), arguments)
        try:
            tally.test("500 loans in one table, cut off on the way, sent twice: one job, 492 taken, 8 refused", finance.brought)
            tally.test("each wrong line is told by its number and what is wrong; each other has a matter of its own", finance.named)
            tally.test("those taken ask for mediation by one more table, once", finance.mediations)
            tally.test("the desk brings their elements by table and asks all other sides", finance.elements)
        finally:
            finance.instance.kill()
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
