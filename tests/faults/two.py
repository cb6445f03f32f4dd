"""Two servers want one store: the second is refused; one that was frozen, and lost its place meanwhile, writes nothing when it wakes."""
import os
import shutil
import signal
import subprocess
import time

import cuts
import load
import server
from patience import PATIENCE_SECONDS


def second(house, first):
    """The data folder of another machine: the same keys, a lock of its own."""
    folder = os.path.join(house.folder, f"second-{len(house.instances)}")
    shutil.copytree(first.data, folder)
    return folder


def start(house, folder, store):
    instance = server.Instance(house.program, folder, store, load.CLOCK)
    house.instances.append(instance)
    return instance


def refused(house, folder, store):
    command = [house.program, "serve", "--data", folder, "--listen", "127.0.0.1:0", "--clock", load.CLOCK] + (["--store", store] if store else [])
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    return done.returncode != 0 and "another server" in done.stderr + done.stdout


def part(house):
    if house.store:
        over_one_database(house)
    else:
        over_one_folder(house)


def over_one_folder(house):
    book = house.book()
    first = book.player.instance

    def one_at_a_time():
        assert refused(house, first.data, "")
        book.begin()
        time.sleep(0.5)
        os.kill(first.process.pid, signal.SIGSTOP)
        try:
            assert refused(house, first.data, ""), "a frozen server lost its folder"
            time.sleep(1)
        finally:
            os.kill(first.process.pid, signal.SIGCONT)
        time.sleep(0.5)
        book.end()
        book.settle()
        book.hold()

    house.test("a second server on one folder is refused, also while the first is frozen, which then goes on", one_at_a_time)
    house.say(book.said())
    first.kill()


def over_one_database(house):
    book, wire = cuts.wired(house)
    first = book.player.instance
    folder, other = second(house, first), None

    def frozen():
        nonlocal other
        assert refused(house, folder, first.direct_store), "two servers write to one database"
        book.begin()
        time.sleep(0.5)
        os.kill(first.process.pid, signal.SIGSTOP)
        assert refused(house, folder, first.direct_store), "a frozen server lost its place while its connection stands"
        wire.cut_all()  # its machine is cut off: PostgreSQL ends the session
        time.sleep(0.5)
        other = start(house, folder, first.direct_store)
        book.end()  # the clients of the first waited in vain
        book.player.instance = other
        book.settle()
        book.begin()
        time.sleep(1)
        book.end()
        book.settle()
        book.hold()

    def wakes():
        os.kill(first.process.pid, signal.SIGCONT)
        book.player.instance = first
        connections, sent = {}, []
        for _ in range(20):
            write = load.Write("open", 0, "window", "/filing", {"court": "鄂1202", **load.complaint(0)})
            sent.append((book.send(write, connections), (write.reply or {}).get("code")))
            time.sleep(0.05)
        assert {status for status, _ in sent} <= {0, 503, 504}, sent
        assert (503, "engine.locked") in sent, sent
        status, _ = book.read("/courts?q=%E5%92%B8%E5%AE%89")
        assert status == 200, "reading goes on"
        book.player.instance = other
        book.begin()
        time.sleep(1)
        book.end()
        book.settle()
        book.hold()

    def takes_over():
        other.kill()
        book.player.instance = first
        connections, end = {}, time.monotonic() + PATIENCE_SECONDS
        write = book.put(load.Write("open", 0, "window", "/filing", {"court": "鄂1202", **load.complaint(0)}), connections)
        while book.send(write, connections) != 201:
            assert time.monotonic() < end, (write.statuses, write.reply)
            time.sleep(0.2)
        book.begin()
        time.sleep(0.7)
        book.end()
        book.settle()
        book.hold()

    def ends():
        """Displaced for good: it ends by itself, and whoever starts it again starts it behind the other."""
        os.kill(first.process.pid, signal.SIGSTOP)
        wire.cut_all()
        time.sleep(0.5)
        again = start(house, folder, first.direct_store)
        os.kill(first.process.pid, signal.SIGCONT)
        assert first.process.wait(timeout=120) != 0
        assert "another server" in first.tail()
        again.kill()

    house.test("a second server is refused; it takes over once the frozen first one's connection is gone", frozen)
    house.test("the first wakes: it refuses writes with 503, reads on, and changes nothing", wakes)
    house.test("the second dies: the first takes its place again by itself", takes_over)
    if not house.short:
        house.test("displaced for a minute, a server ends by itself", ends)
    house.test("all rules of the store hold after it", book.check)
    house.say(book.said())
    first.kill()
    wire.end()
