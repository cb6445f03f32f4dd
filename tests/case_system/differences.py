"""What disagrees is told by the list of the day, with who must act, until a list agrees again."""
import json
import time

from patience import until


def differences(court, test):
    """What disagrees is told by the list of the day, with who must act, until a list agrees again."""
    peer = court.peer
    court.numbering("court_system")

    def compared(who="filing_head", at="鄂1202"):
        court.do(who, "POST /case-lists", {"court": at}, 202)
        return until("the list is done", lambda: (lambda one: one["state"] != "asked" and one)(
            court.do(who, f"GET /case-lists?court={at}")["items"][0]))

    def open_ones(who="filing_head", at="鄂1202"):
        return court.do(who, f"GET /case-differences?court={at}")["items"]

    def kinds(who="filing_head"):
        return sorted(one["kind"] for one in open_ones(who))

    def there(one):
        return until(f"{one} is there", lambda: peer.by_key.get(court.key(one)))

    one, two, three = court.decided(), court.decided(), court.decided()
    for matter in (one, two, three):
        court.numbered(matter)

    def agrees():
        peer.add()
        got = compared()
        assert got["state"] == "complete" and got["cases"] == 4 and got["differences"] == 0 and kinds() == [], f"{got} {kinds()}"
        assert "0 differences" in court.command("differences")
    test("everything agrees: a case that never came from here is none of ours", agrees)

    def heals():
        peer.lose(there(one), judge="孙法官")
        time.sleep(2)
        assert "presiding_judge" not in court.matter(one)["fields"]
        compared()
        assert court.matter(one)["fields"]["presiding_judge"] == "孙法官" and kinds() == []
    test("a change that was lost is made good by the list", heals)

    def each(kind, act, role, undo=None):
        def body():
            act()
            compared()
            found = [row for row in open_ones() if row["kind"] == kind]
            assert len(found) == 1 and found[0]["role"] == role, f"{kind}: {kinds()}"
            assert found[0]["title"]["zh"] and found[0]["next_step"]["en"] and found[0]["role_title"]["zh"]
            assert kind in court.command("differences", status=1)
            if undo:
                undo()
                compared()
                assert kind not in kinds(), f"{kind} is still there: {kinds()}"
        test(f"{kind}: told to {role}" + (", and gone when it is put right" if undo else ""), body)

    def double():
        extra = peer.add(key=court.key(two), number=False)
        peer.by_key[court.key(two)] = "A-2"
        double.extra = extra

    def undouble():
        del peer.cases[double.extra]
    each("doubled", double, "filing_head", undouble)

    right = {}

    def renumber(reference="A-3"):
        right["number"] = peer.cases[reference]["number"]
        peer.change(reference, number="（2026）鄂1202民初777号")
    each("number_differs", renumber, "filing_head", lambda: peer.change("A-3", number=right["number"]))

    def twice():
        for _ in range(2):
            peer.change(peer.add(number=False), number="（2026）鄂1202民初600号")

    def once():
        last = max(peer.cases, key=lambda name: int(name[2:]))
        peer.change(last, number="（2026）鄂1202民初601号")
    each("number_twice", twice, "filing_head", once)

    def backwards():
        right["revision"] = peer.cases["A-1"]["revision"]
        peer.cases["A-1"]["revision"] = 1
    each("went_back", backwards, "admin", lambda: peer.cases["A-1"].update(revision=right["revision"]))

    each("unknown_key", lambda: peer.change(peer.add(key="fengqiao-F000000000000-registration", number=False)), "admin")

    def bad():
        right["bad"] = peer.add(number=False)
        peer.cases[right["bad"]]["registered"] = "2026-99-99"
    each("unreadable", bad, "admin", lambda: peer.cases[right["bad"]].update(registered="2026-11-24"))

    def vanish():
        time.sleep(2)  # said before the list begins
        right["gone"] = peer.cases.pop("A-3")
    each("gone", vanish, "filing_head", lambda: peer.cases.update({"A-3": right["gone"]}))

    def posted(fault):
        """Decided, and what is sent then meets that fault."""
        peer.post_faults = [fault]
        matter = court.decided()
        until("it was sent", lambda: not peer.post_faults)
        return matter

    def refuse():
        right["refused"] = posted("refuse")
        time.sleep(1)

    def by_hand():
        peer.add(number=False)
        peer.change(max(peer.cases, key=lambda name: int(name[2:])), number="（2026）鄂1202民初700号")
        court.do("judge_clerk", f"POST /matters/{right['refused']}/receive_number", {"number": "（2026）鄂1202民初700号"})
    each("refused", refuse, "filing_judge", by_hand)

    def forgotten():
        right["forgotten"] = posted("forget")
        court.numbered(right["forgotten"])
    each("missing_outside", forgotten, "admin")

    def taken():
        right["next"], peer.next = peer.next, 318
        right["taken"] = court.decided()
        until("it is there", lambda: court.key(right["taken"]) in peer.by_key)
        peer.next = right["next"]

    def given():
        peer.change(peer.by_key[court.key(right["taken"])], number="（2026）鄂1202民初650号")
        court.numbered(right["taken"])
    each("number_taken", taken, "filing_head", given)

    def foreign():
        right["foreign"] = posted("later")
        peer.change(there(right["foreign"]), number="（2026）鄂1281民初7号")

    def own():
        peer.change(there(right["foreign"]), number="（2026）鄂1202民初651号")
        court.numbered(right["foreign"])
    each("number_refused", foreign, "filing_head", own)

    def far():
        right["far"] = peer.add(number=False)
        peer.change(right["far"], number="（2026）鄂1202民初6520001号")
    each("number_jump", far, "filing_head", lambda: peer.change(right["far"], number="（2026）鄂1202民初652号"))

    def early():
        peer.post_faults = ["later"]
        waiting = court.decided()
        reference = there(waiting)
        peer.change(reference, judge="早法官")
        compared()
        assert "not_possible" not in kinds(), "a judge named before the number was told as a difference"
        peer.number_later(reference)
        assert court.numbered(waiting)["state"] == "registered"
        until("its judge", lambda: court.matter(waiting)["fields"].get("presiding_judge") == "早法官")
    test("a judge named before the number waits for it", early)

    def voided():
        court.do("filing_head", f"POST /matters/{right['foreign']}/void", {"reasons": "重复登记"})
        peer.change(there(right["foreign"]), judge="郑法官")
    each("not_possible", voided, "filing_head")

    def unsent():
        peer.down, right["posts"] = "POST", court.posts()
        right["unsent"] = court.decided()
        until("it was tried three times", lambda: court.posts() >= right["posts"] + 3)
        time.sleep(1)

    def through():
        peer.down = False
        court.numbered(right["unsent"])
    each("not_sent", unsent, "admin", through)

    def typed():
        peer.faults = []
        peer.down = True
        four = court.decided()
        court.do("judge_clerk", f"POST /matters/{four}/receive_number", {"number": "（2026）鄂1202民初888号"})
        time.sleep(9)
        peer.down = False
    each("only_inside", typed, "filing_head")

    def unreachable():
        peer.down = True
        got = compared()
        peer.down = False
        assert got["state"] == "failed" and got["error"] in ("peer.unreachable", "case_system.failed"), got
        assert "unreachable" in kinds() and "only_inside" in kinds(), "what was known is still known"
        compared()
        assert "unreachable" not in kinds()
    test("unreachable: told to admin, what was known stays", unreachable)

    def explained():
        row = next(row for row in open_ones() if row["kind"] == "only_inside")
        court.do("filing_judge", f"POST /case-differences/{row['id']}/explain", {"explanation": "不该"}, 403)
        court.do("chibi_filing_head", f"POST /case-differences/{row['id']}/explain", {"explanation": "不该"}, 404)
        court.do("filing_head", f"POST /case-differences/{row['id']}/explain", {"explanation": "案件系统补录中"})
        compared()
        row = next(row for row in open_ones() if row["kind"] == "only_inside")
        assert row["explanation"] == "案件系统补录中" and row["explained_by"] and row["matter"] and row["number"]
        court.do("filing_head", "POST /case-differences/999999/explain", {"explanation": "没有"}, 404)
    test("a head says what a difference is about; it stays until a list agrees", explained)

    def rights():
        seen = court.do("admin", "GET /case-differences?court=鄂1202")["items"]
        assert seen and all(row["role"] == "admin" and row["matter"] is None for row in seen), "an administrator sees a case"
        court.do("window_clerk", "GET /case-differences", status=403)
        court.do("gu", "GET /case-differences", status=403)
        court.do("chibi_filing_head", "GET /case-differences?court=鄂1202", status=403)
        court.do("chibi_filing_head", "POST /case-lists", {"court": "鄂1202"}, 403)
    test("each sees what is of their court, and administrators no case", rights)

    def unconnected():
        court.do("chibi_filing_head", "POST /case-lists", {"court": "鄂1281"}, 409)
        court.do("chibi_filing_head", "POST /settings", {"court": "鄂1281", "system": "filing", "name": "numbering",
                                                         "valid_from": "2026-11-24", "value": "court_system"})
        assert compared("chibi_filing_head", "鄂1281")["state"] == "unconnected"
        assert [row["kind"] for row in open_ones("chibi_filing_head", "鄂1281")] == ["not_connected"]
    test("a court that numbers outside without a connection is told", unconnected)

    def daily():
        peer.faults = []
        court.player.clock("+1d")
        until("the next day has its list", lambda: [one for one in court.do("filing_head", "GET /case-lists")["items"]
                                                    if one["day"] == "2026-11-25" and one["state"] == "complete"])
        report = json.loads(court.command("differences", "--json", "--court", "鄂1202", status=1))
        assert {row["kind"] for row in report["differences"]} == {"unknown_key", "only_inside", "missing_outside", "not_possible"}, report["differences"]
        assert report["lists"][0]["day"] == "2026-11-25"
    test("each day has its list by itself", daily)

    def over_midnight():
        court.do("filing_head", "POST /case-lists", {"court": "鄂1202"}, 202)
        court.player.clock("+1d")
        lists = until("the older day is settled", lambda: (lambda items: all(one["state"] != "asked" for one in items) and items)(
            court.do("filing_head", "GET /case-lists")["items"]))
        until("the new day has its list", lambda: court.do("filing_head", "GET /case-lists")["items"][0]["state"] == "complete")
        assert [one["state"] for one in lists if one["day"] == "2026-11-25"] == ["failed"], lists
        assert [one["error"] for one in lists if one["day"] == "2026-11-25"] == ["case_list.day_over"], lists
        kinds_now = len([one for one in peer.asked if one[1].startswith("/cases?")])
        time.sleep(4)
        assert len([one for one in peer.asked if one[1].startswith("/cases?")]) <= kinds_now + 1, "the list is read again and again"
    test("a list asked for late in the evening is not asked for ever", over_midnight)

    def late():
        posted("later")
        time.sleep(1)
        court.player.clock("+3d")
    each("number_late", late, "filing_judge")
