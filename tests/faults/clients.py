"""Clients by the thousand that open a connection and say nothing, half a request, or a byte now and then."""
import http.client
import os
import resource
import socket
import time

PARTS_OF = (b"", b"GET /api/v1/cou", b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nX-Slow: ",
            b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{")
OF_ONE_ADDRESS = 150
SECONDS_MAX = 75  # 15 idle, then 30 for the whole request, and some for a machine that is busy


def part(house):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))  # what a service usually begins with
    instance = house.start()
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    clients = 600 if house.short else 3000
    state = {}

    def files():
        return len(os.listdir(f"/proc/{instance.process.pid}/fd"))

    def ask():
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", instance.port, timeout=20)
        connection.request("GET", "/api/v1/courts?q=%E5%92%B8%E5%AE%89")
        status = connection.getresponse().status
        connection.close()
        assert status == 200, status
        return time.monotonic() - began

    def they_come():
        state["before"] = files()
        state["sockets"] = {}
        for number in range(clients):
            one = socket.create_connection(("127.0.0.1", instance.port), source_address=(f"127.0.2.{1 + number // OF_ONE_ADDRESS}", 0))
            kind = number % len(PARTS_OF)
            one.sendall(PARTS_OF[kind])
            one.setblocking(False)
            state["sockets"][one] = (kind, time.monotonic())
        time.sleep(2)  # they are all let in
        state["slowest"] = max(ask() for _ in range(10))
        assert state["slowest"] < 5, f"a list took {state['slowest']:.1f} s meanwhile"
        state["during"] = files()
        assert state["during"] - state["before"] > clients * 0.9, f"only {state['during']} files are open: others would be shut out"

    def they_are_shut():
        sockets, longest = state["sockets"], 0.0
        end = time.monotonic() + SECONDS_MAX
        while sockets and time.monotonic() < end:
            for one in list(sockets):
                kind, began = sockets[one]
                try:
                    if kind:
                        one.send(b"x")
                    gone = one.recv(4096) == b""
                except BlockingIOError:
                    gone = False
                except OSError:
                    gone = True
                if gone:
                    longest = max(longest, time.monotonic() - began)
                    one.close()
                    del sockets[one]
            time.sleep(1)
        left = [kind for kind, _ in sockets.values()]
        for one in sockets:
            one.close()
        assert not left, f"{len(left)} of {clients} are still open after {SECONDS_MAX} s: {({kind: left.count(kind) for kind in left})}"
        house.say(f"{clients} clients, the last was shut after {longest:.0f} s; a list took {state['slowest'] * 1000:.0f} ms meanwhile")

    def afterwards():
        end = time.monotonic() + 20
        while files() > state["before"] + 10:
            assert time.monotonic() < end, f"{files()} files are open, {state['before']} were before"
            time.sleep(0.5)
        ask()

    def proxied():
        """Behind a proxy all come from its one address."""
        instance.kill()
        instance.options = ("--trusted-proxy", "127.0.0.1")
        instance.launch()
        many = [socket.create_connection(("127.0.0.1", instance.port)) for _ in range(400)]
        try:
            time.sleep(0.5)
            ask()
        finally:
            for one in many:
                one.close()

    house.test(f"{clients} clients that say nothing, half a request or a byte a second hold up nobody", they_come)
    house.test("each is shut after its time", they_are_shut)
    house.test("and leaves no open file behind", afterwards)
    house.test("behind a trusted proxy more come than one address may open", proxied)
    instance.kill()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
