#!/usr/bin/env python3
"""Threads, watched by the thread sanitizer: the unit tests that have several, then the program with many at once who write, read, search,
listen to events, hand in documents and have papers drawn, and settings read again in the middle. No race, no lock taken in two orders.

Usage: tests/threads/run.py --build build-tsan --tools build-test [--seconds 4] | --units (prints what is to be built of the unit tests)

BUILD is compiled with -Db_sanitize=thread; TOOLS is a plain build, whose load generator and setup are used. What is not reported, and
why, is in suppressions.txt.
"""
import argparse
import ctypes
import http.client
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story")]
import server  # noqa: E402
from patience import PATIENCE_SECONDS  # noqa: E402
from tally import Tally  # noqa: E402

CLOCK = "2026-11-24T09:00:00+08:00"
UNITS = ["src/base/test_base_log", "src/http/test_http", "src/engine/test_engine", "src/engine/test_lease", "src/engine/test_bulk", "src/api/test_api_crowd",
         "src/gateway/test_exchange", "src/gateway/test_scan"]
UNIT_SECONDS_MAX, CONNECTIONS, LISTENERS = 300, 16, 4
REPORT = "WARNING: ThreadSanitizer"
ADDR_NO_RANDOMIZE = 0x0040000  # of <sys/personality.h>


def environment():
    return {**os.environ, "TSAN_OPTIONS": f"suppressions={ROOT / 'tests/threads/suppressions.txt'} history_size=4 detect_deadlocks=1 second_deadlock_stack=1"}


def unit(build, name):
    done = subprocess.run([build / name], capture_output=True, timeout=UNIT_SECONDS_MAX, check=False, env=environment(), cwd=ROOT)
    told = (done.stdout + done.stderr).decode(errors="replace")
    assert done.returncode == 0 and REPORT not in told, told[told.find(REPORT) if REPORT in told else -4000:][:6000]


class Crowd:
    """A server under the sanitizer, and people who are signed in."""

    def __init__(self, build, tools, folder, seconds):
        self.tools, self.seconds, self.sessions, self.loads = tools, seconds, pathlib.Path(folder) / "sessions", 0
        template = server.Template(str(tools / "src/fengqiao"), "", folder)
        self.sessions.write_text(server.run([str(tools / "bench/people"), "--data", template.data, "--public", "40"]))
        self.signed_in = [line.split() for line in self.sessions.read_text().splitlines()]
        template.program = str(build / "src/fengqiao")
        self.instance = template.start(CLOCK, ("--trusted-proxy", "127.0.0.1"), environment())

    def play(self, script, connections=CONNECTIONS, seconds=None):
        self.loads += 1  # each with keys of its own
        done = subprocess.run([self.tools / "bench/load", "--seed", str(self.loads), "--port", str(self.instance.port), "--script", ROOT / f"bench/lives/{script}.txt", "--sessions",
                               self.sessions, "--connections", str(connections), "--seconds", str(seconds or self.seconds)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        result = json.loads(done.stdout)
        assert result["requests"] > 0 and result["wrong"] == 0, result
        return result

    def send(self, who, method, path, body=None, headers=None):
        _, cookie, csrf = self.signed_in[who % len(self.signed_in)]
        connection = http.client.HTTPConnection("127.0.0.1", self.instance.port, timeout=PATIENCE_SECONDS)
        sent = {"Cookie": cookie, **(headers or {})}
        if method != "GET":
            sent.update({"X-CSRF": csrf, "Idempotency-Key": f"threads-{who}-{time.monotonic_ns()}"})
        connection.request(method, path, body, sent)
        reply = connection.getresponse()
        return connection, reply

    def asks(self, until, who, found):
        """Documents handed in, searches, metrics: what the load generator does not do."""
        while time.monotonic() < until:
            for method, path, body in (("POST", "/api/v1/documents?name=%E5%80%9F%E6%9D%A1.txt&kind=evidence", "今借到人民币六万元。".encode()),
                                       ("GET", "/api/v1/search?q=%E5%80%9F%E6%AC%BE", None), ("GET", "/metrics", None), ("GET", "/api/v1/messages", None)):
                connection, reply = self.send(who, method, path, body)
                reply.read()
                connection.close()
                found[reply.status] = found.get(reply.status, 0) + 1

    def listens(self, until, who):
        connection, reply = self.send(who, "GET", "/api/v1/live")
        while time.monotonic() < until:
            try:
                if not reply.read1(4096):
                    break
            except (TimeoutError, OSError):
                break
        connection.close()

    def beside(self, body):
        """Runs body while others ask and listen."""
        until, found = time.monotonic() + self.seconds, {}
        others = [threading.Thread(target=self.asks, args=(until, who, found)) for who in range(2)]
        others += [threading.Thread(target=self.listens, args=(until, who)) for who in range(LISTENERS)]
        for one in others:
            one.start()
        try:
            body()
        finally:
            for one in others:
                one.join()
        assert not [status for status in found if status >= 500], found

    def again(self):
        """SIGHUP: what runs is finished, the settings are read, and it listens again where it did."""
        log = pathlib.Path(self.instance.log)
        before = log.read_text().count("listens on")
        self.instance.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 120
        while log.read_text().count("listens on") == before:
            assert time.monotonic() < end and self.instance.process.poll() is None, self.instance.tail()
            time.sleep(0.1)
        self.instance.port = int(log.read_text().rsplit("http://127.0.0.1:", 1)[1].split()[0])

    def ends(self):
        self.instance.process.send_signal(signal.SIGTERM)
        code = self.instance.process.wait(timeout=120)
        told = pathlib.Path(self.instance.log).read_text(errors="replace")
        assert REPORT not in told, told[told.find(REPORT):][:6000]
        assert code == 0, f"it ended with {code}: {self.instance.tail()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build-tsan")
    parser.add_argument("--tools", default="build-test")
    parser.add_argument("--units", action="store_true")
    parser.add_argument("--seconds", type=float, default=4, help="of each load")
    given = parser.parse_args()
    if given.units:
        print(*UNITS)
        return 0
    # The sanitizer has places of its own for its memory and does not start where a kernel spreads addresses further than it knows. What is
    # started from here inherits it; a kernel that does not let us is asked no further.
    ctypes.CDLL(None).personality(ADDR_NO_RANDOMIZE)
    build, tools, tally = pathlib.Path(given.build).resolve(), pathlib.Path(given.tools).resolve(), Tally()
    for name in UNITS:
        tally.test(f"{name.split('/', 1)[1]}: no race", lambda name=name: unit(build, name))
    with tempfile.TemporaryDirectory(prefix="fengqiao-threads-") as folder:
        crowd = Crowd(build, tools, folder, given.seconds)
        try:
            tally.test("many write at once, others search, hand in documents and listen", lambda: crowd.beside(lambda: crowd.play("act")))
            tally.test("settings read again in the middle", crowd.again)
            tally.test("many read lists meanwhile", lambda: crowd.beside(lambda: crowd.play("list")))
            tally.test("papers are drawn by several workers", lambda: crowd.play("paper", connections=2, seconds=1))
            tally.test("it ends when asked, and nothing was reported", crowd.ends)
        finally:
            crowd.instance.kill()
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
