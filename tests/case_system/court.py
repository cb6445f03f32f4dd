"""A server one of whose courts has a case system of its own: the simulator."""
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story"), str(ROOT / "tests/case_system")]
import play  # noqa: E402
import server  # noqa: E402
import simulator  # noqa: E402
from patience import until  # noqa: E402

CLOCK = "2026-11-24T09:00:00+08:00"
STALE_MAX = 5
STAFF = ("filing_judge", "judge_clerk", "filing_head", "admin", "window_clerk", "chibi_filing_head", "chibi_filing_judge")
COMPLAINT = next(step["body"] for step in json.loads((ROOT / "src/systems/filing/filing/stories/number-awaited.json").read_text())["steps"]
                 if step.get("do", "").endswith("/submit"))


class Court:
    """A server whose court 鄂1202 has the simulator for its case system."""

    def __init__(self, template, folder):
        self.program = template.program
        self.peer = simulator.Simulator("a-token-of-the-court")
        self.file, token = os.path.join(folder, "connections.json"), os.path.join(folder, "token")
        pathlib.Path(token).write_text("a-token-of-the-court\n")
        pathlib.Path(self.file).write_text(json.dumps([{"name": "咸安", "url": self.peer.url, "courts": ["鄂1202"],
                                                         "token_file": token, "seconds": 1, "every": 1}]))
        self.instance = template.start(CLOCK, ("--case-systems", self.file))
        who = {name: {"login": name, "password": "fengqiao-demo"} for name in STAFF}
        who["gu"] = {"phone": "13971231051", "id_number": "422301198803150029", "name": "顾文博"}
        self.player = play.Player({"who": who, "clock": CLOCK}, self.instance)

    def do(self, who, do, body=None, status=200, expect=None):
        step = {"as": who, "do": do, "status": status, "expect": expect or {}}
        if body is not None:
            step["body"] = body
        code, reply, headers = self.player.request(step)
        for _ in range(STALE_MAX):
            if code != 412 or status == 412:
                break
            code, reply, headers = self.player.request(step)  # the platform came in between: read again, as a page does
        wrong = self.player.judge(step, code, reply, headers)
        assert wrong is None, f"{do}: {wrong}\n{str(reply)[:600]}"
        return reply

    def numbering(self, value, who="filing_head", court="鄂1202"):
        self.do(who, "POST /settings", {"court": court, "system": "filing", "name": "numbering",
                                        "valid_from": self.player.now.date().isoformat(), "value": value})

    def filing(self, court="鄂1202"):
        """A complaint that lies before the judge."""
        one = self.do("gu", "POST /filing", {"court": court, "cause": "04.10.108.03", "amount": 6000000}, 201)["id"]
        self.do("gu", f"POST /matters/{one}/submit", COMPLAINT)
        return one

    def decided(self, action="decide_to_register", body=None):
        one = self.filing()
        self.do("filing_judge", f"POST /matters/{one}/{action}", body or {"procedure": "summary"})
        return one

    def matter(self, one, who="filing_judge"):
        return self.do(who, f"GET /matters/{one}")

    def numbered(self, one):
        return until(f"{one} has a number", lambda: (lambda got: got["number"] and got)(self.matter(one)))

    def key(self, one, kind="registration"):
        return f"fengqiao-{one}-{kind}"

    def posts(self):
        return sum(method == "POST" for method, _ in self.peer.asked)

    def command(self, *arguments, status=0):
        command = [self.program, *arguments, "--data", self.instance.data]
        if self.instance.store:
            command += ["--store", self.instance.store]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == status, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def holds(self):
        """The check of the data; what the workers have still to index is waited for."""
        def good():
            try:
                return self.command("check")
            except AssertionError as error:
                self.broken = str(error)
                return None
        try:
            until("the check holds", good)
        except AssertionError:
            raise AssertionError(self.broken) from None
