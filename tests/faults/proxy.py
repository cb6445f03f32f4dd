"""A wire between the server and PostgreSQL that can be cut: at a byte, after a BEGIN, before a COMMIT arrives, or after it and before its answer."""
import random
import socket
import struct
import threading

BEGIN, COMMIT = b"BEGIN\0", b"COMMIT\0"


class Wire:
    """Listens on a port of its own and hands everything on to host and port of the database."""

    def __init__(self, host, port, seed=7):
        self.target = (host, port)
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.pairs, self.lock = set(), threading.Lock()
        self.plan, self.down, self.cuts = None, False, 0
        self.chance = random.Random(seed)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                if self.down:
                    raise OSError("down")
                server = socket.create_connection(self.target)
            except OSError:
                client.close()
                continue
            pair = (client, server)
            with self.lock:
                self.pairs.add(pair)
            threading.Thread(target=self.carry, args=(client, server, pair, True), daemon=True).start()
            threading.Thread(target=self.carry, args=(server, client, pair, False), daemon=True).start()

    def carry(self, source, sink, pair, outward):
        try:
            while True:
                data = source.recv(65536)
                if not data:
                    break
                plan = self.plan
                if plan and outward and self.carry_planned(plan, data, sink):
                    break
                if not (plan and outward):
                    sink.sendall(data)
        except OSError:
            pass
        self.close(pair)

    def carry_planned(self, plan, data, sink):
        """True when this was the place to cut."""
        kind, rest = plan
        if kind == "bytes":
            if rest[0] > len(data):
                rest[0] -= len(data)
                sink.sendall(data)
                return False
            sink.sendall(data[:rest[0]])
        elif (BEGIN if kind == "begin" else COMMIT) not in data:
            sink.sendall(data)
            return False
        elif kind in ("begin", "after"):
            sink.sendall(data)
        self.plan = None
        self.cuts += 1
        return True

    def close(self, pair):
        """Both ends at once, and hard: what is on its way is lost."""
        with self.lock:
            if pair not in self.pairs:
                return
            self.pairs.discard(pair)
        for one in pair:
            try:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0) if one is pair[0] else struct.pack("ii", 0, 0))
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            one.close()

    def cut(self, kind):
        """begin: a transaction is begun, and nothing of it was asked. before: COMMIT never arrives. after: it arrives, its answer does not. bytes: somewhere in the next kilobytes sent."""
        self.plan = (kind, [self.chance.randrange(1, 60_000)] if kind == "bytes" else None)

    def cut_all(self, down=False):
        self.down = down
        with self.lock:
            pairs = list(self.pairs)
        for pair in pairs:
            self.close(pair)
        self.cuts += 1

    def up(self):
        self.down = False

    def end(self):
        self.listener.close()
        self.cut_all(down=True)
