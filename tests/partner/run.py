#!/usr/bin/env python3
"""Partner bodies (docs/partner.md): the kit that tries their systems, and the platform against one over a good line and a bad one.

Usage: tests/partner/run.py --program build/src/fengqiao [--store postgresql://…] [--cases 1000] [--seed 1]

  kit     the example system keeps every rule; each rule broken on purpose is found by the rule that names it
  line    push, receipt, acceptance, result, agreement; what is forged, unknown, late or away; what is dead is sent again
  faulty  cases through a line that loses, doubles, delays, reorders and changes messages: both sides are equal at the end
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story"), str(ROOT / "tests/faults"), str(ROOT / "tools")]
import play  # noqa: E402
import server  # noqa: E402
from load import store_rows  # noqa: E402
from partner_kit import body as bodies  # noqa: E402
from partner_kit import line as lines  # noqa: E402
from partner_kit import sm2, wire  # noqa: E402
from patience import PATIENCE_SECONDS, until  # noqa: E402
from tally import Tally  # noqa: E402

CLOCK, COURT, OWN, CODE = "2026-11-23T09:00:00+08:00", "鄂1202", "xianning", "acftu"
WHO = {name: {"login": login, "password": "fengqiao-demo"} for name, login in (("desk", "diversion_officer"), ("admin", "admin"))}
ID_NUMBER, ADDRESS = "422301198803150029", "温泉街道青龙路8号1单元502"
HANDS = 12
FOUND_BY = {"unsigned": {4, 5}, "twice": {2, 3, 7}, "order": {7}, "changed": {3}, "once": {11}, "stubborn": {12}, "deaf": {13}, "open": {14}}


class Scene:
    """A court's platform, a partner body's system, and a line each way."""

    def __init__(self, template, share=0.0, seed=1):
        self.body = bodies.Body(CODE, words=bodies.LABOUR)
        self.out = lines.Line(self.body.url, seed, share)
        pem, peers = (os.path.join(template.folder, f"partner-{template.count}.{end}") for end in ("pem", "json"))
        pathlib.Path(pem).write_text(self.body.key.pem())
        pathlib.Path(peers).write_text(json.dumps({"name": OWN, "peers": [{"name": CODE, "url": self.out.own_url, "role": "partner", "courts": [], "key_file": pem, "seconds": 5}]}))
        self.instance = template.start(CLOCK, options=("--peers", peers))
        self.player = play.Player({"who": WHO}, self.instance)
        self.home = lines.Line(f"http://127.0.0.1:{self.instance.port}", seed + 1, share)
        self.key = self.read(None, "/roots")["public_key"]
        self.body.meet(self.home.own_url, OWN, self.key)
        self.player.person("desk")

    def send(self, who, method, path, body=None, **more):
        return self.player.send(self.player.person(who), method, path, body, **more)

    def read(self, who, path):
        status, reply, _ = self.send(who, "GET", path)
        assert status == 200, (path, status, reply)
        return reply

    def do(self, path, body, who="desk", passing=()):
        """An action on a matter as it stands; what passes is tried again."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            version = self.read(who, path.rpartition("/")[0])["version"] if path.startswith("/matters/") else None
            status, reply, _ = self.send(who, "POST", path, body, headers={"If-Match": f'"{version}"'} if version is not None else {})
            if status in (200, 201, 202):
                return reply
            assert status in (412, 429, 503, *passing) and time.monotonic() < end, (path, status, reply)
            time.sleep(0.1)

    def mediation(self, number=1, send=True):
        """A mediation all have agreed to, given to the body."""
        person = lambda name, phone, **more: [{"kind": "person", "person": {"name": name, "phone": phone, **more}}]
        amount = 300000 + number
        one = self.do("/mediation", {
            "court": COURT, "variant": "A", "cause": "04.10.108.03", "amount": amount, "facts": f"第{number}件：借款至今未还。", "wish": "还清借款。",
            "applicants": person(f"甲{number}", "13971231051", id_kind="resident_id", id_number=ID_NUMBER, address={"division": "421202", "detail": ADDRESS}),
            "respondents": person(f"乙{number}", f"139{number:08d}")})["id"]
        asked = self.do(f"/matters/{one}/ask", {})
        party = next(row["id"] for row in asked["participants"] if row["role"] == "respondent")
        self.do(f"/matters/{one}/record_agree", {"participant": party, "consent_way": "telephone", "consent_note": "致电本人并核对身份，愿意。"})
        if send:
            self.do(f"/matters/{one}/send_to_partner", {"partner": CODE}, passing=(409,))
        return one

    def matter(self, one):
        return self.read("desk", f"/matters/{one}")

    def becomes(self, one, state):
        return until(f"{one} is {state}", lambda: (lambda found: found if found["state"] == state else None)(self.matter(one)))

    def pushes(self):
        return self.read("desk", "/matters?system=partner&limit=100")["items"]

    def rows(self, sql):
        return store_rows(self.instance, sql)

    def case_of(self, amount):
        return until("it is there", lambda: next((case for case in list(self.body.cases.values()) if case.fields["bdje"] == amount), None))

    def end(self):
        self.body.close()
        for one in (self.out, self.home):
            one.close()
        self.instance.stop()
        for command in ("verify", "check"):
            extra = ["--store", self.instance.store] if self.instance.store else []
            server.run([self.instance.program, command, "--data", self.instance.data, *extra])


# ---- the kit


def kit(*arguments):
    done = subprocess.run([str(ROOT / "tools/partner-kit"), *arguments], capture_output=True, text=True, timeout=120)
    failed = {int(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("  FAIL")}
    return done.returncode, failed, done.stdout + done.stderr


def kit_passes(run):
    code, failed, said = run.result()
    assert code == 0 and not failed and "14 passed, 0 failed" in said, said


def kit_finds(runs):
    for wrong, run in runs.items():
        code, failed, said = run.result()
        assert code == 1 and failed == FOUND_BY[wrong], f"{wrong}: {failed}\n{said}"


# ---- a good line


def settles(scene):
    one = scene.mediation(1)
    case = scene.case_of(300001)
    assert set(case.fields) == {"ay", "bdje", "jfjg", "sq", "dsr", "court"}, case.fields
    text = json.dumps(case.fields, ensure_ascii=False)
    assert ID_NUMBER not in text and ADDRESS not in text and case.fields["dsr"][1] == {"ssdw": "2", "xm": "乙1", "lxdh": "13900000001"}, case.fields
    found = scene.becomes(one, "closed_agreed")
    assert found["fields"]["mediator_name"] == "钱国庆" and "三十日内" in found["fields"]["terms"], found["fields"]
    push = scene.matter(scene.pushes()[0]["id"])
    assert push["state"] == "settled" and push["fields"]["link"] == "system" and push["fields"]["their_number"] == case.number, push
    told = scene.rows("SELECT sm3 FROM document WHERE matter_id IS NOT NULL AND name = '调解协议.pdf'")
    assert [row[0] for row in told] == [sm2.sm3(case.file).hex()], told


def ends(scene):
    for plan, push, mediation in (("fail", "failed", "closed_failed"), ("refuse", "refused", "choosing")):
        scene.body.plan = lambda _, plan=plan: plan
        one = scene.mediation()
        scene.becomes(one, mediation)
        assert scene.pushes()[0]["state"] == push, scene.pushes()[0]


def wrong_file(scene):
    """The agreement's file has another SM3 than the result named: not taken, the officer has a task, the body is told and sends the right one."""
    scene.body.plan = lambda _: "wrong_file"
    one = scene.mediation(3)
    scene.becomes(one, "closed_agreed")
    assert scene.case_of(300003).messages[-2:] == ["agreement_refused", "agreement"], scene.case_of(300003).messages
    lines_told = [line["zh"] for line in scene.matter(scene.pushes()[0]["id"])["fields"]["lines"]]
    assert any("不符" in line for line in lines_told), lines_told


def stops(scene):
    """A party stops while the body mediates: the body is told; what it says afterwards is refused."""
    scene.body.plan = lambda _: "mediate"
    one = scene.mediation(4)
    case = scene.case_of(300004)
    push = scene.pushes()[0]["id"]
    scene.becomes(push, "mediating")
    party = next(row["id"] for row in scene.matter(one)["participants"] if row["role"] == "respondent")
    scene.do(f"/matters/{one}/decline", {"participant": party})
    until("the body was told", lambda: case.state == "withdrawn")
    scene.body.say(case, "progress", text="还在谈。")
    until("refused for good", lambda: [row for row in scene.body.sender.dead if row[0] == case.thread])
    assert scene.matter(push)["state"] == "withdrawn"


def forged(scene):
    """Who is not the body, or speaks of what is not its own, does nothing."""
    scene.body.plan = lambda _: "received"
    scene.mediation(5)
    case = scene.case_of(300005)
    push = scene.pushes()[0]["id"]
    scene.becomes(push, "received")
    until("the body knows that it was taken", lambda: case.thread in scene.body.sender.places)
    place = scene.body.sender.places[case.thread] + 1
    own = {"from": CODE, "to": OWN, "thread": case.thread, "sequence": place, "court": CODE, "to_court": COURT, "kind": "act", "name": "accept", "body": {"tjy": "某某"}}
    tries = [
        ("another key", dict(own), sm2.PrivateKey(), 403, "envelope.signature"), ("another body's name", {**own, "from": "acfic"}, None, 403, "envelope.peer"),
        ("for a court in its own name", {**own, "court": "鄂12", "sequence": 1}, None, 403, "envelope.peer"), ("an unknown thread", {**own, "thread": "A" * 22, "sequence": 1}, None, 404, "envelope.thread"),
        ("before its turn", {**own, "sequence": place + 1}, None, 409, "envelope.order"), ("a member no mapping knows", {**own, "body": {"tjy": "某某", "sfz": "1"}}, None, 422, "envelope.mapping"),
        ("what only the court does", {**own, "name": "call_back", "body": {}}, None, 422, "envelope.mapping"), ("a matter of its own making", {**own, "kind": "open", "name": "filing", "thread": "B" * 22, "sequence": 1, "body": {"court": COURT}}, None, 403, None),
        ("an empty acceptance", {**own, "body": {}}, None, 422, None)]
    for what, members, key, status, code in tries:
        got, reply = wire.post(scene.home.own_url, wire.make(key or scene.body.key, **members))
        assert got == status and (code is None or json.loads(reply)["code"] == code), (what, got, reply)
    assert scene.matter(push)["state"] == "received"


def comes_back(scene):
    """Received and never taken: on the third working day's end it is back at the court, and the body is told."""
    case, push = scene.case_of(300005), scene.pushes()[0]["id"]
    scene.player.clock("2026-11-27T09:00:00+08:00")
    scene.becomes(push, "returned")
    until("the body was told", lambda: case.state == "withdrawn")
    assert case.messages[-1] == "withdraw", case.messages


def dead(scene):
    """What the body refuses is listed; an administrator sends it again once the cause is gone."""
    scene.body.refuses, scene.body.plan = "envelope.peer", lambda _: "settle"
    one = scene.mediation(6)
    [row] = until("it is dead", lambda: scene.read("admin", "/envelopes?state=dead")["items"])
    assert "envelope.peer" in row["error"] and row["to_court"] == CODE and row["name"] == "push", row
    scene.body.refuses = None
    scene.do(f"/envelopes/{row['key']}/again", {}, who="admin")
    scene.becomes(one, "closed_agreed")


def away(scene):
    """A body that is away gets it when it is back, once."""
    scene.body.away = True
    one = scene.mediation(7)
    until("it was tried", lambda: (scene.read("admin", "/envelopes?state=waiting")["items"] or [{"error": None}])[0]["error"])
    scene.body.away = False
    scene.becomes(one, "closed_agreed")
    assert sum(case.fields["bdje"] == 300007 for case in scene.body.cases.values()) == 1


# ---- the line: lists held against each other


def line_of(scene):
    one = scene.do("/partner_line", {"court": COURT})["id"]
    scene.do(f"/matters/{one}/begin", {"partner": CODE})
    found = until("the mediators are there", lambda: scene.matter(one)["fields"].get("mediators"))
    assert found[0]["name"] == "钱国庆", found
    return one


def asked(scene, one):
    before = scene.matter(one)["fields"].get("answered_at")
    scene.player.clock("+1m")
    scene.do(f"/matters/{one}/ask", {})
    until("it was answered", lambda: scene.matter(one)["fields"].get("answered_at") != before)
    time.sleep(0.5)  # the clock draws the conclusion after the commit
    return scene.matter(one)


def lists(scene):
    """Each difference is listed, none else; asked by the clock every day."""
    scene.body.plan = lambda _: "mediate"
    for number in (11, 12, 13):
        scene.mediation(number)
    cases = [scene.case_of(300000 + number) for number in (11, 12, 13)]
    until("all are taken", lambda: all(row["state"] == "mediating" for row in scene.pushes()[:3]))
    one = line_of(scene)
    found = asked(scene, one)
    held = len(scene.body.cases)
    assert found["state"] == "agreed" and (found["fields"]["pushed"], found["fields"]["held"], found["fields"]["differing"]) == (held, held, 0), found["fields"]
    scene.body.forgets, cases[1].state = {cases[0].thread}, "settled"
    stray = scene.body.cases["Z" * 22] = bodies.Case("Z" * 22, COURT, {}, "stray")
    found = asked(scene, one)
    told = {(row["thread"], row["what"]) for row in found["fields"]["differences"]}
    assert found["state"] == "differs" and told == {(cases[0].thread, "missing_there"), (cases[1].thread, "state"), (stray.thread, "missing_here")}, found
    missing = next(row for row in found["fields"]["differences"] if row["what"] == "missing_there")
    assert scene.matter(missing["matter"])["fields"]["amount"] == 300011, missing
    status, reply, _ = scene.send("desk", "GET", "/tasks")
    assert any(row["matter"]["id"] == one for row in reply["items"]), reply
    scene.body.forgets, cases[1].state = set(), "mediating"
    del scene.body.cases["Z" * 22]
    before = found["fields"]["answered_at"]
    scene.player.clock("+25h")
    until("the clock asked", lambda: scene.matter(one)["fields"]["answered_at"] != before)
    scene.becomes(one, "agreed")


OWN_FIELDS = {"cause": "04.10.108.03", "facts": "机构自行受理：借款至今未还。", "parties": [{"side": "applicant", "name": "丙一", "phone": "13971231061"}, {"side": "respondent", "name": "丁二"}]}


def begins(scene):
    """A dispute the body took by itself stands at the court, and ends as any other; another court's, or half of one, does not."""
    case = scene.body.begin(COURT, {**OWN_FIELDS, "amount": 500001})
    found = until("it is settled", lambda: next((row for row in scene.pushes() if row["amount"] == 500001 and row["state"] == "settled"), None))
    push = scene.matter(found["id"])
    assert "丙一与丁二民间借贷纠纷" in push["title"] and push["fields"]["partner"] == CODE and push["fields"]["their_number"] == case.number, push
    own = {"from": CODE, "to": OWN, "court": CODE, "kind": "open", "name": "partner", "sequence": 1}
    status, reply = wire.post(scene.home.own_url, wire.make(scene.body.key, **own, thread="C" * 22, to_court="鄂99", body={"court": "鄂99"}))
    assert status in (404, 409, 422), (status, reply)
    status, reply = wire.post(scene.home.own_url, wire.make(scene.body.key, **own, thread="D" * 22, to_court=COURT, body={"court": COURT}))
    assert status == 200, (status, reply)
    for more in ({"result": "settled", "terms": "还清。"}, {"partner": "acfic"}):
        status, reply = wire.post(scene.home.own_url, wire.make(scene.body.key, **own, thread="E" * 22, to_court=COURT, body={"court": COURT, **more}))
        assert status == 422 and json.loads(reply)["code"] == "envelope.mapping", (status, reply)
    half = {**OWN_FIELDS, "mediator": "钱国庆", "parties": OWN_FIELDS["parties"][:1]}
    status, reply = wire.post(scene.home.own_url, wire.make(scene.body.key, **{**own, "kind": "act", "name": "start", "sequence": 2}, thread="D" * 22, to_court=COURT, body=half))
    assert status == 409, (status, reply)
    scene.player.clock("+25h")  # what was opened and never filled in does not lie
    until("it is gone", lambda: scene.rows("SELECT m.state FROM matter m JOIN counterpart c ON c.matter_id = m.id WHERE c.thread = '" + "D" * 22 + "'")[0][0] == "withdrawn")


# ---- a bad line

OWN_SHARE = 20  # one in so many is pushed by the court, whose papers take longer to draw than all messages; the others the body took by itself
PLANS = ("settle", "fail", "refuse", "settle", "fail", "wrong_file")
END_OF = {"settle": "settled", "wrong_file": "settled", "fail": "failed", "refuse": "refused"}


def plan_of(number):
    return PLANS[number % len(PLANS)]


def faulty(scene, cases):
    scene.body.plan = lambda case: plan_of(case.fields["bdje"])
    pushed = [number for number in range(1, cases + 1) if number % OWN_SHARE == 0]
    with ThreadPoolExecutor(HANDS) as pool:
        waiting = [pool.submit(scene.mediation, number) for number in pushed]
        for number in range(1, cases + 1):
            if number % OWN_SHARE:
                plan = plan_of(number)
                scene.body.begin(COURT, {**OWN_FIELDS, "amount": 300000 + number}, "settle" if plan == "refuse" else plan)
        for one in waiting:
            one.result()
    end = lambda number: END_OF["settle" if number % OWN_SHARE and plan_of(number) == "refuse" else plan_of(number)]
    wanted = sorted(end(number) for number in range(1, cases + 1))
    ends_there = lambda: sorted(row[0] for row in scene.rows("SELECT state FROM matter WHERE system = 'partner'"))
    until("all has ended at the court", lambda: ends_there() == wanted, 300)
    until("nothing waits on either side", lambda: not scene.body.sender.waiting() and scene.rows("SELECT count(*) FROM envelope_out WHERE state <> 'done'")[0][0] in (0, "0"))
    equal(scene, cases)
    found = asked(scene, line_of(scene))  # what the platform itself says of it, by its daily reconciliation
    assert (found["fields"]["pushed"], found["fields"]["held"], found["fields"]["differing"]) == (cases, cases, 0), found["fields"]
    scene.body.forgets = set(list(scene.body.cases)[10:12])
    found = asked(scene, found["id"])
    assert {(row["thread"], row["what"]) for row in found["fields"]["differences"]} == {(thread, "missing_there") for thread in scene.body.forgets}, found["fields"]["differences"]


def equal(scene, cases):
    """Case by case: the same end; message by message: each sent one was carried out once, in its place."""
    rows = scene.rows("SELECT c.thread, m.state FROM counterpart c JOIN matter m ON m.id = c.matter_id WHERE m.system = 'partner'")
    assert len(rows) == cases == len(scene.body.cases), (len(rows), len(scene.body.cases))
    differ = [(thread, state, scene.body.state_of(thread)) for thread, state in rows if scene.body.state_of(thread) != state]
    assert not differ, differ[:5]
    sent = sorted((json.loads(data)["key"], json.loads(data)["sequence"]) for _, data, _, _ in scene.body.sender.sent)
    taken = sorted((key, int(place)) for key, place in scene.rows("SELECT key, sequence FROM envelope_in"))
    assert sent == taken and not scene.body.sender.dead, (len(sent), len(taken), scene.body.sender.dead[:2])
    told = sorted(row[0] for row in scene.rows("SELECT key FROM envelope_out WHERE state = 'done'"))
    assert told == sorted(key for _, key in scene.body.seen), (len(told), len(scene.body.seen))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", default="")
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--share", type=float, default=0.15, help="of messages that go wrong")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    tally, pool = Tally(), ThreadPoolExecutor(3)  # the kit mostly waits: it runs beside the rest
    whole, broken = pool.submit(kit, "--wait", "10"), {wrong: pool.submit(kit, "--wait", "4", "--break", wrong) for wrong in FOUND_BY}
    with tempfile.TemporaryDirectory(prefix="fengqiao-partner-") as folder:
        template = server.Template(os.path.abspath(arguments.program), arguments.store, folder)
        scene = Scene(template)
        for name, part in (("a dispute is pushed, taken, settled; nothing personal goes along that is not needed", settles), ("not settled, and given back", ends), ("a file that is not the one the result names", wrong_file),
                           ("a party stops", stops), ("forged and unfitting messages do nothing", forged), ("never taken: it comes back", comes_back), ("dead, and sent again", dead), ("a body that is away", away),
                           ("lists are held against each other; each difference is listed", lists), ("what a body took by itself", begins)):
            tally.test(name, lambda part=part: part(scene))
        tally.test("the log verifies, the data is whole", scene.end)
        tally.test("the kit passes the example system", lambda: kit_passes(whole))
        tally.test("the kit finds each rule that is broken", lambda: kit_finds(broken))
        bad = Scene(template, share=arguments.share, seed=arguments.seed)
        tally.test(f"{arguments.cases} cases through a faulty line: both sides are equal", lambda: faulty(bad, arguments.cases))
        print("  out " + ", ".join(f"{name} {count}" for name, count in bad.out.counts.items()) + "; home " + ", ".join(f"{name} {count}" for name, count in bad.home.counts.items()) + f"; {bad.body.sender.tries} tries of the body", flush=True)
        tally.test("the log verifies, the data is whole", bad.end)
        bad.instance.kill()
        scene.instance.kill()
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
