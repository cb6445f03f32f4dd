"""Viruses: what is not known to be clean is given to nobody; a scanner that is away, or says nonsense, lets nothing through."""
import time

import schema
from patience import until
from people import shown
from scanner import MARK

VIRUS = "借条：\n".encode() + MARK + b"\n"


def run(test, place, fake=None):
    pdf = schema.sample_file("pdf")

    def scan(who, document):
        status, facts = place.ask(who, "GET", f"/documents/{document}")
        assert status == 200, shown(facts)
        return facts["scan"]

    def content(who, document):
        status, got, _ = place.bytes(who, f"/documents/{document}/content")
        return status, got

    def sent(name, raw):
        status, reply = place.upload("citizen", name, raw)
        assert status == 201, shown(reply)
        return reply["id"]

    def clean_and_found():
        status, state = place.ask(None, "GET", "/status")
        assert status == 200 and state["virus_scan"] is True, shown(state)
        good, bad = sent("好.pdf", pdf), sent("坏.txt", VIRUS)
        until("both are scanned", lambda: scan("citizen", good) == "clean" and scan("citizen", bad) == "found")
        assert content("citizen", good) == (200, pdf)
        status, reply = place.ask("citizen", "GET", f"/documents/{bad}/content")
        assert status == 409 and reply["code"] == "document.infected", shown(reply)
        status, messages = place.ask("citizen", "GET", "/messages")
        told = [one for one in messages["items"] if one["notice"] == "document_found"]
        assert len(told) == 1 and "坏.txt" in told[0]["text"] and "Test.Virus" in told[0]["text_en"], shown(messages)
        status, reply = place.ask("citizen", "POST", "/intake", {"court": "鄂1202", "story": "去年三月借给邻居六万元，到期不还。", "files": [bad]})
        assert status == 409 and reply["code"] == "document.infected", (status, shown(reply))
        status, reply = place.ask("citizen", "POST", "/intake", {"court": "鄂1202", "story": "去年三月借给邻居六万元，到期不还。", "files": [good]})
        assert status == 201, shown(reply)

    def away(mood):
        def body():
            """Kept apart while the scanner is away; given out when it has looked."""
            fake.mood = mood
            document = sent("等.pdf", pdf)
            time.sleep(1)
            assert scan("citizen", document) == "waiting"
            status, reply = place.ask("citizen", "GET", f"/documents/{document}/content")
            assert status == 409 and reply["code"] == "document.quarantine", shown(reply)
            fake.mood = "well"
            until("it is asked again", lambda: scan("citizen", document) == "clean")
            assert content("citizen", document) == (200, pdf)
        return body

    def nonsense(mood):
        def body():
            fake.mood = mood
            document = sent("怪.pdf", pdf)
            until("it fails", lambda: scan("citizen", document) == "failed")
            status, reply = place.ask("citizen", "GET", f"/documents/{document}/content")
            assert status == 409 and reply["code"] == "document.quarantine", shown(reply)
            fake.mood = "well"
        return body

    def whole():
        """Every byte reaches the scanner, also of the largest file."""
        raw = (b"a line of words\n" * (1 << 20))[:15 * 1024 * 1024] + MARK
        fake.seen.clear()
        document = sent("大.txt", raw)
        until("it is found", lambda: scan("citizen", document) == "found")
        assert fake.seen == [raw]

    test("the clean one is given out, the other is kept apart and its sender told", clean_and_found)
    if fake:
        test("a scanner that hangs up lets nothing through", away("hangs up"))
        test("a scanner that says nothing lets nothing through", away("silent"))
        test("an answer nobody knows is no OK", nonsense("garbage"))
        test("what the scanner refuses to look at is kept apart", nonsense("refuses"))
        test("every byte is looked at", whole)


def off(test, place):
    def body():
        status, state = place.ask(None, "GET", "/status")
        assert status == 200 and state["virus_scan"] is False, shown(state)
        status, reply = place.upload("citizen", "坏.txt", VIRUS)
        status, facts = place.ask("citizen", "GET", f"/documents/{reply['id']}")
        assert facts["scan"] == "off", shown(facts)
        status, got, _ = place.bytes("citizen", f"/documents/{reply['id']}/content")
        assert status == 200 and got == VIRUS
    test("without a scanner nothing is looked at, and it says so", body)


def switched_on(test, place):
    def body():
        """What came before there was a scanner is looked at too."""
        status, reply = place.ask("citizen", "GET", "/documents/" + place.before["id"])
        until("the old one is looked at", lambda: place.ask("citizen", "GET", "/documents/" + place.before["id"])[1]["scan"] == "found")
    test("a scanner that is set later looks at what came before", body)
