"""A load whose every write has a key of its own, and the book of what was answered: what the faults are held against.

Each number is one complaint: it is opened; each third is handed in; each ninth is registered and gets a case number. A write
whose answer did not come is sent again, as it was, until it has one: `settle()`. `hold()` then compares the book with the store.
"""
import collections
import http.client
import itertools
import json
import pathlib
import sqlite3
import subprocess
import threading
import time
import urllib.parse
import uuid

from patience import PATIENCE_SECONDS

CLOCK = "2026-11-24T09:00:00+08:00"
WHO = {"window": {"login": "window_clerk", "password": "fengqiao-demo"},
       "judge": {"login": "filing_judge", "password": "fengqiao-demo"}}
ADDRESS = {"division": "421202", "detail": "温泉街道青龙路8号1单元502"}
NOTHING_DONE = (500, 503, 507)  # an answer that says so: then the store must agree


def complaint(number):
    return {"complaint_kind": "written", "cause": "04.10.108.03", "amount": 100000 + number, "jurisdiction_ground": "defendant_domicile",
            "plaintiffs": [{"kind": "person", "person": {"name": "顾文博", "id_kind": "resident_id", "id_number": "422301198803150029",
                                                         "phone": "13971231051", "address": ADDRESS}}],
            "defendants": [{"kind": "person", "person": {"name": "段志强", "address": ADDRESS}}],
            "claims": "判令被告偿还借款。", "facts": f"第{number}笔借款到期未还，多次催要。", "service_name": "顾文博", "service_address": ADDRESS,
            "electronic_service": True, "mediation_willing": "no", "risk_notice_read": True, "signature": {"mode": "screen", "name": "顾文博"}}


class Write:
    """One write: what is sent, and what became of it."""

    def __init__(self, step, number, who, path, body, version=None):
        self.step, self.number, self.who, self.path, self.body, self.version = step, number, who, path, body, version
        self.key = uuid.uuid4().hex
        self.statuses, self.reply, self.seconds = [], None, 0.0

    def good(self):
        return bool(self.statuses) and self.statuses[-1] in (200, 201)

    def refused(self):
        """Answered for good, and not done: somebody else's event came between."""
        return bool(self.statuses) and self.statuses[-1] == 412


class Book:
    def __init__(self, player):
        self.player = player
        for who in WHO:
            player.person(who)
        self.numbers, self.lock = itertools.count(1), threading.Lock()
        self.writes, self.stop = [], threading.Event()
        self.held = 0  # writes before this one were compared already
        self.counts = collections.Counter()
        self.threads = []
        self.papers = True  # False: complaints are only opened, and workers have little to do

    # -- sending -------------------------------------------------------------------------------

    def send(self, write, connections, timeout=20):
        """The status, or 0 when no answer came."""
        person, began = self.player.person(write.who), time.monotonic()
        headers = {"Content-Type": "application/json", "Cookie": person.cookie, "X-CSRF": person.csrf, "Idempotency-Key": write.key}
        if write.version is not None:
            headers["If-Match"] = f'"{write.version}"'
        try:
            if connections.get("one") is None:
                connections["one"] = http.client.HTTPConnection("127.0.0.1", self.player.instance.port, timeout=timeout)
            connections["one"].request("POST", urllib.parse.quote("/api/v1" + write.path), json.dumps(write.body).encode(), headers)
            answer = connections["one"].getresponse()
            write.reply, status = json.loads(answer.read() or b"{}"), answer.status
            write.retry_after = answer.getheader("Retry-After")
        except (OSError, http.client.HTTPException, ValueError):
            if connections.get("one"):
                connections["one"].close()
            connections["one"], status = None, 0
        write.seconds = time.monotonic() - began
        write.statuses.append(status)
        return status

    def read(self, path, who="window"):
        status, reply, _ = self.player.send(self.player.person(who), "GET", path)
        return status, reply

    def put(self, write, connections):
        with self.lock:
            self.writes.append(write)
        self.send(write, connections)
        return write

    def one_life(self, connections):
        with self.lock:
            number = next(self.numbers)
        opened = self.put(Write("open", number, "window", "/filing", {"court": "鄂1202", **complaint(number)}), connections)
        if number % 3 or not self.papers or not opened.good():
            return opened
        path = f"/matters/{opened.reply['id']}"
        handed = self.put(Write("submit", number, "window", path + "/submit", complaint(number), opened.reply["version"]), connections)
        if number % 9 or not handed.good():
            return handed
        return self.put(Write("register", number, "judge", path + "/register", {"procedure": "summary"}, handed.reply["version"]), connections)

    def run(self, pause):
        connections = {}
        while not self.stop.is_set():
            if not self.one_life(connections).good():
                time.sleep(pause)  # a client that was refused waits a little

    def begin(self, threads=8, pause=0.05):
        self.stop.clear()
        self.threads = [threading.Thread(target=self.run, args=(pause,), daemon=True) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    # -- holding the book against the store ----------------------------------------------------

    def open_writes(self):
        return [write for write in self.writes[self.held:] if not write.good() and not write.refused()]

    def settle(self):
        """What has no answer is sent again, until it has one; `counts` says how many had been done all the same."""
        waiting, connections = self.open_writes(), {}
        kept = store_keys(self.player.instance, [write.key for write in waiting])
        for write in waiting:
            last = write.statuses[-1] if write.statuses else 0
            self.counts["unanswered" if last in (0, 504) else "refused"] += 1
            self.counts["done_all_the_same"] += write.key in kept
            assert last not in (503, 504, 507) or write.retry_after, f"{last} does not say when to come back: {write.reply}"
            assert not (last in NOTHING_DONE and write.key in kept), f"{write.step} was answered {last} and is there: {write.reply}"
        end = time.monotonic() + PATIENCE_SECONDS
        for write in waiting:
            while self.send(write, connections) not in (200, 201, 412):
                assert time.monotonic() < end, f"{write.step} never gets its answer: {write.statuses[-5:]} {write.reply}"
                time.sleep(0.05)
            assert not (write.refused() and write.key in kept), f"{write.step} was done, and is answered with {write.reply}"

    def hold(self, sample=40):
        """Every write that was answered is there, once; numbers go from 1 on without a gap; the log of all of it holds."""
        instance, fresh = self.player.instance, [write for write in self.writes[self.held:] if write.good()]
        good = collections.Counter(write.step for write in self.writes if write.good())
        ids = [write.reply["id"] for write in self.writes if write.step == "open" and write.good()]
        assert len(ids) == len(set(ids)), "one matter was given as the answer to two"
        wanted = {"filing matters": ("SELECT count(*) FROM matter WHERE system = 'filing'", good["open"]),
                  "events of opening": ("SELECT count(*) FROM event e JOIN matter m ON m.id = e.matter_id WHERE m.system = 'filing' AND e.action = 'open'", good["open"]),
                  "events of handing in": ("SELECT count(*) FROM event WHERE action = 'submit'", good["submit"]),
                  "numbers": ("SELECT count(*) FROM number_issued", good["register"]),
                  "the last number": ("SELECT coalesce(max(serial), 0) FROM number_issued", good["register"])}
        for name, (sql, count) in wanted.items():
            found = int(store_rows(instance, sql)[0][0])
            assert found == count, f"{name}: {found} in the store, {count} were answered"
        given = [write.reply["number"] for write in self.writes if write.step == "register" and write.good()]
        assert len(given) == len(set(given)), "a case number was given twice"
        for write in fresh[-sample:]:
            status, matter = self.read(f"/matters/{write.reply['id']}", write.who)
            assert status == 200 and matter["amount"] == 100000 + write.number, (write.step, status, matter)
            assert matter["version"] >= write.reply["version"], (matter["version"], write.reply["version"])
        self.held = len(self.writes)
        self.verify()

    def verify(self):
        instance = self.player.instance
        command = [instance.program, "verify", "--data", instance.data] + (["--store", instance.store] if instance.store else [])
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, f"verify: {done.stdout[-1500:]}{done.stderr[-500:]}"

    def check(self):
        """All rules of the store, at the end: the server is killed once it has done what waits."""
        instance = self.player.instance
        time.sleep(1)
        instance.kill()
        command = [instance.program, "check", "--data", instance.data] + (["--store", instance.store] if instance.store else [])
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0 and "everything holds" in done.stdout, done.stdout[-2000:] + done.stderr[-500:]

    def said(self):
        good = collections.Counter(write.step for write in self.writes if write.good())
        return (f"{good['open']} opened, {good['submit']} handed in, {good['register']} numbers; {self.counts['unanswered']} had no answer, "
                f"{self.counts['refused']} were refused, {self.counts['done_all_the_same']} of them were done all the same")


# ---- the store, looked at past the program -----------------------------------------------------

def store_rows(instance, sql):
    if instance.store:
        url = getattr(instance, "direct_store", instance.store)
        done = subprocess.run(["psql", "-X", "-A", "-t", "-F", "\t", "-d", url, "-c", sql], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return [line.split("\t") for line in done.stdout.splitlines()]
    path = pathlib.Path(instance.data) / "fengqiao.db"
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def store_keys(instance, keys):
    """Which of these keys have a record in the store: their write is there."""
    found = set()
    for first in range(0, len(keys), 200):
        listed = ", ".join(f"'{key}'" for key in keys[first:first + 200])
        found |= {row[0] for row in store_rows(instance, f"SELECT key FROM replay WHERE key IN ({listed})")}
    return found
