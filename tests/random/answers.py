"""Answers to any form of a definition, drawn at random: plausible, invented, of the right kind each."""
import datetime
import random

SURNAMES, NAMES = "赵钱孙李周吴郑王冯陈褚卫", ["文博", "志强", "若兰", "长春", "明远", "书敏", "立新", "秀英", "桂兰", "向东"]
ADDRESS = {"division": "421202", "detail": "温泉街道青龙路8号"}
CREDIT_CODE = "91421202MA4FQ7H310"


def resident_id(number):
    """The n-th invented identity number with its check character (GB 11643)."""
    body = f"422301{1950 + number % 50}{1 + number % 12:02}{1 + number % 28:02}{number % 1000:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights)) % 11]


class Answers:
    def __init__(self, seed, day):
        self.random, self.day, self.first, self.mediators = random.Random(seed), day, "", []

    def name(self):
        return self.random.choice(SURNAMES) + self.random.choice(NAMES)

    def person(self):
        out = {"name": self.name(), "address": ADDRESS}
        self.first = self.first or out["name"]
        if self.random.random() < 0.6:
            out.update(id_kind="resident_id", id_number=resident_id(self.random.randrange(10_000)))
        if self.random.random() < 0.6:
            out["phone"] = f"139{self.random.randrange(10**8):08}"
        return out

    def one(self, field, matter, documents):
        kind, draw = field["type"], self.random
        low, high = field.get("min") or 0, field.get("max") or 0
        plain = {
            "money": lambda: draw.randint(max(low, 1), min(high or 10**9, 10**9)),
            "number": lambda: draw.randint(low, min(high or low + 100, low + 100)),
            "date": lambda: (self.day + datetime.timedelta(days=draw.randint(-400, 40))).isoformat(),
            "moment": lambda: f"{self.day.isoformat()}T10:00:00+08:00",
            "yes_no": lambda: draw.random() < 0.85,
            "choice": lambda: draw.choice(field["options"])["name"],
            "multi_choice": lambda: [one["name"] for one in draw.sample(field["options"], 1)],
            "person": self.person,
            "organisation": lambda: {"name": "咸宁青龙建材有限公司", "credit_code": CREDIT_CODE, "legal_representative": self.name(), "address": ADDRESS, "phone": "07158231000"},
            "resident_id": lambda: resident_id(draw.randrange(10_000)),
            "credit_code": lambda: CREDIT_CODE,
            "phone": lambda: f"139{draw.randrange(10**8):08}",
            "email": lambda: "someone@example.org",
            "bank_account": lambda: "6222021812345678905",
            "address": lambda: ADDRESS,
            "cause": lambda: draw.choice(["04.10.108.03", "04.10.078"]),
            "court": lambda: draw.choice(["鄂1202", "鄂1202", "鄂1281"]),
            "case_number": lambda: "（2026）鄂1202民初1号",
            "document_list": lambda: [documents()],
            "matter_reference": lambda: matter["id"],
            "party_reference": lambda: draw.choice(matter["participants"])["id"] if matter["participants"] else "",
            "mediator": lambda: draw.choice(self.mediators) if self.mediators else "",
            "signature": lambda: {"mode": "screen", "name": self.first or self.name()},
        }
        if kind in ("text", "long_text"):
            times = 1 if kind == "text" else 300 if draw.random() < 0.03 else 3  # some write for a long time
            text = self.name() + "借款六万元，约定一年后归还，到期没有归还。" * times
            return text[:high] if high else text
        if kind == "group":
            count = draw.randint(max(low, 1), max(low, min(high or 2, 2)))
            return [self.map(field["fields"], matter, documents) for _ in range(count)]
        return plain[kind]() if kind in plain else None

    def form(self, fields, matter, documents, required):
        """One form: who signs it is the first person named in it."""
        self.first = ""
        return self.map(fields, matter, documents, required)

    def map(self, fields, matter, documents, required=()):
        """In the order of the fields, since one may be shown only when an earlier one says so."""
        out = {}
        for field in fields:
            shown = all(out.get(name) in values for name, values in (field.get("show") or {}).items())
            needed = field.get("required") or field["name"] in required
            if not shown or field["type"] == "computed" or not (needed or self.random.random() < 0.4):
                continue
            value = self.one(field, matter, documents)
            if value not in (None, ""):
                out[field["name"]] = value
        return out
