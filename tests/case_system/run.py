#!/usr/bin/env python3
"""A court with a case system of its own: what is registered here is there once, whatever goes wrong between them, and its
number, judge, hearings and result come back once.

Usage: tests/case_system/run.py --program build/src/fengqiao [--store postgresql://…] [--only PART]
"""
import argparse
import json
import os
import pathlib
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story"), str(ROOT / "tests/case_system")]
import server  # noqa: E402
from court import Court  # noqa: E402
from differences import differences  # noqa: E402
from patience import until  # noqa: E402
from tally import Tally  # noqa: E402

tally = Tally()


def numbers(court, test):
    """Registered filings get their number from outside, whatever goes wrong."""
    peer = court.peer

    def plain():
        court.numbering("court_system")
        one = court.decided()
        got = court.numbered(one)
        assert got["number"] == "（2026）鄂1202民初318号" and got["state"] == "registered", got["number"]
        sent = peer.sent
        assert sent["matter"] == one and sent["kind"] == "registration" and sent["fields"]["procedure"] == "summary"
        assert sent["fields"]["plaintiffs"][0]["person"]["id_number"] == "422301198803150029", "nobody types it twice"
        assert "refund_account" not in sent["fields"] and "signature" not in sent["fields"]
        until("its papers are made", lambda: any(p["template"] == "acceptance_notice" and p["document"] for p in court.matter(one, "gu")["papers"]))
        events = court.do("filing_judge", f"GET /matters/{one}/events")["items"]
        assert [e["role"] for e in events if e["action"] == "receive_number"] == ["clock"]
    test("a registered filing is sent, and its number comes back", plain)

    for fault in ("fail", "denied", "slow", "cut", "garbage", "long"):
        def once(fault=fault):
            before, posts = len(peer.cases), court.posts()
            peer.post_faults = [fault, fault]
            one = court.decided()
            got = court.numbered(one)
            assert len(peer.cases) == before + 1, f"{len(peer.cases) - before} cases stand there"
            assert 1 <= court.posts() - posts <= 3, f"sent {court.posts() - posts} times"
            assert got["number"] == peer.cases[peer.by_key[court.key(one)]]["number"]
        test(f"twice {fault}, and still one case and one number", once)

    def refused():
        peer.post_faults = ["refuse"]
        one = court.decided()
        posts = until("it is sent", lambda: not peer.post_faults and court.posts())
        time.sleep(1.5)
        assert court.posts() == posts and court.matter(one)["state"] == "number_awaited", "a refusal is not asked again"
    test("what the case system refuses waits for a person", refused)

    def by_hand():
        peer.post_faults = ["fail"]
        one = court.decided()
        until("it was tried", lambda: not peer.post_faults)
        court.do("judge_clerk", f"POST /matters/{one}/receive_number", {"number": "（2026）鄂1202民初900号"})
        before = len(peer.cases)
        time.sleep(5)
        assert len(peer.cases) == before, "a number that came by hand stands there already"
    test("a number typed by hand is not sent again", by_hand)

    def doubled():
        peer.next = 318
        one = court.decided()
        until("it is there", lambda: court.key(one) in peer.by_key)
        time.sleep(1)
        assert court.matter(one)["state"] == "number_awaited", "a number of another case was taken"
        peer.next = 901
    test("a number the case system gives twice is taken once", doubled)

    def ruling():
        one = court.decided("decide_to_refuse", {"ground": "no_clear_defendant", "reasons": "被告住所不明。"})
        got = court.numbered(one)
        assert got["state"] == "refused" and peer.sent["kind"] == "refusal" and peer.sent["fields"]["ground"] == "no_clear_defendant"
    test("a ruling of inadmissibility takes its number there too", ruling)

    def killed():
        peer.post_faults = ["slow"]
        one = court.decided()
        until("it is under way", lambda: not peer.post_faults)
        court.instance.restart_after_kill(court.player.now.isoformat())
        court.numbered(one)
        assert sum(1 for case in peer.cases.values() if case["key"] == court.key(one)) == 1
    test("killed while it waits for the answer: one case there", killed)

    def local_again():
        court.numbering("local")
        one = court.filing()
        court.do("filing_judge", f"POST /matters/{one}/register", {"procedure": "summary"})
        highest = max(int(case["number"].split("民初")[1][:-1]) for case in peer.cases.values() if case["number"])
        assert court.matter(one)["number"] == f"（2026）鄂1202民初{max(highest, 900) + 1}号", court.matter(one)["number"]
    test("back to its own series: it goes on behind the highest number from outside", local_again)

    test("the data hold: no gap, no number twice", court.holds)


def changes(court, test):
    """Judges, hearings and results come from outside, each saying once, the newest last."""
    peer = court.peer
    court.numbering("court_system")
    hearing = {"id": "H1", "starts": "2026-12-10T09:00:00+08:00", "room": "第三法庭", "state": "planned"}
    one = court.decided()
    court.numbered(one)
    reference = peer.by_key[court.key(one)]

    def field(name, wanted, who="filing_judge"):
        return until(f"{name} is {wanted}", lambda: court.matter(one, who)["fields"].get(name) == wanted)

    def taken():
        return [e for e in court.do("filing_judge", f"GET /matters/{one}/events")["items"] if e["action"] == "take_outside"]

    def judge():
        peer.change(reference, judge="孙法官", clerk="周书记员", division="民一庭", hearings=[hearing])
        field("presiding_judge", "孙法官")
        field("presiding_judge", "孙法官", "gu")
        got = court.matter(one)["fields"]
        assert got["trial_division"] == "民一庭" and got["hearings"][0]["room"] == "第三法庭" and len(taken()) == 1
    test("judge, division and hearing are told by the case system", judge)

    def again():
        for _ in range(3):
            peer.log.append(reference)
        peer.change(reference)
        time.sleep(2.5)
        assert len(taken()) == 1, "the same saying was taken twice"
    test("the same saying again changes nothing", again)

    def older():
        old = dict(peer.cases[reference])
        peer.change(reference, judge="钱法官")
        field("presiding_judge", "钱法官")
        new = peer.cases[reference]
        with peer.lock:
            peer.cases[reference] = old
            peer.log.append(reference)
        time.sleep(2.5)
        peer.cases[reference] = new
        assert court.matter(one)["fields"]["presiding_judge"] == "钱法官", "an older saying was taken"
    test("an older saying that comes late is let by", older)

    for fault in ("fail", "slow", "cut", "garbage", "long"):
        def later(fault=fault):
            name = f"法官{fault}"
            peer.change(reference, judge=name)
            peer.faults = [fault, fault]
            field("presiding_judge", name)
        test(f"changes read {fault}: they come later", later)

    def unreadable():
        other = peer.add()
        peer.change(other, revision=0, judge="x" * 100)
        with peer.lock:
            peer.cases[other]["revision"] = -1
            peer.log.append(other)
        peer.change(reference, judge="吴法官")
        field("presiding_judge", "吴法官")
        peer.cases[other]["revision"], peer.cases[other]["judge"] = 1, None
    test("a case that cannot be read holds up no other", unreadable)

    def number_later():
        peer.post_faults = ["later"]
        two = court.decided()
        key = until("it is there", lambda: peer.by_key.get(court.key(two)))
        time.sleep(1.5)
        assert court.matter(two)["state"] == "number_awaited"
        peer.number_later(key)
        assert court.numbered(two)["state"] == "registered"
    test("a number that was not there at once comes with the changes", number_later)

    def calendar():
        def fixed(day="2026-12-10"):
            return [i for i in court.do("gu", f"GET /calendar?whose=mine&from={day}&to={day}")["items"] if i["kind"] == "appointment" and i["matter"]["id"] == one]
        got = fixed()
        assert len(got) == 1 and got[0]["due"].startswith("2026-12-10T09:00") and got[0]["place"] == "第三法庭", got
        peer.change(reference, hearings=[hearing, {"id": "H0", "starts": "2026-12-10T15:00:00+08:00", "room": "第一法庭", "state": "cancelled"}])
        until("both hearings are known", lambda: len(court.matter(one, "gu")["fields"]["hearings"]) == 2)
        assert len(fixed()) == 1, "a cancelled hearing is in nobody's calendar"
        peer.change(reference, hearings=[hearing])
        until("one hearing is left", lambda: len(court.matter(one, "gu")["fields"]["hearings"]) == 1)
    test("the hearing stands in the party's calendar, a cancelled one does not", calendar)

    def result():
        peer.change(reference, result={"kind": "mediated", "on": "2026-12-11"}, hearings=[dict(hearing, state="held")])
        field("result", "mediated")
        seen = court.matter(one, "gu")["fields"]
        assert "result" not in seen and seen["hearings"][0]["state"] == "held", "a party learns the result by its paper"
    test("the result is told to the court, the party gets the paper", result)

    def others():
        peer.add()
        time.sleep(2.5)
        court.numbering("local")
        three = court.filing()
        court.do("filing_judge", f"POST /matters/{three}/register", {"procedure": "summary"})
        given = {case["number"] for case in peer.cases.values()}
        assert court.matter(three)["number"] not in given, "a number of a case we do not know was given again"
        court.numbering("court_system")
    test("numbers of cases that never were here are not given here either", others)

    test("the data hold", court.holds)


def courts(court, test):
    """A court's case system says what it likes of its own cases, and nothing of another court's."""
    peer = court.peer
    court.numbering("court_system")
    court.numbering("court_system", "chibi_filing_head", "鄂1281")
    theirs = court.filing("鄂1281")
    court.do("chibi_filing_judge", f"POST /matters/{theirs}/decide_to_register", {"procedure": "summary"})

    def another():
        reference = peer.add(key=court.key(theirs), number=False)
        peer.change(reference, judge="孙法官", number="（2026）鄂1281民初66号")
        until("it was read", lambda: sum(path.startswith("/changes") for _, path in list(peer.asked)) > 4)
        got = court.matter(theirs, "chibi_filing_judge")
        assert got["state"] == "number_awaited" and not got["number"], "another court's matter took a number"
        assert "presiding_judge" not in got["fields"], "another court's matter took a judge"
        court.do("filing_head", "POST /case-lists", {"court": "鄂1202"}, 202)
        until("it is told", lambda: [row["kind"] for row in court.do("filing_head", "GET /case-differences?court=鄂1202")["items"]]
              == ["unknown_key"])
    test("what one court's system says with another court's key changes nothing there", another)

    def still_waiting():
        del court.peer.cases["A-1"]
        connection = json.loads(pathlib.Path(court.file).read_text())[0]
        connection["courts"] = ["鄂1281"]
        pathlib.Path(court.file).write_text(json.dumps([connection]))
        peer.by_key.clear()
        peer.next = 5
        court.instance.restart_after_kill(court.player.now.isoformat())
        got = until("it has its number", lambda: (lambda one: one["number"] and one)(court.matter(theirs, "chibi_filing_judge")))
        assert got["number"] == "（2026）鄂1281民初5号", got["number"]
    test("and its own system still gets it", still_waiting)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", default="")
    parser.add_argument("--only", default="", help="one part: numbers, changes, differences, courts")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fengqiao-cases-") as folder:
        template = server.Template(os.path.abspath(arguments.program), arguments.store, folder)
        for part in (numbers, changes, differences, courts):
            if arguments.only not in ("", part.__name__):
                continue
            court = Court(template, folder)
            try:
                part(court, tally.test)
            finally:
                if tally.failed:
                    print(court.instance.tail())
                court.instance.kill()
                court.peer.close()
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
