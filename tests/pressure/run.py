#!/usr/bin/env python3
"""Under pressure: many who sign in at once, clients that are slow for long, and what everybody else notices of it.

Usage: tests/pressure/run.py --program build/src/fengqiao
"""
import argparse
import collections
import http.client
import json
import os
import socket
import sys
import tempfile
import threading
import time
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story")]
import server  # noqa: E402
from tally import Tally  # noqa: E402

SIGN_INS = 240
SLOW_CLIENTS = 60
tally = Tally()
test = tally.test


def ask(port, method, path, body=None, timeout=60):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, "/api/v1" + path, json.dumps(body) if body is not None else None,
                           {"Content-Type": "application/json", "Idempotency-Key": f"k-{time.monotonic_ns()}-{threading.get_ident()}"})
        reply = connection.getresponse()
        return reply.status, reply.getheader("Retry-After"), json.loads(reply.read() or b"{}")
    finally:
        connection.close()


def tests(instance):
    port = instance.port

    def passwords():
        answers, slowest = collections.Counter(), [0.0]
        hints, begin = set(), threading.Barrier(SIGN_INS + 1)

        def sign_in(number):
            begin.wait()
            # Another login each time: nobody is locked, and the rate is that of the address, which is high enough.
            status, retry, reply = ask(port, "POST", "/session", {"login": f"nobody_{number}", "password": "wrong horse battery"})
            answers[(status, reply.get("code"))] += 1
            if status == 429:
                hints.add(retry)

        threads = [threading.Thread(target=sign_in, args=(number,)) for number in range(SIGN_INS)]
        for thread in threads:
            thread.start()
        begin.wait()
        for _ in range(20):  # what everybody else notices meanwhile
            began = time.monotonic()
            status, _, _ = ask(port, "GET", "/courts?q=%E5%92%B8%E5%AE%89")
            slowest[0] = max(slowest[0], time.monotonic() - began)
            assert status == 200, status
        for thread in threads:
            thread.join()
        known = {(401, "session.wrong"), (429, "password.busy"), (429, "rate.address")}
        assert set(answers) <= known, answers
        assert answers[(429, "password.busy")] > 0, f"nobody was told to come back: {answers}"
        assert answers[(401, "session.wrong")] > 0, answers
        assert "4" in hints, hints
        assert slowest[0] < 5, f"a list took {slowest[0]:.1f} s meanwhile"

    def afterwards():
        instance2_status, _, reply = ask(port, "GET", "/law/acceptance_fee?amount_fen=35000000")
        assert instance2_status == 200 and reply["fee_fen"] == 655000, reply

    def slow_clients():
        sockets = []
        for _ in range(SLOW_CLIENTS):
            one = socket.create_connection(("127.0.0.1", port))
            one.sendall(b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
            sockets.append(one)
        began = time.monotonic()
        status, _, _ = ask(port, "GET", "/courts?q=%E5%92%B8%E5%AE%89")
        assert status == 200 and time.monotonic() - began < 5
        shut = 0
        deadline = time.monotonic() + 45  # a request has 30 seconds in all, however it dribbles
        while shut < SLOW_CLIENTS and time.monotonic() < deadline:
            for one in list(sockets):
                try:
                    one.sendall(b" ")
                    one.setblocking(False)
                    if one.recv(4096) == b"":
                        raise ConnectionError
                except BlockingIOError:
                    one.setblocking(True)
                except OSError:
                    one.close()
                    sockets.remove(one)
                    shut += 1
            time.sleep(1)
        assert shut == SLOW_CLIENTS, f"{shut} of {SLOW_CLIENTS} slow requests were shut"

    test(f"{SIGN_INS} who sign in at once: a queue of their own, 429 with a time when it is full, and lists go on", passwords)
    test("afterwards the server is as before", afterwards)
    test(f"{SLOW_CLIENTS} requests a byte a second are shut after their total time, and hold up nobody", slow_clients)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fengqiao-pressure-") as folder:
        instance = server.Template(os.path.abspath(arguments.program), "", folder).start("2026-11-25T09:00:00+08:00")
        try:
            tests(instance)
        finally:
            instance.kill()
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
