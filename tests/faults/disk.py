"""The disk is full, and has room again; fsync and write fail."""
import collections
import contextlib
import os
import shutil
import subprocess
import time

import load
import server
import shim

ROOM_MB = 256


def part(house):
    if house.store:
        house.tally.skip("full and failing disks: with --store the rows and documents lie on PostgreSQL's own disk")
        return
    full(house)
    if house.shim:
        failing(house)
    else:
        house.tally.skip("failing fsync and write: the shim was not built (meson compile)")


# ---- full ----------------------------------------------------------------------------------------

class Small:
    """A folder with little room: a tmpfs of its own where that is allowed, else the shim says there is none."""

    def __init__(self, house):
        self.folder = os.path.join(house.folder, "small")
        os.mkdir(self.folder)
        self.mounted = os.getuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={ROOM_MB + size_mb(house.template.data)}m", "fengqiao-faults", self.folder], capture_output=True).returncode == 0
        self.shim = None if self.mounted or not house.shim else shim.Shim(house)
        self.ballast = os.path.join(self.folder, "ballast")
        self.can = self.mounted or self.shim is not None

    def fill(self):
        if self.shim:
            self.shim.fail("full", self.folder)
            return
        with open(self.ballast, "wb") as file:
            try:
                while True:
                    file.write(bytes(1 << 16))
                    file.flush()
            except OSError:
                pass

    def empty(self):
        if self.shim:
            self.shim.heal()
        else:
            os.unlink(self.ballast)

    def end(self):
        if self.mounted:
            subprocess.run(["umount", "-l", self.folder], check=False)


def size_mb(folder):
    return sum(os.path.getsize(os.path.join(place, name)) for place, _, names in os.walk(folder) for name in names) // 1_000_000 + 1


def full(house):
    small = Small(house)
    if not small.can:
        house.tally.skip("a full disk: neither a tmpfs nor the shim")
        return
    try:
        filled(house, small)
    finally:
        house.instances[-1].kill()
        small.end()


def filled(house, small):
    data = os.path.join(small.folder, "data")
    shutil.copytree(house.template.data, data)
    # What the server says goes elsewhere: it needs room too.
    instance = server.Instance(house.program, data, "", load.CLOCK, environment=small.shim.environment if small.shim else None,
                               log=os.path.join(house.folder, "small.log"))
    house.instances.append(instance)
    book = house.book(instance)
    answers = collections.Counter()

    def is_full():
        book.begin()
        time.sleep(0.5)
        small.fill()
        time.sleep(3)
        for write in book.writes:
            answers.update((status, (write.reply or {}).get("code")) for status in write.statuses[-1:])
        reading, _ = book.read("/courts?q=%E5%92%B8%E5%AE%89")
        small.empty()
        time.sleep(1.5)
        book.end()
        assert reading == 200, "reading does not need room"
        assert answers[(507, "store.full")] > 0, answers
        assert {status for status, _ in answers} <= {200, 201, 412, 503, 504, 507}, answers
        assert all(write.retry_after for write in book.writes if write.statuses[-1] == 507), "507 says when to come back"

    def papers():
        small.fill()
        person = book.player.person("window")
        refused = [book.player.send(person, "POST", f"/documents?name=图{n}.png&kind=evidence", raw=png(n)) for n in range(3)]
        small.empty()
        assert {status for status, _, _ in refused} == {507}, [(status, reply) for status, reply, _ in refused]
        assert all(reply["code"] == "store.full" for _, reply, _ in refused)
        status, reply, _ = book.player.send(person, "POST", "/documents?name=图.png&kind=evidence", raw=png(99))
        assert status == 201, (status, reply)

    def goes_on():
        book.settle()
        book.begin()
        time.sleep(0.5)
        book.end()
        book.settle()
        book.hold()

    house.test("the disk is full under load: writes are refused with 507 and a time to come back, reading goes on", is_full)
    house.test("and they go on by themselves once there is room; nothing is lost", goes_on)
    house.test("bytes of documents are refused and taken again likewise", papers)
    house.test("all rules of the store hold after a full disk", book.check)
    house.say(f"{book.said()}; {'a tmpfs' if small.mounted else 'the shim'}; {dict(answers)}")


def png(number):
    import schema
    return schema.sample_file("png") + str(number).encode()


# ---- failing --------------------------------------------------------------------------------------

def again(instance):
    """As a service manager does: a server that was killed, or ended because the disk failed, is started. One that is ending
    has a moment for it: its checkpoint may have met the fault too."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        instance.process.wait(timeout=1)
        instance.launch()


def failing(house):
    faults = shim.Shim(house)
    instance = house.start(environment=faults.environment)
    book = house.book(instance)
    where = "fengqiao.db-wal$"

    def cut_off(mode):
        """The log cannot be written; the server is killed while that is so."""
        for number in range(2 if house.short else 10):
            book.begin()
            time.sleep(0.3)
            before = faults.hits
            faults.fail(mode, where)
            time.sleep(0.5)
            if number % 2:
                instance.kill()
            faults.heal()
            if not number % 2:
                time.sleep(0.5)
            book.end()
            assert faults.hits > before, "nothing failed"
            again(instance)
            book.settle()
            book.hold()

    def told():
        """All of it may stand in the log, and come back with a crash: so nobody says that nothing was done."""
        met = 0
        for _ in range(16):
            write, connections = load.Write("open", 0, "window", "/filing", {"court": "鄂1202", **load.complaint(0)}), {}
            faults.fail("sync", where, times=1)
            book.writes.append(write)
            if book.send(write, connections) == 504:
                met += 1
            else:  # the checkpoint met the one that fails: the server ends, and nothing was said
                assert write.statuses[-1] == 0 and instance.process.wait(timeout=10) != 0, (write.statuses, write.reply)
            if met % 2:
                instance.kill()
            faults.heal()
            again(instance)
            book.settle()
            book.hold()
            if met == 4:
                return
        raise AssertionError(f"only {met} of 16 were met by the writer")

    def documents(mode, first):
        faults.fail(mode, "/blobs/")
        person = book.player.person("window")
        refused = [book.player.send(person, "POST", f"/documents?name=图{n}.png&kind=evidence", raw=png(n)) for n in range(first, first + 3)]
        faults.heal()
        assert {status for status, _, _ in refused} == {500}, [(status, reply) for status, reply, _ in refused]
        status, _, _ = book.player.send(person, "POST", "/documents?name=图.png&kind=evidence", raw=png(first))
        assert status == 201, status

    def lost():
        """Linux drops what it could not write once fsync said so: the log must outlive it."""
        for _ in range(1 if house.short else 5):
            faults.fail("lose", "fengqiao.db$", times=0)  # from here on it remembers what is not on disk
            book.begin()
            time.sleep(1.5)
            before = faults.hits
            faults.fail("lose", "fengqiao.db$", times=1)
            end = time.monotonic() + 20
            while faults.hits == before and time.monotonic() < end and instance.process.poll() is None:
                time.sleep(0.05)
            assert faults.hits > before, "the database file was never flushed"
            time.sleep(0.5)
            book.end()
            faults.heal()
            assert instance.process.wait(timeout=10) != 0, "a server that cannot flush its database goes on"
            instance.restart_after_kill(load.CLOCK)
            book.settle()
            time.sleep(3)  # all of the log is copied now
            instance.restart_after_kill(load.CLOCK)
            book.hold()
            book.check()
            instance.launch()

    house.test("fsync of the log fails under load, with and without a kill: nothing is answered that is not on disk", lambda: cut_off("sync"))
    house.test("who sent a write whose flush failed is told that it is not known, and on retry what is true", told)
    house.test("writing the log fails likewise", lambda: cut_off("write"))
    house.test("fsync of the database file fails and what was written is gone: the log brings it back", lost)
    house.test("fsync of a document fails: it is not taken, and is once it can be", lambda: documents("sync", 1000))
    house.test("writing a document fails likewise", lambda: documents("write", 2000))
    house.test("all rules of the store hold after failing disks", book.check)
    house.say(f"{book.said()}; {faults.hits} calls failed, {faults.syncs} flushes in all")
    instance.kill()
