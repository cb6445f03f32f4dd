#!/usr/bin/env python3
"""The stream of events: who is told of what, what was missed meanwhile, and how a stream ends.

Usage: tests/live/run.py --program build/src/fengqiao [--store postgresql://…]
"""
import argparse
import json
import pathlib
import queue
import socket
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story")]
import play  # noqa: E402
import server  # noqa: E402
from patience import PATIENCE_SECONDS, until  # noqa: E402
from tally import Tally  # noqa: E402

tally = Tally()
test = tally.test
WHO = {"who": {"chen": {"phone": "13900001111", "name": "陈立秋", "id_number": "42230119800214231X"},
               "wu": {"phone": "13900002222"},
               "judge": {"login": "filing_judge", "password": "fengqiao-demo"},
               "clerk": {"login": "window_clerk", "password": "fengqiao-demo"},
               "far": {"login": "chibi_filing_judge", "password": "fengqiao-demo"}}}


class Stream:
    """What one browser hears."""

    def __init__(self, instance, person, topics, last=None):
        self.events, self.last, self.over = queue.Queue(), last, threading.Event()
        self.socket = socket.create_connection(("127.0.0.1", instance.port), timeout=PATIENCE_SECONDS)
        lines = [f"GET /api/v1/live?topics={topics} HTTP/1.1", "Host: localhost", f"Cookie: {person.cookie}"]
        if last:
            lines.append(f"Last-Event-ID: {last}")
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        while self.file.readline().strip():
            pass
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        fields = {}
        try:
            while (line := self.file.readline()) and line != b"0\r\n":  # the last chunk
                name, _, value = line.decode().strip().partition(": ")
                if name in ("id", "event", "data"):
                    fields[name] = value
                if name == "data":
                    self.last = fields["id"]
                    self.events.put(json.loads(value))
        except OSError:
            pass
        self.over.set()

    def next(self):
        return self.events.get(timeout=PATIENCE_SECONDS)

    def topics(self, seconds):
        """Everything said within so many seconds."""
        end, said = time.monotonic() + seconds, []
        while (left := end - time.monotonic()) > 0:
            try:
                said.append(self.events.get(timeout=left)["topic"])
            except queue.Empty:
                break
        return said

    def close(self):
        # shutdown() too: the reader's file holds the socket open.
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


def tell(player, person, matter):
    status, told, _ = player.send(person, "POST", f"/matters/{matter['id']}/tell", {
        "story": "楼上漏水泡坏了我家的天花板，多次商量没有结果。", "kind": "neighbour", "applicant_kind": "person",
        "me": {"name": "陈立秋", "id_kind": "resident_id", "id_number": "42230119800214231X", "phone": "13900001111", "address": {"division": "421202", "detail": "永安大道1号"}},
        "others": [{"kind": "person", "person": {"name": "林向东"}}], "place": {"division": "421202", "detail": "银泉大道9号"}, "wish": "修好天花板。"},
        {"If-Match": f'"{matter["version"]}"'})
    assert status == 200, told
    return told


def begin(player):
    status, matter, _ = player.send(player.person("chen"), "POST", "/intake", {"court": "鄂1202"})
    assert status == 201, matter
    return matter


def tests(template):
    instance = template.start("2026-11-24T09:00:00+08:00")
    player = play.Player(WHO, instance)
    chen, wu, judge, far = (player.person(name) for name in ("chen", "wu", "judge", "far"))

    def told():
        matter = begin(player)
        topic = f"matter:{matter['id']}"
        own = Stream(instance, chen, f"messages,tasks,{topic}")
        other = Stream(instance, wu, f"messages,tasks,{topic}")
        court, elsewhere = Stream(instance, judge, "tasks"), Stream(instance, far, "tasks")
        for one in (own, other, court, elsewhere):
            assert one.status == 200, one.status
            one.topics(0.7)
        after = tell(player, chen, matter)
        said = {}
        for _ in range(3):
            event = own.next()
            said[event["topic"]] = event
        assert set(said) == {topic, "tasks", "messages"} and said[topic]["version"] == after["version"], said
        assert court.next()["topic"] == "tasks"
        assert other.topics(1.5) == [] and elsewhere.topics(0.5) == [], "whom it does not concern was told"
        for one in (own, other, court, elsewhere):
            one.close()

    def missed():
        matter = begin(player)
        topic = f"matter:{matter['id']}"
        stream = Stream(instance, chen, f"messages,{topic}")
        stream.topics(0.7)
        quiet = begin(player)
        matter = tell(player, chen, matter)
        heard = {stream.next()["topic"] for _ in range(2)}
        assert heard == {topic, "messages"}, heard
        stream.close()
        last = stream.last
        # Nothing of ours since: nothing is said. Something: it is, at once, though nobody acts any more.
        again = Stream(instance, chen, f"messages,{topic}", last)
        assert again.topics(1.5) == [], "what was heard is said again"
        again.close()
        tell(player, chen, quiet)
        instance.restart_after_kill("2026-11-24T09:05:00+08:00")
        late = Stream(instance, chen, f"matter:{quiet['id']},{topic}", last)
        assert late.next()["topic"] == f"matter:{quiet['id']}" and late.topics(1.5) == []
        late.close()
        for wrong in ("what", "1.2", "9" * 40, "1.2.3.4", "-1.0.0"):
            one = Stream(instance, chen, "messages", wrong)
            assert one.status == 200, "an id that is none of ours must not lock anybody out"
            one.close()

    def refused():
        for topics, status in (("", 400), ("what", 400), ("matter:I00000000000001", 400), (",".join(["tasks"] * 3), 200),
                               (",".join(f"matter:{begin(player)['id']}" for _ in range(21)), 400)):
            one = Stream(instance, chen, topics)
            assert one.status == status, (topics[:40], one.status)
            one.close()
        nobody = Stream(instance, play.Person(), "tasks")
        assert nobody.status == 401, nobody.status

    def signed_out():
        other = play.Player(WHO, instance)
        clerk = other.person("clerk")
        stream = Stream(instance, clerk, "tasks")
        stream.topics(0.7)
        status, _, _ = other.send(clerk, "DELETE", "/session", None)
        assert status == 200
        tell(player, chen, begin(player))
        assert stream.over.wait(PATIENCE_SECONDS), "the stream outlives its session"
        assert stream.events.empty(), "and tells it something"

    def many():
        streams = [Stream(instance, judge, "tasks") for _ in range(12)]
        until("the oldest ended", lambda: sum(one.over.is_set() for one in streams) >= 4)
        over = [one.over.is_set() for one in streams]
        assert over == [True] * 4 + [False] * 8, over
        # A busy court: one word a second, not one for each change.
        for one in streams[4:]:
            one.topics(0)
        began = time.monotonic()
        for _ in range(15):
            tell(player, chen, begin(player))
        said = streams[-1].topics(2.5)
        assert 1 <= len(said) <= time.monotonic() - began + 2, said
        status, text, _ = player.send(None, "GET", "/metrics")
        assert "fengqiao_live_streams" in text, text[-400:]
        for one in streams:
            if not one.over.is_set():
                one.close()

    def gone():
        """Browsers that go without a word are noticed, and open ones do not hold up the end."""
        streams = [Stream(instance, chen, "tasks"), Stream(instance, judge, "tasks")]
        streams[0].close()
        began = time.monotonic()
        instance.stop()
        assert time.monotonic() - began < 30, f"the server ended after {time.monotonic() - began:.1f} s"
        assert streams[1].over.wait(PATIENCE_SECONDS)

    test("who is told of what, and who is not", told)
    test("what was missed is said when a stream begins again", missed)
    test("what cannot be followed is refused", refused)
    test("a stream ends with its session", signed_out)
    test("many streams of one account, and a busy court", many)
    test("the server ends with streams open", gone)
    instance.kill()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fengqiao-live-") as folder:
        tests(server.Template(str(pathlib.Path(options.program).resolve()), options.store, folder))
    return tally.close()


sys.exit(main())
