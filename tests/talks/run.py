#!/usr/bin/env python3
"""What is said in a mediation stays in the room it was said in (OMR 18): every role of the house asks for it by every way
there is, a glass is broken, and the rows of the store themselves are read.

Usage: tests/talks/run.py --program build/src/fengqiao [--store postgresql://…]
"""
import argparse
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story")]
import play  # noqa: E402
import schema  # noqa: E402
import server  # noqa: E402
from patience import until  # noqa: E402
from tally import Tally  # noqa: E402

tally = Tally()
test = tally.test
APPLICANT = {"phone": "13971234411", "name": "罗志强", "id_number": "42230119800214231X"}
RESPONDENT = {"phone": "13971234422", "name": "徐小燕", "id_number": "422301197911035621"}
STRANGER = {"phone": "13971234433"}
# room -> what was said there, and by whom
SAID = {"joint": [("luo", "周五上午都有空"), ("zhou", "清点水泥四十袋")],
        "with_applicant": [("luo", "底线是一万八千元整"), ("zhou", "转告可以少收利息")],
        "with_respondent": [("xu", "账户只剩九千三百元"), ("zhou", "建议分两期给付")],
        "private": [("zhou", "申请人急用钱可再压")]}
FILES = {"with_applicant": ("luo", "让步清单甲.pdf"), "with_respondent": ("xu", "账户流水乙.pdf")}
SITS = {"luo": ["joint", "with_applicant"], "xu": ["joint", "with_respondent"],
        "zhou": ["joint", "with_applicant", "with_respondent", "private"]}
WORDS = {words: room for room, rows in SAID.items() for _, words in rows} | {name[:-4]: room for room, (_, name) in FILES.items()}


class Talks:
    """One mediation with something said in each room."""

    def __init__(self, instance):
        self.instance = instance
        self.player = play.Player({"clock": "2026-03-02T09:00:00+08:00", "who": {
            "luo": APPLICANT, "xu": RESPONDENT, "stranger": STRANGER,
            "zhou": {"login": "mediator", "password": "fengqiao-demo"}, "shen": {"login": "mediator_two", "password": "fengqiao-demo"}}}, instance)
        self.staff = self.logins()
        for name in self.staff:
            self.player.story["who"][name] = {"login": name, "password": "fengqiao-demo"}
        self.files = {}
        self.begin()
        self.talk()

    @staticmethod
    def logins():
        """Of every office in the table of roles: a new one is asked too."""
        text = (ROOT / "src/workflow/role.c").read_text().split("const struct role roles[] = {")[1].split("};")[0]
        return [line.split('"')[1] for line in text.splitlines() if "ROLE_STAFF" in line]

    def ask(self, who, method, path, body=None, raw=None):
        status, reply, _ = self.player.send(self.player.person(who), method, path, body, raw=raw)
        return status, reply

    def must(self, who, method, path, body=None, raw=None):
        status, reply = self.ask(who, method, path, body, raw)
        assert status in (200, 201), f"{who} {method} {path}: {status} {reply}"
        return reply

    def act(self, who, action, body=None):
        """An action on the matter as it stands; looked at again where the platform itself changed it meanwhile."""
        status = 412
        for _ in range(20):
            version = self.must(who, "GET", f"/matters/{self.id}")["version"]
            status, reply, _ = self.player.send(self.player.person(who), "POST", f"/matters/{self.id}/{action}", body or {}, {"If-Match": f'"{version}"'})
            if status != 412:
                break
        assert status == 200, f"{who} {action}: {status} {reply}"
        return reply

    def begin(self):
        side = lambda one: {"kind": "person", "person": {"name": one["name"], "id_kind": "resident_id", "id_number": one["id_number"], "phone": one["phone"]}}
        for one in ("luo", "xu"):
            self.player.person(one)
        self.id = self.must("window_clerk", "POST", "/mediation", {
            "variant": "A", "cause": "03.06.055.07", "amount": 2350000, "court": "鄂1202", "facts": "结账时对剩余货款数额说法不一。",
            "wish": "付清剩余货款。", "applicants": [side(APPLICANT)], "respondents": [side(RESPONDENT)]})["id"]
        self.act("diversion_officer", "ask")
        self.act("xu", "agree")
        until("all agreed", lambda: self.must("diversion_officer", "GET", f"/matters/{self.id}")["state"] == "choosing")
        one = self.must("diversion_officer", "GET", f"/matters/{self.id}/mediators?q=周桂兰")["items"][0]["id"]
        self.act("diversion_officer", "assign", {"mediator": one})
        self.act("zhou", "confirm", {"disclosure": "none", "warned": True})

    def talk(self):
        for room, rows in SAID.items():
            for who, words in rows:
                files = []
                if FILES.get(room, ("",))[0] == who:
                    name = FILES[room][1]
                    files = [self.must(who, "POST", f"/documents?name={name}", raw=schema.sample_file("pdf"))["id"]]
                    self.files[room] = files[0]
                body = {"text": words, "audience": room, "kind": "message"} | ({"files": files} if files else {})
                self.must(who, "POST", f"/matters/{self.id}/posts", body)


def heard(reply, allowed=()):
    """Words of rooms that are not the listener's, in a whole answer."""
    text = reply if isinstance(reply, str) else json.dumps(reply, ensure_ascii=False)
    return [words for words, room in WORDS.items() if words in text and room not in allowed]


def all_sit_where_they_belong(talks):
    for who, rooms in SITS.items():
        items = talks.must(who, "GET", f"/matters/{talks.id}/posts")["items"]
        said = {(room, words) for room in rooms for _, words in SAID[room]}
        assert {(one["audience"], one["text"]) for one in items} == said, f"{who} reads {items}"
        names = [one["name"] for one in talks.must(who, "GET", f"/matters/{talks.id}/rooms")["items"]]
        assert names == [room for room in rooms if room != "private"], f"{who} sits in {names}"
        for room, document in talks.files.items():
            status, _ = talks.ask(who, "GET", f"/documents/{document}/content")
            assert (status == 200) == (room in rooms), f"{who}: file of {room}: {status}"


def nobody_speaks_where_they_do_not_sit(talks):
    for who, room in (("luo", "with_respondent"), ("xu", "with_applicant"), ("xu", "court"), ("window_clerk", "joint"), ("diversion_officer", "with_applicant"),
                      ("supervisor", "joint")):
        status, reply = talks.ask(who, "POST", f"/matters/{talks.id}/posts", {"text": "我也说一句", "audience": room, "kind": "message"})
        assert status == 403 and reply["code"] == "post.room", f"{who} in {room}: {status} {reply}"


def ways(talks):
    """Every way of reading that a matter, its files or its words have."""
    matter = f"/matters/{talks.id}"
    dispute = talks.must("luo", "GET", matter)["dispute"]
    dispute = dispute if isinstance(dispute, str) else dispute["id"]
    yield from (matter + one for one in ("", "/posts", "/posts?limit=100", "/rooms", "/events", "/ranges", "/mediators", "/archive-index", "/archive-index/page",
                                         "/proof", "/corrections", "/deadlines", "/draft/draft_agreement"))
    yield from (f"/disputes/{dispute}", "/tasks", "/messages", "/outbox", "/audit/events", "/audit/access", "/matters?system=mediation", "/calendar")
    for document in talks.files.values():
        yield from (f"/documents/{document}", f"/documents/{document}/content", f"/documents/{document}/text", f"/documents/{document}/thumbnail")
    yield from (f"/search?q={words}" for words in WORDS)


def no_role_of_the_house_hears_a_word(talks):
    time.sleep(2)  # what is searched for is indexed within a second
    paths = list(ways(talks))
    for who in [*talks.staff, "shen", "stranger"]:
        for path in paths:
            status, reply = talks.ask(who, "GET", path)
            if path.startswith("/search"):
                assert status != 200 or not reply["items"], f"{who} finds {path}"
                reply = reply.get("items", "")
            assert status < 500 and not heard(reply), f"{who} hears {heard(reply)} by {path}"
            if "/documents/" in path:
                assert status in (403, 404), f"{who} opens {path}: {status}"


def the_sides_hear_nothing_of_each_other(talks):
    for who in ("luo", "xu"):
        for path in ways(talks):
            _, reply = talks.ask(who, "GET", path)
            if not path.startswith("/search"):
                assert not heard(reply, SITS[who]), f"{who} hears {heard(reply, SITS[who])} by {path}"
            else:
                assert not reply.get("items"), f"{who} finds {path}"


def a_glass_opens_no_room(talks):
    broken = []
    for who in ("court_leader", "hotline_operator", "trial_judge", "filing_judge", "division_head"):
        status, _ = talks.ask(who, "POST", f"/matters/{talks.id}/break-glass", {"reason": "当事人来电称今天会谈但查不到"})
        broken += [who] if status == 201 else []
        for path in ways(talks):
            status, reply = talks.ask(who, "GET", path)
            if not path.startswith("/search"):
                assert status < 500 and not heard(reply), f"{who} hears {heard(reply)} by {path}"
    assert len(broken) > 3 and talks.ask(broken[0], "GET", f"/matters/{talks.id}")[0] == 200, f"glasses: {broken}"


def an_export_takes_nothing_along(talks):
    seen = []
    for who in ("diversion_officer", "supervisor", "window_clerk"):
        status, job = talks.ask(who, "POST", "/jobs/export", {"system": "mediation", "court": "鄂1202"})
        if status != 201:
            continue
        seen.append(who)
        until("exported", lambda: talks.must(who, "GET", f"/jobs/{job['id']}")["state"] == "done")
        output = talks.must(who, "GET", f"/jobs/{job['id']}").get("output")
        _, table = talks.ask(who, "GET", f"/documents/{output}/content")
        assert talks.id in str(table), "the export is empty"
        assert not heard(table), f"{who} exported {heard(table)}"
    assert seen, "nobody was let export"


def the_rows_tell_nothing(talks):
    """Who only reads the database reads no word; a row carried into another room opens there for nobody."""
    if talks.instance.store:
        rows = subprocess.run(["pg_dump", "--data-only", talks.instance.store], capture_output=True, text=True, check=True).stdout
    else:
        with sqlite3.connect(f"file:{talks.instance.data}/fengqiao.db?mode=ro", uri=True) as db:
            rows = "\n".join(db.iterdump())
    assert "结账时对剩余货款" in rows, "the wrong database is looked at"
    found = [words for rows_of in SAID.values() for _, words in rows_of if words in rows]
    assert not found, f"in the clear: {found}"


def a_row_moved_to_another_room_does_not_open(talks):
    talks.instance.stop()
    statement = "UPDATE post SET audience = 'joint' WHERE audience = 'with_applicant'"
    if talks.instance.store:
        subprocess.run(["psql", "-X", "-q", "-d", talks.instance.store, "-c", statement], check=True)
    else:
        with sqlite3.connect(f"{talks.instance.data}/fengqiao.db") as db:
            db.execute(statement)
    talks.instance.launch()
    reply = talks.must("xu", "GET", f"/matters/{talks.id}/posts")
    assert not [words for words in heard(reply, SITS["xu"]) if not words.endswith("甲")], f"a moved row opens: {reply}"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True)
    options.add_argument("--store", default="")
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="talks-") as folder:
        template = server.Template(str(pathlib.Path(wanted.program).resolve()), wanted.store, folder)
        instance = template.start("2026-03-02T09:00:00+08:00")
        try:
            talks = Talks(instance)
            for name, body in (("each reads the rooms they sit in, and the files shown there", all_sit_where_they_belong),
                               ("nobody speaks where they do not sit", nobody_speaks_where_they_do_not_sit),
                               (f"{len(talks.staff)} offices, another mediator, a stranger: not a word, by no way", no_role_of_the_house_hears_a_word),
                               ("the sides hear nothing of each other's talks", the_sides_hear_nothing_of_each_other),
                               ("a broken glass opens no room", a_glass_opens_no_room),
                               ("an export takes nothing along", an_export_takes_nothing_along),
                               ("the rows of the store tell nothing", the_rows_tell_nothing),
                               ("a row moved to another room does not open", a_row_moved_to_another_room_does_not_open)):
                test(name, lambda body=body: body(talks))
        finally:
            instance.kill()
    sys.exit(tally.close())


if __name__ == "__main__":
    main()
