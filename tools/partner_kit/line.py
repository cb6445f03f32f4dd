"""A line between two systems that goes wrong by chance: each message may be lost, its answer lost, doubled, delayed, overtaken by a later one, or changed on
the way. It passes on pieces of documents with the same faults."""
import http.client
import http.server
import random
import threading
import time

from . import wire

DELAY_SECONDS_MAX = 0.05
FAULTS = ("lose", "lose_answer", "double", "delay", "reorder", "garble")


class Line:
    def __init__(self, url, seed=1, share=0.0):
        self.url, self.share, self.chance = url, share, random.Random(seed)
        self.lock, self.counts = threading.Lock(), dict.fromkeys(FAULTS, 0)
        line = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self, data=None):
                answer = line.carry(self.command, self.path, data)
                if answer is None:
                    self.close_connection = True
                    return
                self.send_response(answer[0])
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer[1])))
                self.end_headers()
                self.wfile.write(answer[1])

            def do_POST(self):
                self.pass_on(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

            def do_GET(self):
                self.pass_on()

            def log_message(self, *_):
                pass

        self.http = wire.Quiet(Handler)
        self.own_url, self.close = self.http.url, self.http.close

    def fault(self):
        with self.lock:
            if self.chance.random() >= self.share:
                return None
            found = self.chance.choice(FAULTS)
            self.counts[found] += 1
            return found

    def deliver(self, method, path, data):
        try:
            return wire.exchange(self.url, method, path, data)
        except (OSError, http.client.HTTPException):
            return None

    def garbled(self, data):
        """One letter of it is another: the body's hash or the signature no longer holds."""
        at = self.chance.randrange(len(data) // 4, len(data))
        return data[:at] + (b"0" if data[at:at + 1] != b"0" else b"1") + data[at + 1:]

    def carry(self, method, path, data):
        fault = self.fault()
        if fault == "lose":
            return None
        if fault == "delay":
            time.sleep(self.chance.uniform(0, DELAY_SECONDS_MAX))
        if fault == "garble" and data:
            # The sender sees a broken line, as with any transport that checks itself; what arrived must have done nothing.
            self.deliver(method, path, self.garbled(data))
            return None
        if fault == "reorder" and data:
            # The caller sees a lost message, which comes out later behind others.
            threading.Timer(self.chance.uniform(0.1, 1.0), self.deliver, (method, path, data)).start()
            return None
        answer = self.deliver(method, path, data)
        if fault == "double":
            answer = self.deliver(method, path, data)
        return None if fault == "lose_answer" else answer
