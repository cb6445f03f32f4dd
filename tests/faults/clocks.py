"""The wall clock is stepped, forward and back, under a server that runs: nothing stands still, no request is cut off."""
import http.client
import json
import threading
import time

import load
import shim
from patience import until

HOUR = 3600


def part(house):
    if not house.shim:
        house.tally.skip("a clock that is stepped: the shim was not built (meson compile)")
        return
    faults = shim.Shim(house)
    instance = house.start(environment=faults.environment)
    book = house.book(instance)
    book.papers = False  # workers that draw them would be late for another reason

    def count(sql):
        return int(load.store_rows(instance, sql)[0][0])

    def workers_go_on():
        sent = count("SELECT count(*) FROM delivery WHERE state = 'sent'")
        status, reply, _ = book.player.send(None, "POST", "/session/code", {"phone": f"139{time.monotonic_ns() // 1000 % 10**8:08}"})
        assert status in (200, 202, 204), (status, reply)
        until("a notice is sent and a head is signed after the clock was stepped", lambda: count("SELECT count(*) FROM delivery WHERE state = 'sent'") > sent and
              count("SELECT coalesce(max(block_id), 0) FROM signed_head") >= count("SELECT max(id) FROM block"))

    def step(seconds):
        book.begin()
        time.sleep(0.5)
        faults.clock(seconds)
        time.sleep(1)
        book.end()
        statuses = {status for write in book.writes[book.held:] for status in write.statuses}
        assert statuses <= {200, 201, 412}, f"requests were refused or cut off: {statuses}"
        book.settle()
        book.hold()
        workers_go_on()

    def slow_request(seconds):
        """A request on its way is judged by how long it took, not by what the clock says."""
        faults.clock(0)
        connection = http.client.HTTPConnection("127.0.0.1", instance.port, timeout=20)
        body = json.dumps({"login": "nobody", "password": "wrong horse battery"}).encode()
        connection.putrequest("POST", "/api/v1/session")
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), "Idempotency-Key": "slow-request"}.items():
            connection.putheader(name, value)
        connection.endheaders(body[:5])
        threading.Timer(0.5, faults.clock, [seconds]).start()
        time.sleep(3)
        connection.send(body[5:])
        assert connection.getresponse().status == 401
        connection.close()

    house.test("an hour forward: writes, notices and signatures go on", lambda: step(HOUR))
    house.test("two hours back: it stands an hour behind", lambda: step(-HOUR))
    house.test("six hours forward: it stands five hours ahead", lambda: step(5 * HOUR))
    house.test("and to the right time again", lambda: step(0))
    house.test("a request that is on its way meanwhile is not cut off", lambda: slow_request(HOUR))
    house.test("no outage is on record: nobody was kept out", lambda: house.claim(count("SELECT count(*) FROM outage") == 0, "an outage"))
    house.test("all rules of the store hold after it", book.check)
    house.say(book.said())
