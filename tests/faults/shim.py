"""The other side of shim.c: tells a running server's disk to fail, and its clock to jump."""
import mmap
import os
import struct

LAYOUT = "=iiiiq104s"
MODES = {"none": 0, "full": 1, "sync": 2, "write": 3, "lose": 4}


class Shim:
    def __init__(self, house):
        self.path = os.path.join(house.folder, f"shim-{len(house.instances)}")
        with open(self.path, "wb") as file:
            file.write(bytes(struct.calcsize(LAYOUT)))
        with open(self.path, "r+b") as file:
            self.memory = mmap.mmap(file.fileno(), struct.calcsize(LAYOUT))
        self.environment = {**os.environ, "LD_PRELOAD": house.shim, "FAULTS_CONTROL": self.path}

    def read(self):
        return struct.unpack(LAYOUT, self.memory[:])

    @property
    def hits(self):
        return self.read()[2]

    @property
    def syncs(self):
        return self.read()[3]

    def fail(self, mode, match="", times=-1):
        """The next `times` calls on files whose path holds `match`; -1: until told otherwise."""
        _, _, hits, syncs, clock_us, _ = self.read()
        self.memory[:] = struct.pack(LAYOUT, MODES[mode], times, hits, syncs, clock_us, match.encode())

    def heal(self):
        self.fail("none", times=0)

    def clock(self, seconds):
        """The wall clock of the server stands so much later (or earlier) than the machine's."""
        mode, left, hits, syncs, _, match = self.read()
        self.memory[:] = struct.pack(LAYOUT, mode, left, hits, syncs, int(seconds * 1_000_000), match)
