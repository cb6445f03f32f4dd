"""The connection to PostgreSQL is cut: when a transaction has begun, before a COMMIT, after it, anywhere; and the database is away for a while."""
import time
import urllib.parse

import load
import proxy
from patience import PATIENCE_SECONDS


def part(house):
    if not house.store:
        house.tally.skip("cuts between server and database: only with --store")
        return
    book, wire = wired(house)
    kinds, times = ("begin", "before", "after", "bytes"), 2 if house.short else 20

    def one(kind):
        before, fresh = wire.cuts, len(book.writes)
        book.begin()
        wire.cut(kind)
        end = time.monotonic() + 20
        while wire.cuts == before and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.2)
        book.end()
        assert wire.cuts > before, "nothing was cut"
        statuses = {write.statuses[-1] for write in book.writes[fresh:]}
        assert kind != "begin" or 504 not in statuses, f"no COMMIT was sent, and yet nobody knows: {statuses}"
        book.settle()

    def many(kind):
        for _ in range(times):
            one(kind)
        book.hold()

    def away():
        for seconds in (0.3, 2.5):
            book.begin()
            time.sleep(0.3)
            wire.cut_all(down=True)
            time.sleep(seconds)
            wire.up()
            time.sleep(1.5)
            book.end()
            book.settle()
        book.hold()

    def goes_on():
        """Without a restart: a notice leaves, which only workers do."""
        before = worked(book)
        end = time.monotonic() + PATIENCE_SECONDS
        while worked(book) == before:
            assert time.monotonic() < end, "the workers never came back"
            status, reply, _ = book.player.send(None, "POST", "/session/code", {"phone": f"139{int(time.time() * 100) % 10**8:08}"})
            assert status in (200, 202, 204), (status, reply)
            time.sleep(2)

    names = {"begin": "the connection is cut after BEGIN, and that is never 504", "before": "it is cut before a COMMIT", "after": "it is cut after a COMMIT",
             "bytes": "it is cut at some byte"}
    for kind in kinds:
        house.test(f"{names[kind]}, {times} times", lambda kind=kind: many(kind))
    house.test("504 was answered where nobody could know, 503 where nothing was done, and nothing else", lambda: uncertain(book))
    house.test("the database is away, shortly and for longer, and comes back: nothing is lost", away)
    house.test("and the workers go on by themselves", goes_on)
    house.test("all rules of the store hold after it", book.check)
    house.say(book.said())
    book.player.instance.kill()
    wire.end()


def worked(book):
    return int(load.store_rows(book.player.instance, "SELECT count(*) FROM delivery WHERE state = 'sent'")[0][0])


def uncertain(book):
    statuses = [status for write in book.writes for status in write.statuses]
    assert 504 in statuses, "no cut fell into a COMMIT"
    assert 503 in statuses and set(statuses) <= {200, 201, 412, 503, 504}, {status: statuses.count(status) for status in set(statuses)}


def wired(house, options=()):
    """A server whose way to the database is a wire of ours."""
    instance = house.start(options)
    instance.kill()
    parts = urllib.parse.urlsplit(instance.store)
    wire = proxy.Wire(parts.hostname, parts.port, house.seed)
    instance.direct_store = instance.store
    instance.store = urllib.parse.urlunsplit(parts._replace(netloc=f"{parts.username}@127.0.0.1:{wire.port}"))
    instance.launch()
    return house.book(instance), wire
