"""The rules a partner body's system is held to (docs/partner.md), each tried from outside: the kit plays the court, posts to the system's address and
listens to what it sends. A rule passes, fails with what was seen, or is skipped where somebody at the body would have had to act."""
import json
import secrets
import threading
import time

from . import sm2, wire

FIELDS = {"number": "（2026）鄂1202诉前调17号", "cause": "04.10.108.03", "amount": 320000, "facts": "试件：借款三千二百元至今未还。", "wish": "还清借款。",
          "parties": [{"side": "applicant", "name": "测试甲", "phone": "13900000001"}, {"side": "respondent", "name": "测试乙", "phone": "13900000002"}]}


class Wrong(Exception):
    """A rule was broken; what was seen."""


class Skip(Exception):
    """Nobody acted."""


def need(true, seen):
    if not true:
        raise Wrong(str(seen))


class Court:
    """Its side of the line: keeps what came, and may answer 503 or lose answers."""

    def __init__(self, name, court, body, key=None, port=0):
        self.name, self.court, self.code, self.key = name, court, body, key or sm2.PrivateKey()
        self.url = self.body_key = None
        self.lock, self.came, self.raw, self.away, self.refuses = threading.Lock(), [], [], {}, False
        self.server = wire.Server(self.take, lambda _: wire.refuse(404, "document.unknown"), port)

    def take(self, data):
        with self.lock:
            self.raw.append(data)
            thread = json.loads(data)["thread"] if self.away else None
            if self.away.get(thread):
                self.away[thread] -= 1
                raise wire.Refused(503, "maintenance")
        envelope = wire.read(data, {self.code: self.body_key}, self.name)
        with self.lock:
            known = [one for one in self.came if one["key"] == envelope["key"]]
            if self.refuses and not known:
                raise wire.Refused(409, "action.wrong_state")
            if not known:
                last = max((one["sequence"] for one in self.came if one["thread"] == envelope["thread"]), default=0)
                if envelope["sequence"] != last + 1:
                    raise wire.Refused(409, "envelope.order")
                self.came.append(envelope)
        return {"key": envelope["key"], "again": bool(known)}

    def of(self, thread, name=None):
        with self.lock:
            return [one for one in self.came if one["thread"] == thread and name in (None, one["name"])]

    def make(self, thread, sequence, kind, name, body, key=None, **more):
        members = {"from": self.name, "to": self.code, "thread": thread, "sequence": sequence, "court": self.court, "to_court": self.code, **more}
        return wire.make(key or self.key, kind=kind, name=name, body=body, **members)

    def push(self, thread=None, **more):
        thread = thread or secrets.token_urlsafe(16)
        return thread, self.make(thread, 1, "open", "push", {**FIELDS, "court": self.code}, **more)

    def post(self, data):
        status, reply = wire.post(self.url, data)
        try:
            return status, json.loads(reply)
        except ValueError:
            raise Wrong(f"{status} with {reply[:60]!r}, which is no JSON") from None

    def pushed(self, thread=None):
        thread, data = self.push(thread)
        status, reply = self.post(data)
        need(status == 200 and reply.get("again") is False, f"{status} {reply}")
        return thread, data


def until(seconds, look):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    return None


def refused(court, data, codes):
    status, reply = court.post(data)
    need(status in codes, f"answered {status} {reply}, not one of {codes}")


def takes_a_push(court, _):
    court.pushed()


def takes_it_once(court, wait):
    thread, data = court.pushed()
    for _ in range(3):
        status, reply = court.post(data)
        need(status == 200 and reply.get("again") is True, f"the same again: {status} {reply}")
    need(until(wait, lambda: court.of(thread, "receipt")), "no receipt came")
    time.sleep(0.5)
    need(len(court.of(thread, "receipt")) == 1, "it opened more than one case: more than one receipt came")


def knows_a_changed_one(court, _):
    data = court.pushed()[1]
    envelope = {name: value for name, value in json.loads(data).items() if name != "signature"}
    envelope["body"] = wire.canonical({**FIELDS, "amount": 1}).decode()
    envelope["body_sm3"] = sm2.sm3(envelope["body"].encode()).hex()
    refused(court, wire.canonical({**envelope, "signature": court.key.sign(wire.canonical(envelope))}), (409,))


def believes_the_key(court, _):
    refused(court, court.push(key=sm2.PrivateKey())[1], (403,))


def sees_a_changed_body(court, _):
    data = court.push()[1]
    refused(court, data.replace("三千二百元".encode(), "三万二千元".encode()), (400, 403, 409, 422))
    refused(court, data.replace(b'"sequence":1', b'"sequence":2'), (400, 403))


def knows_whom_it_is_for(court, _):
    refused(court, court.push(to="somebody-else")[1], (403, 404, 409, 422))
    refused(court, court.push(**{"from": "nobody-known"})[1], (403,))


def keeps_the_order(court, _):
    thread, data = court.push()
    later = court.make(thread, 2, "act", "withdraw", {"reason": "试件"})
    status, reply = court.post(later)
    need(status in (404, 409), f"a withdrawal before its push: {status} {reply}")
    status, reply = court.post(data)
    need(status == 200, f"the push in its place: {status} {reply}")
    refused(court, court.make(thread, 3, "act", "withdraw", {"reason": "试件"}), (409,))
    status, reply = court.post(later)
    need(status == 200, f"in order: {status} {reply}")


def knows_its_threads(court, _):
    refused(court, court.make(secrets.token_urlsafe(16), 1, "act", "withdraw", {"reason": "试件"}), (404, 409))


def bears_garbage(court, _):
    for data in (b"{", b"[]", b"\xff\xfe", b'{"envelope":1}', b"{" * 5000):
        refused(court, data, (400, 403, 413, 422))
    status, _ = wire.post(court.url, b" " * (wire.BYTES_MAX + 1))
    need(status in (400, 413, 422), f"a megabyte and a byte: {status}")
    court.pushed()


def says_it_has_it(court, wait):
    thread, _ = court.pushed()
    found = until(wait, lambda: court.of(thread, "receipt"))
    need(found, "no receipt came; or it was not signed by the key the kit was given")
    need(found[0]["sequence"] == 1 and found[0]["court"] == court.code and found[0]["to_court"] == court.court, f"sequence, court or to_court: {found[0]}")


def sends_until_taken(court, wait):
    thread = secrets.token_urlsafe(16)
    court.away[thread] = 2
    court.pushed(thread)
    found = until(wait, lambda: court.of(thread, "receipt"))
    tried = [one for one in map(json.loads, list(court.raw)) if one["thread"] == thread][:2]
    need(found, "answered 503 twice, it never came again")
    need(all(one["key"] == found[0]["key"] for one in tried), "it came again under another key")


def takes_no_for_an_answer(court, wait):
    court.refuses = True
    try:
        before = len(court.raw)
        court.pushed()
        need(until(wait, lambda: len(court.raw) > before), "nothing came")
        time.sleep(min(wait, 3))
        keys = [json.loads(one)["key"] for one in court.raw[before:]]
        need(len(keys) == len(set(keys)), "refused for good (409), it came again")
    finally:
        court.refuses = False


def stops_when_told(court, wait):
    thread, _ = court.pushed()
    need(until(wait, lambda: court.of(thread, "receipt")), "no receipt came")
    count = -1
    while count != len(court.of(thread)):  # until it has said all it has to say just now
        count = len(court.of(thread))
        time.sleep(0.5)
    status, reply = court.post(court.make(thread, 2, "act", "withdraw", {"reason": "试件"}))
    need(status == 200, f"{status} {reply}")
    time.sleep(min(wait, 2))
    need(len(court.of(thread)) == count, f"after the withdrawal came {court.of(thread)[-1]['name']}")


def gives_the_agreement(court, wait):
    thread, _ = court.pushed()
    found = until(wait, lambda: court.of(thread, "agreement"))
    if not found:
        raise Skip("no agreement came in time: settle the pushed dispute in your system while the kit waits (--wait)")
    [result] = court.of(thread, "result")[-1:]
    for paper in found[0]["papers"]:
        at = int(time.time())
        words = (court.name, found[0]["key"], paper["id"], paper["sm3"], 0, at)
        path = "/api/v1/envelopes/piece?peer={}&envelope={}&paper={}&sm3={}&from={}&at={}&signature=".format(*words)
        status, _ = wire.exchange(court.url, "GET", path + sm2.PrivateKey().sign(wire.piece_words(*words)))
        need(status in (401, 403), f"a document went to somebody without the court's signature: {status}")
        status, data = wire.exchange(court.url, "GET", path + court.key.sign(wire.piece_words(*words)))
        need(status == 200, f"the document was not given: {status} {data[:80]!r}")
        need(paper["bytes"] > wire.BYTES_MAX or sm2.sm3(data).hex() == paper["sm3"], "its bytes have another SM3")
        need(paper["sm3"] in result["body"], "the result names another SM3 than the agreement's file")


RULES = [("takes a signed push", takes_a_push), ("takes it once, however often it comes", takes_it_once), ("refuses a key that comes again with another body", knows_a_changed_one),
         ("believes the court's key alone", believes_the_key), ("sees what was changed on the way", sees_a_changed_body), ("knows whom a message is for", knows_whom_it_is_for),
         ("keeps the order of a thread", keeps_the_order), ("refuses threads it does not know", knows_its_threads), ("bears garbage and excess, and goes on", bears_garbage),
         ("confirms the receipt, signed and numbered", says_it_has_it), ("sends until it is taken, under the same key", sends_until_taken),
         ("does not send again what was refused for good", takes_no_for_an_answer), ("stops when the court withdraws", stops_when_told),
         ("gives the agreement's file to the court alone, with the SM3 of the result", gives_the_agreement)]


def run(court, wait, say):
    """Tries all; (passed, failed, skipped). `say` takes a line."""
    counts = [0, 0, 0]
    for number, (name, rule) in enumerate(RULES, 1):
        try:
            rule(court, wait)
            counts[0] += 1
            say(f"  pass  {number:2} {name}")
        except Skip as why:
            counts[2] += 1
            say(f"  skip  {number:2} {name}\n           {why}")
        except (Wrong, OSError) as seen:
            counts[1] += 1
            say(f"  FAIL  {number:2} {name}\n           {seen}")
    return counts
