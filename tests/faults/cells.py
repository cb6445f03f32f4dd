"""Two cells, each with its own store, keys and server; an appeal crosses them. Either is killed in the middle, the line between them
is cut, answers are lost, envelopes come again: each is carried out once, in order, and both logs verify."""
import datetime
import hashlib
import http.client
import json
import os
import random
import socket
import subprocess
import time

import load
import patience
import play
import proxy
import schema
import server

DEMO = "fengqiao-demo"
AT_FIRST = {name: {"login": login, "password": DEMO} for name, login in
            (("window", "window_clerk"), ("judge", "filing_judge"), ("clerk", "judge_clerk"), ("head", "filing_head"), ("admin", "admin"))}
AT_SECOND = {name: {"login": login, "password": DEMO} for name, login in
             (("judge", "xianning_filing_judge"), ("clerk", "xianning_judge_clerk"), ("admin", "admin"))}
APPEAL = {"appeal_claims": "改判。", "appeal_reasons": "事实认定有误。", "contested": 50000, "signature": {"mode": "paper", "name": "顾文博"}}


class Line(proxy.Wire):
    """The way to one cell: keeps what was posted, and may lose what is answered."""

    def __init__(self, port):
        super().__init__("127.0.0.1", port)
        self.sent, self.lose, self.lost = [], 0, 0

    def carry(self, source, sink, pair, outward):
        kept = b""
        try:
            while True:
                data = source.recv(65536)
                if not data:
                    break
                if outward:
                    kept += data
                elif self.lose:
                    self.lose -= 1
                    self.lost += 1
                    break
                sink.sendall(data)
        except OSError:
            pass
        if kept.startswith(b"POST /api/v1/envelopes "):
            self.sent.append(kept.partition(b"\r\n\r\n")[2])
        self.close(pair)


def days_ago(count):
    return (datetime.date.fromisoformat(load.CLOCK[:10]) - datetime.timedelta(days=count)).isoformat()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


class Cell:
    def __init__(self, house, name, who, courts):
        self.name, self.courts, self.port = name, courts, free_port()
        self.line = Line(self.port)
        folder = os.path.join(house.folder, f"cell-{name}")
        os.makedirs(folder)
        template = server.Template(house.program, house.store, folder)  # keys of its own
        template.count = 900 + len(house.instances)  # a database of its own
        self.instance = template.start(load.CLOCK, ["--listen", f"127.0.0.1:{self.port}"])
        house.instances.append(self.instance)
        self.player = play.Player({"who": who}, self.instance)
        self.pem = os.path.join(folder, "key.pem")
        self.peers = os.path.join(folder, "peers.json")
        with open(self.pem, "w") as file:
            file.write(self.read(None, "/roots")["public_key"])

    def meet(self, other, key=None):
        with open(self.peers, "w") as file:
            json.dump({"name": self.name, "courts": self.courts, "peers": [
                {"name": other.name, "url": f"http://127.0.0.1:{other.line.port}", "courts": other.courts, "key_file": key or other.pem, "seconds": 5}]}, file)
        self.instance.options = ["--listen", f"127.0.0.1:{self.port}", "--peers", self.peers]
        self.restart()

    def restart(self):
        self.instance.restart_after_kill(load.CLOCK)

    def read(self, who, path):
        status, reply, _ = self.player.send(self.player.person(who), "GET", path)
        assert status == 200, (path, status, reply)
        return reply

    def do(self, who, path, body, raw=None):
        """Once, also when the server is away for a while."""
        key, end, last = os.urandom(8).hex(), time.monotonic() + patience.PATIENCE_SECONDS, None
        while time.monotonic() < end:
            try:
                headers = {"Idempotency-Key": key}
                if path.startswith("/matters/"):
                    headers["If-Match"] = f'"{self.read(who, path.rpartition("/")[0])["version"]}"'
                status, reply, _ = self.player.send(self.player.person(who), "POST", path, body, headers, raw)
                if status in (200, 201, 202):
                    return reply
                last = (status, reply)
                if status not in (412, 503, 504):
                    break
            except (OSError, http.client.HTTPException) as error:
                last = error
            time.sleep(0.1)
        raise AssertionError(f"{path}: {last}")

    def rows(self, sql):
        return load.store_rows(self.instance, sql)

    def count(self, sql):
        return int(self.rows(sql)[0][0])

    def holds(self):
        store = ["--store", self.instance.store] if self.instance.store else []
        done = subprocess.run([self.instance.program, "verify", "--data", self.instance.data, *store], capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, f"{self.name}: {done.stdout[-800:]}{done.stderr[-400:]}"


def until(what, holds):
    """A cell may be down, or not know yet."""
    return patience.until(what, holds, passing=(OSError, http.client.HTTPException, AssertionError))


class Two:
    def __init__(self, house):
        self.first = Cell(house, "first", AT_FIRST, ["鄂12*"])
        self.second = Cell(house, "second", AT_SECOND, ["鄂12"])
        house._template = None  # on PostgreSQL the second one's took its place
        self.first.meet(self.second)
        self.second.meet(self.first)
        self.appeals = []

    def decided(self, number):
        """An appeal's matter at the first court: the defendant's period is over, the plaintiff was served today."""
        first, body = self.first, load.complaint(number)
        one = first.do("window", "/filing", {"court": "鄂1202", **body})["id"]
        first.do("window", f"/matters/{one}/submit", body)
        first.do("judge", f"/matters/{one}/register", {"procedure": "ordinary"})
        first.do("judge", f"/matters/{one}/hand_over", {"trial_division": "民一庭"})
        first.do("clerk", f"/matters/{one}/receive_file", {})
        before = {item["id"] for item in first.read("clerk", "/matters?system=appeal&limit=100")["items"]}
        first.do("clerk", f"/matters/{one}/record_decision", {"decision_kind": "judgment", "decision_on": days_ago(40)})
        [appeal] = {item["id"] for item in first.read("clerk", "/matters?system=appeal&limit=100")["items"]} - before
        parties = {p["role"]: p["id"] for p in first.read("clerk", f"/matters/{appeal}")["participants"]}
        for role, day in (("defendant", days_ago(30)), ("plaintiff", days_ago(0))):
            first.do("clerk", f"/matters/{appeal}/record_service", {"participant": parties[role], "served_on": day, "served_how": "direct"})
        return appeal, parties["plaintiff"]

    def cross(self, number):
        appeal, party = self.decided(number)
        self.first.do("window", f"/matters/{appeal}/appeal", {**APPEAL, "handed_to": "second_court", "participant": party})
        self.appeals.append(appeal)
        return appeal

    def arrived(self, count):
        return until(f"{count} appeals at the second court", lambda: self.second.count(
            "SELECT count(*) FROM matter WHERE system = 'second_instance' AND state = 'review'") >= count)

    def calm(self):
        for cell in (self.first, self.second):
            until(f"nothing waits at {cell.name}", lambda cell=cell: cell.count("SELECT count(*) FROM envelope_out WHERE state <> 'done'") == 0)

    def compare(self):
        """Every envelope of one side is carried out at the other, once, in its place; nothing else is."""
        self.calm()
        for here, there in ((self.first, self.second), (self.second, self.first)):
            sent = {tuple(map(str, row)) for row in here.rows("SELECT key, thread, sequence, name FROM envelope_out")}
            taken = [tuple(map(str, row)) for row in there.rows("SELECT key, thread, sequence, name FROM envelope_in")]
            assert len(taken) == len(set(taken)) and set(taken) == sent, f"{here.name}: {len(sent)} sent, {len(taken)} carried out"
            acts = there.count("SELECT count(*) FROM event WHERE role = 'cell'")
            assert acts == len(sent), f"{there.name}: {acts} events of {len(sent)} envelopes"
        crossed = self.second.count("SELECT count(*) FROM matter WHERE system = 'second_instance'")
        assert crossed == len(self.appeals), f"{crossed} matters of {len(self.appeals)} appeals"
        for cell in (self.first, self.second):
            cell.holds()


def part(house):
    two, chance = Two(house), random.Random(house.seed)
    first, second = two.first, two.second
    rounds = 2 if house.short else 8

    def elsewhere():
        for cell, court, peer in ((first, "鄂12", second), (second, "鄂1202", first)):
            status, reply, headers = cell.player.send(cell.player.person("admin"), "POST", "/filing", {"court": court})
            assert (status, reply["code"], reply["address"]) == (421, "court.elsewhere", f"http://127.0.0.1:{peer.line.port}"), (status, reply)
            assert headers["Link"] == f'<{reply["address"]}>; rel="alternate"'
        told = {item["code"]: item["address"] for item in first.read(None, "/courts?q=%E5%92%B8%E5%AE%81")["items"]}
        assert told["鄂12"] == f"http://127.0.0.1:{second.line.port}" and told["鄂1202"] is None, told
        first.do("head", "/settings", {"court": "鄂1202", "system": "appeal", "name": "second_instance_pilot", "valid_from": load.CLOCK[:10], "value": "yes"})

    def plain():
        two.cross(1)
        two.arrived(1)
        two.compare()

    def killed(cell):
        def body():
            for _ in range(rounds):
                appeal, party = two.decided(len(two.appeals) + 1)
                first.do("window", f"/matters/{appeal}/appeal", {**APPEAL, "handed_to": "second_court", "participant": party})
                two.appeals.append(appeal)
                time.sleep(chance.uniform(0, 0.4))  # the worker looks five times a second
                cell.instance.kill()
                time.sleep(chance.uniform(0, 0.5))
                cell.restart()
                two.arrived(len(two.appeals))
            two.compare()
        return body

    def cut():
        for _ in range(rounds):
            second.line.cut_all(down=True)
            two.cross(len(two.appeals) + 1)
            try:
                until("it was tried", lambda: (first.read("admin", "/envelopes?state=waiting")["items"] or [{"error": None}])[-1]["error"])
                assert second.count("SELECT count(*) FROM matter WHERE system = 'second_instance'") == len(two.appeals) - 1
            finally:
                second.line.up()
            two.arrived(len(two.appeals))
        two.compare()

    def lost():
        before = second.line.lost
        for _ in range(rounds):
            second.line.lose = 2
            two.cross(len(two.appeals) + 1)
            two.arrived(len(two.appeals))
        assert second.line.lost > before, "no answer was lost"
        two.compare()

    def again():
        sent = list(second.line.sent)
        assert len(sent) >= len(two.appeals)
        for body in chance.sample(sent, min(len(sent), 20)):
            for _ in range(3):
                reply = second.do(None, "/envelopes", None, body)
                assert reply["again"] is True, reply
        tampered = json.loads(sent[0])
        tampered["sequence"] = 9
        status, reply, _ = second.player.send(None, "POST", "/envelopes", raw=json.dumps(tampered).encode())
        assert (status, reply["code"]) == (403, "envelope.signature"), (status, reply)
        status, reply, _ = second.player.send(None, "POST", "/envelopes", raw=b" " * ((1 << 20) + 1))
        assert status == 413, (status, reply)
        two.compare()

    def whole():
        """The file goes over in pieces while the side that is asked for them dies; then the number comes back."""
        item = second.read("judge", "/matters?system=second_instance&limit=100")["items"][-1]["id"]
        number = second.read("judge", f"/matters/{item}")["fields"]["case_number"]
        appeal = next(a for a in two.appeals if first.read("clerk", f"/matters/{a}")["fields"]["case_number"] == number)
        second.do("judge", f"/matters/{item}/request_file", {})
        until("the first court is asked", lambda: first.read("clerk", f"/matters/{appeal}")["state"] == "file_due")
        bytes_ = schema.sample_file("pdf") + b"\n%" + os.urandom(5 << 20).hex().encode()
        paper = first.do("clerk", "/documents?name=file.pdf", None, bytes_)
        body = {"efile_pages": 2, "efile": [{"volume": "正卷", "first": 1, "last": 2, "files": [paper["id"]]}]}
        first.do("clerk", f"/matters/{appeal}/send_file", body)
        for cell in (second, first) if house.short else (second, first, second, first):
            time.sleep(chance.uniform(0, 0.4))
            cell.instance.kill()
            cell.restart()
        until("the file is there", lambda: second.read("clerk", f"/matters/{item}")["state"] == "checking")
        found = second.rows("SELECT DISTINCT sm3, size_bytes FROM document WHERE matter_id IS NOT NULL AND name = 'file.pdf'")
        assert [tuple(map(str, row)) for row in found] == [(hashlib.new("sm3", bytes_).hexdigest(), str(len(bytes_)))], found
        second.do("clerk", f"/matters/{item}/accept_file", {})
        got = second.do("judge", f"/matters/{item}/register", {})
        until("the number is at the first court", lambda: first.read("clerk", f"/matters/{appeal}")["fields"].get("second_number") == got["number"])
        two.compare()

    def dead():
        """A peer that does not know us refuses; an administrator sends again once it does."""
        second.meet(first, key=second.pem)  # a wrong key stands in its file
        two.cross(len(two.appeals) + 1)
        until("it is dead", lambda: first.read("admin", "/envelopes?state=dead")["items"])
        items = first.read("admin", "/envelopes")["items"]
        assert sorted(item["state"] for item in items) == ["dead", "waiting"], items
        [one] = [item for item in items if item["state"] == "dead"]
        assert "envelope.signature" in one["error"], one
        status, _, _ = first.player.send(first.player.person("clerk"), "POST", f"/envelopes/{one['key']}/again", {})
        assert status == 403, "for administrators"
        second.meet(first)
        first.do("admin", f"/envelopes/{one['key']}/again", {})
        two.arrived(len(two.appeals) - 1)  # one of them is registered by now
        two.compare()

    house.test("a court of another cell is told where it is: 421, with the address", elsewhere)
    house.test("an appeal crosses", plain)
    house.test(f"kill -9 of the receiver, {rounds} times: once, in order", killed(second))
    house.test(f"kill -9 of the sender, {rounds} times: the same", killed(first))
    house.test(f"the line is cut, {rounds} times: it waits, and arrives once", cut)
    house.test(f"answers are lost, {rounds} times: sent again, carried out once", lost)
    house.test("envelopes come again, another is tampered with, one is too long", again)
    house.test("documents in pieces while both are killed; the second court's number comes back", whole)
    house.test("what is refused is listed, and sent again by an administrator", dead)
    house.say(f"{len(two.appeals)} appeals crossed, {second.count('SELECT count(*) FROM envelope_in') + first.count('SELECT count(*) FROM envelope_in')} envelopes, "
              f"{second.line.lost} answers lost, {second.line.cuts} cuts")
    for cell in (first, second):
        cell.instance.kill()
        cell.line.end()
