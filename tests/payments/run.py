#!/usr/bin/env python3
"""Money under faults: a bank that goes wrong, a server that is killed, and people who click a thousand times.

Usage: tests/payments/run.py --program build/src/fengqiao [--store postgresql://…]

  twice    a refund is approved by 1,000 clicks at once, the bank cuts, fails and garbles, the server is killed: it is paid once
  storm    notices of many payments come twice, in any order, by several threads, some never; the bank's file tells the rest
After each `fengqiao verify` and `check --data` find nothing: the ledger balances, every fen has a matter.
"""
import argparse
import json
import os
import pathlib
import random
import sys
import tempfile
import threading
import time
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story"), str(ROOT / "tests/payments")]
import play  # noqa: E402
import server  # noqa: E402
import simulator  # noqa: E402
from patience import until  # noqa: E402
from tally import Tally  # noqa: E402

SECRET, CLICKS, THREADS, PAYMENTS = "a-secret-of-the-test", 1000, 40, 12
STORIES = ROOT / "src/systems/filing"


def story(name):
    return json.loads((STORIES / name).read_text())


class Scene:
    """A server with a bank of its own; the first steps of a story have been played."""

    def __init__(self, template, bank, told, count):
        self.bank = bank
        file = os.path.join(template.folder, f"channels-{template.count}.json")
        secret = file + ".secret"
        pathlib.Path(secret).write_text(SECRET + "\n")
        pathlib.Path(file).write_text(json.dumps([{
            "name": "loopback", "zh": "测试银行", "en": "Test bank", "courts": ["*"], "code": "https://bank.invalid/?order={order}&fen={fen}",
            "secret_file": secret, "url": bank.url, "seconds": 2}]))
        self.instance = template.start(told["clock"], options=("--payment-channels", file))
        self.player = play.Player(told, self.instance)
        self.player.bank = self.signed
        for number, step in enumerate(told["steps"][:count], 1):
            self.player.number = number
            self.player.step(step)

    def signed(self, message):
        body = json.dumps(self.player.fill(message), ensure_ascii=False).encode()
        sent = str(int(time.time()))
        return body, f"/payments/loopback?time={sent}&signature={self.bank.sign(sent, body)}"

    def matter(self, who, name):
        return self.player.send(self.player.person(who), "GET", f"/matters/{self.player.saved[name]}")[1]

    def wait(self, who, name, state):
        return until(f"{name} is {state}", lambda: (lambda found: found if found["state"] == state else None)(self.matter(who, name)))

    def end(self):
        self.instance.stop()
        for command in ("verify", "check"):
            extra = ["--store", self.instance.store] if self.instance.store else []
            server.run([self.instance.program, command, "--data", self.instance.data, *extra])


def together(work, count):
    """The same work by many at once; what each brought. The first failure of one of them is the test's."""
    found, failures, lock = [], [], threading.Lock()
    start = threading.Barrier(THREADS)

    def run():
        start.wait()
        try:
            for _ in range(count // THREADS):
                one = work()
                with lock:
                    found.append(one)
        except BaseException as error:  # an assertion in a thread fails nothing by itself
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if failures:
        raise failures[0]
    return found


def twice(template):
    bank = simulator.Bank(SECRET)
    told = story("refund/stories/winner.json")
    approve = next(number for number, step in enumerate(told["steps"]) if step.get("do") == "POST /matters/${q}/approve" and step["as"] == "approver")
    told["steps"] = [step for step in told["steps"][:approve] if "secret" not in step.get("bank", {})]
    scene = Scene(template, bank, told, len(told["steps"]))
    bank.faults = ["cut", "fail", "garbage", "slow"]
    person, version = scene.player.person("approver"), scene.matter("approver", "q")["version"]
    path = f"/matters/{scene.player.saved['q']}/approve"

    def click():
        return scene.player.send(person, "POST", path, {}, {"If-Match": f'"{version}"', "Idempotency-Key": uuid.uuid4().hex})[0]

    clicks = together(click, CLICKS)
    assert clicks.count(200) == 1, f"{clicks.count(200)} of {len(clicks)} clicks went through"
    assert set(clicks) <= {200, 409, 412, 429, 503}, set(clicks)
    time.sleep(0.5)
    scene.instance.restart_after_kill("2026-09-01T10:00:00+08:00")  # between the bank, which has paid, and the ledger
    scene.wait("gu", "q", "paid")
    assert [sum_fen for _, sum_fen in bank.paid.values()] == [230000], bank.paid
    assert len(set(bank.asked)) == 1 and len(bank.asked) >= 2, bank.asked
    key = bank.asked[0]
    for message in ({"state": "paid", "reference": "AGAIN"}, {"state": "failed", "reason": "late"}):
        assert bank.tell(scene.instance.port, {"type": "paid_out", "key": key, **message})[1]["state"] == "known"
    assert scene.matter("gu", "q")["state"] == "paid"
    scene.end()


def storm(template):
    bank, chance = simulator.Bank(SECRET), random.Random(20261130)
    told = story("fees/stories/pay.json")
    count = next(number for number, step in enumerate(told["steps"]) if "/order" in step.get("do", ""))
    scene = Scene(template, bank, told, count)
    gu, path = scene.player.person("gu"), f"/matters/{scene.player.saved['h']}/order"
    lines = []
    for number in range(PAYMENTS):
        version = scene.matter("gu", "h")["version"]
        status, matter, _ = scene.player.send(gu, "POST", path, {"channel": "loopback", "order_amount": 6000}, {"If-Match": f'"{version}"'})
        assert status == 200, matter
        lines.append({"direction": "in", "reference": f"S{number}", "order": matter["fields"]["orders"][-1]["order"], "amount": 6000,
                      "at": f"2026-11-24T{chance.randrange(10, 20)}:00:00+08:00"})
    missing = set(chance.sample(range(PAYMENTS), 3))
    notices = [line for number, line in enumerate(lines) if number not in missing] * 4
    chance.shuffle(notices)
    lock, port = threading.Lock(), scene.instance.port

    def send():
        with lock:
            line = notices.pop() if notices else None
        if line:
            notice = {"type": "paid", "court": "鄂1202", **{name: line[name] for name in ("order", "reference", "amount", "at")}}
            while (answer := bank.tell(port, notice))[0] in (429, 503):
                time.sleep(0.05)
            assert answer[0] == 200 and answer[1]["state"] in ("posted", "known"), answer

    together(send, THREADS * (len(notices) // THREADS + 1))
    fields = scene.matter("gu", "h")["fields"]
    assert fields["paid"] == 6000 * (PAYMENTS - len(missing)), fields["paid"]
    answer = bank.tell(port, {"type": "statement", "court": "鄂1202", "day": "2026-11-24", "lines": lines})
    assert answer[1]["taken"] == len(missing), answer
    matter = scene.matter("gu", "h")
    over = 6000 * PAYMENTS - 65000
    assert matter["state"] == "paid" and matter["fields"]["paid"] == 6000 * PAYMENTS and matter["fields"]["over"] == over, matter["fields"]
    _, refunds, _ = scene.player.send(gu, "GET", "/matters?system=refund")
    assert sum(one["amount"] for one in refunds["items"]) == over, refunds
    scene.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", default="")
    arguments = parser.parse_args()
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="fengqiao-payments-") as folder:
        template = server.Template(os.path.abspath(arguments.program), arguments.store, folder)
        tally.test("a thousand clicks, faults of the bank, kill -9: paid and paid back once", lambda: twice(template))
        tally.test("a storm of notices, doubled and out of order, and a file with the rest: every fen once", lambda: storm(template))
    sys.exit(tally.close())


if __name__ == "__main__":
    main()
