"""A partner body's system, as small as one can be: what a partner's developers may read, and what the platform is tried against.

It takes pushes, answers by a plan, hands in the agreement, stops when it is told to. `wrong` names the rules it breaks on purpose, so that the kit is
seen to find them: "unsigned" believes anybody, "twice" opens a case again, "order" takes any sequence, "changed" takes a key again with another body,
"once" never sends again, "stubborn" sends again what was refused, "deaf" goes on after a withdrawal, "open" gives documents to anybody.
"""
import json
import secrets
import threading
import time

from . import sm2, wire

ASKED_WITHIN_SECONDS = 300
ENDS = ("settled", "failed", "refused", "withdrawn")
PLAIN = {"number": "number", "mediator": "mediator", "reason": "reason", "text": "text", "result": "result", "terms": "terms", "sm3": "agreement_sm3", "files": "files", "settled": "settled", "failed": "failed"}
LABOUR = {"number": "slbh", "mediator": "tjy", "reason": "yy", "text": "jz", "result": "tjjg", "terms": "xynr", "sm3": "sm3", "files": "xywj", "settled": "1", "failed": "2"}


class Case:
    def __init__(self, thread, court, fields, number):
        self.thread, self.court, self.fields, self.number = thread, court, fields, number
        self.state, self.taken, self.messages = "received", 0, ["push"]


class Body:
    def __init__(self, code, court_url=None, court_name=None, court_pem=None, words=PLAIN, wrong=()):
        self.code, self.court_name, self.words, self.wrong = code, court_name, words, set(wrong)
        self.key, self.keys = sm2.PrivateKey(), {}
        self.lock, self.cases, self.lines, self.seen, self.papers = threading.RLock(), {}, {}, {}, {}
        self.mediators = [{"name": "钱国庆", "unit": "总工会调解室", "causes": "劳动争议"}]
        self.forgets = set()  # threads its list leaves out
        self.plan = lambda case: "settle"
        self.away = False  # answers 503, as a system under repair does
        self.refuses = None  # a code by which everything is refused
        self.server = wire.Server(self.take, self.piece)
        self.url = self.server.url
        self.sender = None
        if court_pem:
            self.meet(court_url, court_name, court_pem)

    def meet(self, court_url, court_name, court_pem):
        """Knows the court's platform from now on."""
        self.court_name, self.keys = court_name, {court_name: sm2.PublicKey(court_pem)}
        waits = {"first_wait": 3600, "longest_wait": 3600} if "once" in self.wrong else {}
        self.sender = wire.Sender(court_url, stubborn="stubborn" in self.wrong, **waits)

    def close(self):
        self.server.close()
        if self.sender:
            self.sender.close()

    # ---- what comes

    def take(self, data):
        if self.away:
            raise wire.Refused(503, "maintenance")
        if self.refuses:
            raise wire.Refused(403, self.refuses)
        try:
            envelope = wire.read(data, self.keys, self.code)
        except wire.Refused as refused:
            if "unsigned" not in self.wrong or refused.code not in ("envelope.signature", "envelope.body"):
                raise
            envelope = json.loads(data)
        with self.lock:
            return self.carry_out(envelope)

    def carry_out(self, envelope):
        thread, key = envelope["thread"], (envelope["from"], envelope["key"])
        case = self.cases.get(thread) or self.lines.get(thread)
        if key in self.seen and "twice" not in self.wrong:
            if self.seen[key] != envelope["body_sm3"] and "changed" not in self.wrong:
                raise wire.Refused(409, "envelope.changed")
            return {"key": envelope["key"], "again": True}
        if envelope["sequence"] != (case.taken if case else 0) + 1 and not {"order", "twice"} & self.wrong:
            raise wire.Refused(409, "envelope.order")
        if envelope["kind"] == "open":
            if envelope["name"] not in ("push", "line") or (case and "twice" not in self.wrong):
                raise wire.Refused(409, "envelope.thread")
            case = Case(thread, envelope["court"], json.loads(envelope["body"]), f"{self.code}-{len(self.seen) + 1}")
            if envelope["name"] == "line":
                self.lines[thread] = case
                self.say(case, "roster_sync", raw={"mediators": self.mediators})
            else:
                self.cases[thread] = case
                self.answer(case)
        elif not case or envelope["name"] not in (("reconcile",) if thread in self.lines else ("withdraw", "agreement_refused")):
            raise wire.Refused(404, "envelope.thread")
        else:
            self.told(case, envelope["name"])
        case.taken = envelope["sequence"]
        self.seen[key] = envelope["body_sm3"]
        return {"key": envelope["key"], "again": False}

    def told(self, case, name):
        case.messages.append(name)
        if name == "reconcile":
            self.say(case, name, raw={"cases": self.listed(case.court)})
        elif name == "withdraw":
            case.state = "withdrawn"
            if "deaf" in self.wrong:
                self.say(case, "progress", text="继续调解。")
        elif case.state != "withdrawn":
            self.hand_in(case)

    def listed(self, court):
        """What it holds of a court, for the daily reconciliation. A real system leaves out what was pushed before the day `since`."""
        return [{"thread": case.thread, "state": case.state if case.state in ENDS else "open"}
                for case in self.cases.values() if case.court == court and case.thread not in self.forgets]

    # ---- what is said

    def say(self, case, name, papers=(), raw=None, kind="act", **fields):
        body = raw or {self.words[member]: value for member, value in fields.items()}
        case.messages.append(name)
        self.sender.put(case.thread, lambda place: wire.make(
            self.key, **{"from": self.code}, to=self.court_name, thread=case.thread, sequence=place, court=self.code, to_court=case.court, kind=kind,
            name=name, body=body, papers=list(papers)))

    def answer(self, case):
        """All of a case's life, as the plan says: each message waits for the one before it."""
        plan = self.plan(case)
        case.plan = plan
        if plan == "silent":
            return
        self.say(case, "receipt", number=case.number)
        if plan == "received":
            return
        if plan == "refuse":
            self.say(case, "refuse", reason="不属于本机构调解的纠纷。")
            case.state = "refused"
            return
        self.say(case, "accept", mediator="钱国庆", number=case.number)
        case.state = "mediating"
        if plan == "mediate":
            return
        self.say(case, "progress", text="已约双方到场。")
        if plan == "fail":
            self.fail(case)
            return
        self.settle(case)

    def begin(self, court, fields, plan="settle"):
        """A dispute the body took by itself: opened at the court, filled in, then as any other. Its members are the platform's own words."""
        case = Case(secrets.token_urlsafe(16), court, fields, f"{self.code}-own-{len(self.cases) + 1}")
        case.state, case.plan = "mediating", plan
        with self.lock:
            self.cases[case.thread] = case
        self.say(case, "partner", kind="open", raw={"court": court})
        self.say(case, "start", raw={**fields, "mediator": "钱国庆", "their_number": case.number})
        if plan == "fail":
            self.fail(case)
        elif plan != "mediate":
            self.settle(case)
        return case

    def fail(self, case):
        self.say(case, "result", result=self.words["failed"], reason="双方没有谈拢。")
        case.state = "failed"

    def settle(self, case):
        """The result names the file's SM3, the agreement brings the file. Plan "wrong_file": another file at first."""
        case.file = f"%PDF-1.4\n% 调解协议 {case.number}\n%%EOF\n".encode()
        self.say(case, "result", result=self.words["settled"], terms="被申请人在三十日内付清。", sm3=sm2.sm3(case.file).hex())
        case.state = "settled"
        self.hand_in(case, case.file + b"% another\n" if case.plan == "wrong_file" else None)

    def hand_in(self, case, data=None):
        data = data or case.file
        paper = "X" + "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(14))
        self.papers[paper] = data
        row = {"id": paper, "sm3": sm2.sm3(data).hex(), "bytes": len(data), "media_type": "application/pdf", "name": "调解协议.pdf"}
        self.say(case, "agreement", papers=[row], files=[paper])

    def piece(self, query):
        data = self.papers.get(query.get("paper"))
        words = wire.piece_words(*(query.get(name, "") for name in ("peer", "envelope", "paper", "sm3", "from", "at")))
        key = self.keys.get(query.get("peer"))
        if "open" not in self.wrong and (not key or not key.verifies(words, query.get("signature", "")) or abs(time.time() - int(query.get("at") or 0)) > ASKED_WITHIN_SECONDS):
            raise wire.Refused(403, "envelope.signature")
        if data is None or sm2.sm3(data).hex() != query.get("sm3"):
            raise wire.Refused(404, "document.unknown")
        start = int(query.get("from") or 0)
        return data[start:start + wire.BYTES_MAX]

    def state_of(self, thread):
        with self.lock:
            return self.cases[thread].state if thread in self.cases else None
