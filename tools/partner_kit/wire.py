"""Envelopes as docs/cells.md and docs/partner.md describe them: made, read, posted; and a small HTTP server to take them."""
import collections
import heapq
import http.client
import http.server
import json
import secrets
import threading
import time
import urllib.parse

from . import sm2

BYTES_MAX = 1 << 20
SENDERS = 4  # threads of an address are sent by so many at a time
MEMBERS = {"envelope", "from", "to", "key", "thread", "sequence", "court", "to_court", "kind", "name", "body", "body_sm3", "papers", "signature"}


class Refused(Exception):
    """An answer that is no 200: a status and a code of the platform's list."""

    def __init__(self, status, code):
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


def refuse(status, code):
    raise Refused(status, code)


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def make(key, **members):
    """The bytes of an envelope, signed; `body` is a value, or text to be sent as it is."""
    body = members.pop("body")
    text = body if isinstance(body, str) else canonical(body).decode()
    envelope = {"envelope": 1, "key": secrets.token_urlsafe(16), "papers": [], "body": text, "body_sm3": sm2.sm3(text.encode()).hex(), **members}
    return canonical({**envelope, "signature": key.sign(canonical(envelope))})


def read(data, keys, own):
    """What came, believed only where its sender's key says so. `keys`: name -> sm2.PublicKey."""
    if len(data) > BYTES_MAX:
        raise Refused(413, "request.size")
    try:
        envelope = json.loads(data)
        signature = envelope["signature"]
        good = set(envelope) == MEMBERS and envelope["envelope"] == 1 and envelope["kind"] in ("open", "act") and isinstance(json.loads(envelope["body"]), dict)
    except (ValueError, TypeError, KeyError):
        raise Refused(422, "envelope.form") from None
    if not good:
        raise Refused(422, "envelope.form")
    if sm2.sm3(envelope["body"].encode()).hex() != envelope["body_sm3"]:
        raise Refused(422, "envelope.body")
    key = keys.get(envelope["from"])
    if not key or envelope["to"] != own:
        raise Refused(403, "envelope.peer")
    if not key.verifies(canonical({name: value for name, value in envelope.items() if name != "signature"}), signature):
        raise Refused(403, "envelope.signature")
    return envelope


def piece_words(peer, key, paper, digest, start, at):
    return f"fengqiao-piece 1\n{peer}\n{key}\n{paper}\n{digest}\n{start}\n{at}\n".encode()


def exchange(url, method, path, data=None):
    """Status and bytes. OSError or HTTPException: out of reach, or the answer was lost."""
    parts = urllib.parse.urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=10)
    try:
        connection.request(method, parts.path.rstrip("/") + path, data, {"Content-Type": "application/json"} if data else {})
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


def post(url, data):
    return exchange(url, "POST", "/api/v1/envelopes", data)


def passes(status, reply):
    """Is the same to be sent again? What is refused for good is not (docs/partner.md)."""
    return status >= 500 or status == 429 or b"envelope.order" in reply


class Quiet(http.server.ThreadingHTTPServer):
    """Serves at this machine from now on."""

    daemon_threads, request_queue_size = True, 128

    def __init__(self, handler, port=0):
        super().__init__(("127.0.0.1", port), handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        """A peer that has gone is no news."""

    def close(self):
        self.shutdown()
        self.server_close()


class Server:
    """Takes envelopes and gives pieces of documents: `take(bytes)` and `piece(query)` answer, or raise Refused."""

    def __init__(self, take, piece, port=0):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self, work):
                try:
                    status, data, kind = 200, work(), "application/octet-stream"
                except Refused as refused:
                    status, data = refused.status, {"code": refused.code, "status": refused.status}
                if not isinstance(data, bytes):
                    data, kind = json.dumps(data).encode(), "application/json"
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_POST(self):
                size = int(self.headers.get("Content-Length") or 0)
                data = self.rfile.read(min(size, BYTES_MAX + 1))
                self.close_connection = size > BYTES_MAX
                self.answer(lambda: take(data))

            def do_GET(self):
                path, _, query = self.path.partition("?")
                if path != "/api/v1/envelopes/piece":
                    return self.answer(lambda: refuse(404, "path.unknown"))
                return self.answer(lambda: piece(dict(urllib.parse.parse_qsl(query))))

            def log_message(self, *_):
                pass

        self.http = Quiet(Handler, port)
        self.url, self.close = self.http.url, self.http.close


class Sender:
    """What one side has to tell: in order in each thread, again and again with the same key, until it is taken or refused for good. What was refused
    took no place: the next of its thread gets that number."""

    def __init__(self, url, first_wait=0.1, longest_wait=2.0, stubborn=False):
        self.stubborn = stubborn  # for tests of the kit: sends again what was refused
        self.url, self.first_wait, self.longest_wait = url, first_wait, longest_wait
        self.lock, self.queues, self.waits, self.places = threading.Condition(), {}, {}, {}
        self.ready, self.later = collections.deque(), []  # threads whose first may go now, or at a time; one being sent is in neither
        self.dead, self.sent, self.tries = [], [], 0
        self.open = True
        for _ in range(SENDERS):
            threading.Thread(target=self.run, daemon=True).start()

    def put(self, thread, maker):
        """`maker`: makes the bytes of its place in the thread, once."""
        with self.lock:
            queue = self.queues.setdefault(thread, [])
            queue.append([maker, None])
            if len(queue) == 1:
                self.ready.append(thread)
                self.lock.notify()

    def waiting(self):
        with self.lock:
            return sum(map(len, self.queues.values()))

    def close(self):
        with self.lock:
            self.open = False
            self.lock.notify_all()

    def next(self):
        while self.open:
            now = time.monotonic()
            while self.later and self.later[0][0] <= now:
                self.ready.append(heapq.heappop(self.later)[1])
            if self.ready:
                thread = self.ready.popleft()
                return thread, self.queues[thread][0]
            self.lock.wait(min(1, self.later[0][0] - now) if self.later else 1)
        return None, None

    def run(self):
        while True:
            with self.lock:
                thread, one = self.next()
            if thread is None:
                return
            if one[1] is None:
                one[1] = one[0](self.places.get(thread, 0) + 1)
            try:
                status, reply = post(self.url, one[1])
            except (OSError, http.client.HTTPException):
                status, reply = 599, b""
            with self.lock:
                self.answered(thread, one[1], status, reply)

    def answered(self, thread, data, status, reply):
        self.tries += 1
        if status != 200 and (self.stubborn or passes(status, reply)):
            self.waits[thread] = min(self.longest_wait, 2 * self.waits.get(thread, self.first_wait / 2))
            heapq.heappush(self.later, (time.monotonic() + self.waits[thread], thread))
            self.lock.notify()
            return
        self.waits.pop(thread, None)
        self.places[thread] = self.places.get(thread, 0) + (status == 200)
        (self.sent if status == 200 else self.dead).append((thread, data, status, reply))
        self.queues[thread].pop(0)
        if self.queues[thread]:
            self.ready.append(thread)
            self.lock.notify()
        else:
            del self.queues[thread]
