#!/usr/bin/env python3
"""Thousands of random actions by everybody on everything, with clocks that run out and a kill -9: no action ends in a
failure of the house, and afterwards the data holds together: tasks, tallies, numbers, clocks, the event log.

Usage: tests/random/run.py --program build/src/fengqiao [--store postgresql://…] [--actions 10000] [--seed 1]
"""
import argparse
import collections
import datetime
import http.client
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story"), str(ROOT / "tests/random")]
import play  # noqa: E402
import schema  # noqa: E402
import server  # noqa: E402
from answers import Answers, resident_id  # noqa: E402
from patience import PATIENCE_SECONDS  # noqa: E402
from tally import Tally  # noqa: E402

CLOCK = "2026-11-24T09:00:00+08:00"
COURTS = ["鄂1202", "鄂1202", "鄂1202", "鄂1281"]
STAFF = ["window_clerk", "diversion_officer", "filing_judge", "filing_head", "judge_clerk", "judge_assistant", "trial_judge",
         "court_leader", "roster_manager", "service_officer", "finance_clerk", "body_admin", "mediator", "mediator_two", "hotline_operator"]
PUBLIC = [{"phone": f"1397700{n:04}", "name": f"测试{'甲乙丙丁戊己'[n]}", "id_number": resident_id(100 + n)} for n in range(6)]
MATTERS = 150


class House:
    """Everybody's browsers, and what they have seen."""

    def __init__(self, instance, seed):
        self.instance = instance
        self.player = play.Player({"clock": CLOCK, "who": {
            **{name: {"login": name, "password": "fengqiao-demo"} for name in STAFF + ["security_admin"]},
            **{f"public_{n}": facts for n, facts in enumerate(PUBLIC)}}}, instance)
        self.people = STAFF + [f"public_{n}" for n in range(len(PUBLIC))] * 3
        self.answers = Answers(seed, datetime.date(2026, 11, 24))
        self.random = self.answers.random
        self.matters, self.known, self.definitions, self.documents = [], {}, {}, {}
        self.counts, self.failures = collections.Counter(), []
        self.connection = None

    def ask(self, who, method, path, body=None, headers=None, raw=None):
        person = self.player.person(who)
        sent = {"Cookie": person.cookie, "X-CSRF": person.csrf, "Idempotency-Key": uuid.uuid4().hex, **(headers or {})}
        data = raw if raw is not None else json.dumps(body or {}, ensure_ascii=False).encode() if method != "GET" else None
        sent["Content-Type"] = "application/octet-stream" if raw is not None else "application/json"
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.instance.port, timeout=PATIENCE_SECONDS)
        self.connection.request(method, urllib.parse.quote("/api/v1" + path, safe="/?&=%._~-"), data, sent)
        reply = self.connection.getresponse()
        text = reply.read()
        if reply.status >= 500:
            self.failures.append(f"{who} {method} {path} {json.dumps(body, ensure_ascii=False)}: {reply.status} {text[:300].decode()}")
        return reply.status, json.loads(text) if text else {}

    def definition(self, matter):
        if matter["definition"] not in self.definitions:
            _, self.definitions[matter["definition"]] = self.ask("filing_judge", "GET", f"/definitions/{matter['system']}?hash={matter['definition']}")
        return self.definitions[matter["definition"]]

    def document(self, who):
        """Somebody's own upload, a few each."""
        mine = self.documents.setdefault(who, [])
        if len(mine) < 3 or self.random.random() < 0.1:
            status, reply = self.ask(who, "POST", "/documents?name=借条.png&kind=evidence", raw=schema.sample_file("png"))
            if status != 201:
                return ""
            mine.append(reply["id"])
        return self.random.choice(mine)

    def open(self):
        who, system = self.random.choice(self.people), self.random.choice(["intake", "filing", "mediation"])
        status, reply = self.ask(who, "POST", f"/{system}", {"court": self.random.choice(COURTS)})
        if status == 201:
            self.matters.append(reply["id"])
            self.known[reply["id"]] = [who]
        self.counts["open", status] += 1

    def act(self):
        matter_id = self.random.choice(self.matters[-MATTERS:])
        # Whoever saw it before, in any order; and now and then anybody.
        known = self.known.setdefault(matter_id, [])
        strangers = self.random.sample(STAFF, 3) + [f"public_{self.random.randrange(len(PUBLIC))}"]
        for who in self.random.sample(known, len(known)) + (strangers if len(known) < 3 or self.random.random() < 0.2 else []):
            status, matter = self.ask(who, "GET", f"/matters/{matter_id}")
            if status == 200 and who not in known:
                known.append(who)
            if status == 200 and matter["final"] and self.random.random() < 0.7:
                self.matters.remove(matter_id)
                return
            if status == 200 and matter["actions"]:
                break
        else:
            return
        definition = self.definition(matter)
        finals = {state["name"] for state in definition["states"] if state.get("final")}
        ends = {action["name"] for action in definition["actions"] if action.get("to") in finals}
        going_on = [action for action in matter["actions"] if action["name"] not in ends]
        action = self.random.choice(going_on if going_on and self.random.random() < 0.85 else matter["actions"])
        fields = {field["name"]: field for field in definition["fields"]}
        required = {item["name"] for item in action["form"] if item["required"]}
        body = self.answers.form([fields[item["name"]] for item in action["form"]], matter, lambda: self.document(who), required)
        if action.get("subjects"):
            body["participant"] = self.random.choice(action["subjects"])
        status, reply = self.ask(who, "POST", f"/matters/{matter_id}/{action['name']}", body, {"If-Match": f'"{matter["version"]}"'})
        self.counts["act", status] += 1
        if status == 200 and self.random.random() < 0.3:  # what the action opened beside it
            _, dispute = self.ask(who, "GET", f"/disputes/{matter['dispute']}")
            self.matters += [one["id"] for one in dispute.get("matters", []) if one["id"] not in self.matters]

    def move_task(self):
        who = self.random.choice(STAFF)
        whose = self.random.choice(["", "?whose=free", "?whose=mine"])
        status, reply = self.ask(who, "GET", f"/tasks{whose}")
        if status != 200 or not reply["items"]:
            return
        task, verb = self.random.choice(reply["items"]), self.random.choice(["claim", "claim", "release", "hand-over"])
        body = None
        if verb == "hand-over":
            _, load = self.ask(who, "GET", f"/tasks/load?court={task['matter']['court']}")
            people = [one["account"] for one in load.get("items", []) if one["account"] and one["role"] == task["role"]]
            if not people:
                return
            body = {"to": self.random.choice(people), "note": "请代为办理"}
        status, _ = self.ask(who, "POST", f"/tasks/{task['id']}/{verb}", body)
        self.counts[verb, status] += 1

    def right(self):
        """Somebody keeps out of a dispute, is let in again, gets a role in one matter, or breaks a glass."""
        matter_id, draw = self.random.choice(self.matters[-MATTERS:]), self.random.random()
        _, load = self.ask("filing_head", "GET", "/tasks/load?court=鄂1202")
        people = sorted({one["account"] for one in load.get("items", []) if one["account"]})
        if draw < 0.35:
            who = self.random.choice(STAFF[:8])
            status, _ = self.ask(who, "POST", f"/matters/{matter_id}/exclusions", {"reason": "与当事人有近亲属关系"})
        elif draw < 0.6:
            status, held = self.ask("filing_head", "GET", f"/matters/{matter_id}/rights")
            if status == 200 and held["items"]:
                status, _ = self.ask("filing_head", "POST", f"/matters/{matter_id}/rights/{held['items'][0]['id']}/end")
        elif draw < 0.85 and people:
            until = (self.player.now + datetime.timedelta(days=self.random.randint(1, 20))).isoformat()
            status, _ = self.ask("filing_head", "POST", f"/matters/{matter_id}/roles", {
                "account": self.random.choice(people), "role": self.random.choice(STAFF[:8]), "to": until, "reason": "临时参与办理本案"})
        elif draw < 0.92:
            status, _ = self.ask("filing_head", "POST", f"/matters/{matter_id}/level", {"level": self.random.choice(["closed", "secret", "ordinary"]), "reason": "涉及个人隐私或者秘密"})
        else:
            status, _ = self.ask(self.random.choice(STAFF), "POST", f"/matters/{matter_id}/break-glass", {"reason": "当事人到场，急需核对"})
        self.counts["right", status] += 1

    def done(self):
        return sum(count for (kind, status), count in self.counts.items() if status in (200, 201))

    def play(self, actions, kill_at):
        killed = False
        _, roster = self.ask("diversion_officer", "GET", "/roster/mediators?court=鄂1202")
        for who, level in (("filing_head", "secret"), ("filing_judge", "closed"), ("diversion_officer", "closed")):
            _, session = self.ask(who, "GET", "/session")
            self.ask("security_admin", "POST", f"/accounts/{session['account']['id']}/clearance", {"level": level})
        self.answers.mediators = [one["id"] for one in roster.get("items", [])]
        while self.done() < actions and not self.failures:
            draw = self.random.random()
            if len(self.matters) < 40 or draw < 0.02:
                self.open()
            elif draw < 0.86:
                self.act()
            elif draw < 0.89:
                self.right()
            else:
                self.move_task()
            if self.random.random() < 0.004:  # days pass: clocks run out, lists fill
                self.player.clock(self.random.choice(["+4h", "+1d", "+3d"]))
                self.answers.day = self.player.now.date()
            if not killed and self.done() >= kill_at:
                killed = True
                self.instance.restart_after_kill(self.player.now.isoformat())
                self.connection = None


def listed(house, who):
    """Everything this person's lists show, page by page; only the last page of a list is short."""
    seen = set()
    status, shipped = house.ask(who, "GET", "/definitions")
    assert status == 200, shipped
    for system in sorted({one["system"] for one in shipped["items"]}):
        cursor = ""
        while True:
            status, page = house.ask(who, "GET", f"/matters?system={system}&limit=100{cursor}")
            assert status == 200, page
            seen |= {one["id"] for one in page["items"]}
            assert len(page["items"]) == 100 or not page["next"], f"{who}: a short page of {system} that is not the last"
            if not page["next"]:
                break
            cursor = f"&cursor={page['next']}"
    return seen


def disagreements(house, who, seen, draw):
    wrong = []
    for one in draw:
        status, _ = house.ask(who, "GET", f"/matters/{one}")
        if status == 200 and house.ask(who, "GET", f"/matters/{one}/posts")[0] == 403:
            continue  # by a broken glass, which opens one matter and no list
        if (status == 200) != (one in seen):
            wrong.append(f"{who} {one}: {status}, {'shown' if one in seen else 'not shown'}")
    return wrong


def disagree(house, who, seen, look, draw):
    """Those that stay. A matter may move on between the list and the look, and workers come late on a busy machine: then both again."""
    wrong, end = disagreements(house, who, seen, draw), time.monotonic() + PATIENCE_SECONDS
    while wrong and time.monotonic() < end:
        time.sleep(3)
        wrong = disagreements(house, who, look(), draw)
    return wrong


def lists_are_rights(house):
    """Whatever a list shows can be opened, and whatever can be opened is in the list: for everybody, of every system."""
    time.sleep(3)  # papers are set and clocks fire meanwhile
    lists = {who: listed(house, who) for who in sorted(set(house.people))}
    ids = set().union(*lists.values())
    assert len(ids) > 50, len(ids)
    draw = house.random.sample(sorted(ids), min(len(ids), 250))
    for who, seen in lists.items():
        wrong = disagree(house, who, seen, lambda who=who: listed(house, who), draw)
        assert not wrong, f"{len(wrong)} of {len(draw)} disagree: {wrong[:5]}"
    assert not house.failures, house.failures[:3]


def found(house, who, words):
    """Everything this person's search shows, page by page, newest first and nothing twice."""
    seen, cursor = [], ""
    while True:
        status, page = house.ask(who, "GET", f"/search?q={words}&limit=100{cursor}")
        assert status == 200, page
        seen += [one["id"] for one in page["items"]]
        if not page["next"]:
            break
        cursor = f"&cursor={page['next']}"
    assert len(seen) == len(set(seen)), f"{who}: {words} shows a matter twice"
    return set(seen)


def search_is_rights(house, words=("借款六万元", "约定一年后归还", "民间借贷", "人民法院")):
    """Whatever a search finds can be opened, and whatever holds the words and can be opened is found: for everybody."""
    time.sleep(3)  # what was changed last is indexed meanwhile
    checked = 0
    for word in words:
        lists = {who: found(house, who, word) for who in sorted(set(house.people))}
        holding = set().union(*lists.values())
        assert len(holding) > 20, f"{word}: only {len(holding)} matters"
        draw = house.random.sample(sorted(holding), min(len(holding), 150))
        for who, seen in lists.items():
            checked += len(draw)
            wrong = disagree(house, who, seen, lambda who=who, word=word: found(house, who, word), draw)
            assert not wrong, f"{word}: {len(wrong)} of {len(draw)} disagree: {wrong[:5]}"
    assert not house.failures, house.failures[:3]
    print(f"        {checked} pairs of a person and a matter")


def check(program, instance):
    """Workers finish what fell due; then the folder is held against what must be true of it."""
    time.sleep(3)
    instance.stop()
    command = [program, "check", "--data", instance.data] + (["--store", instance.store] if instance.store else [])
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{done.stdout[-2000:]}{done.stderr[-500:]}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", default="")
    parser.add_argument("--actions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    program, tally = str(pathlib.Path(given.program).resolve()), Tally()
    with tempfile.TemporaryDirectory() as folder:
        instance = server.Template(program, given.store, folder).start(CLOCK)
        try:
            house = House(instance, given.seed)

            def no_failure():
                began = time.monotonic()
                house.play(given.actions, given.actions // 2)
                print(f"        {dict(sorted((f'{kind} {status}', n) for (kind, status), n in house.counts.items()))} on {len(house.matters)} matters, {time.monotonic() - began:.0f} s")
                assert not house.failures, "\n".join(house.failures[:5]) + "\n" + instance.tail()
            tally.test(f"{given.actions:,} random actions with seed {given.seed}: none ends in a failure of the house", no_failure)
            tally.test("everybody's lists hold exactly the matters they may open", lambda: lists_are_rights(house))
            tally.test("everybody's search finds exactly the matters they may open", lambda: search_is_rights(house))
            tally.test("afterwards tasks, tallies, numbers, clocks and the event log hold together", lambda: check(program, instance))
        finally:
            instance.kill()
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
