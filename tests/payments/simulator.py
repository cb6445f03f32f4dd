"""A bank for tests: docs/fees.md as a peer would build it, with a will to go wrong.

It pays out what it is asked, once for each key, and sends signed messages. `faults` are words for the next orders to pay out, one each:
  fail     answers 500 and pays nothing
  slow     pays, and answers later than anybody waits
  cut      pays, and closes the connection in the middle of its answer
  garbage  pays, and answers something else
"""
import hmac
import http.client
import http.server
import json
import threading
import time

SLOW_SECONDS = 3


class Bank:
    def __init__(self, secret):
        self.secret, self.faults, self.paid, self.asked = secret.encode(), [], {}, []
        self.lock = threading.RLock()
        bank = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with bank.lock:
                    fault = bank.faults.pop(0) if bank.faults else ""
                    status, answer = bank.order(body, self.headers, fault)
                if fault == "slow":
                    time.sleep(SLOW_SECONDS)
                data = b"<html>" if fault == "garbage" else json.dumps(answer).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data[:5] if fault == "cut" else data)
                except OSError:
                    pass

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/pay"

    def sign(self, sent, body):
        return hmac.new(self.secret, sent.encode() + b"\n" + body, "sm3").hexdigest()

    def order(self, body, headers, fault):
        if not hmac.compare_digest(self.sign(headers["X-Time"], body), headers["X-Signature"]):
            return 403, {}
        told = json.loads(body)
        self.asked.append(told["key"])
        if fault == "fail":
            return 500, {}
        if told["key"] in self.paid:
            return 200, {"state": "paid", "reference": self.paid[told["key"]][0]}
        self.paid[told["key"]] = (f"OUT{len(self.paid) + 1}", told["amount"])
        return 200, {"state": "paid", "reference": self.paid[told["key"]][0]}

    def tell(self, port, message, channel="loopback"):
        """One signed message; the status and what was answered."""
        body = json.dumps(message, ensure_ascii=False).encode()
        sent = str(int(time.time()))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("POST", f"/api/v1/payments/{channel}?time={sent}&signature={self.sign(sent, body)}", body,
                           {"Content-Type": "application/octet-stream"})
        reply = connection.getresponse()
        data = reply.read()
        connection.close()
        return reply.status, json.loads(data)
