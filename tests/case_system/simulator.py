"""A court's own case system, for tests: docs/case-system.md as a peer would build it, with a will to go wrong.

It numbers what it is sent, once for each key, and tells what changed. `faults` are words for the next exchanges, one each
(`post_faults` for the next cases sent):
  fail     answers 500 and does nothing
  denied   answers 401
  slow     does the work, and answers later than anybody waits
  cut      does the work, and closes the connection in the middle of its answer
  garbage  does the work, and answers something else
  long     does the work, and answers more than anybody reads
  refuse   refuses the case, with a reason
  later    takes the case and gives the number later
  forget   says that it has the case, and has it not
"""
import http.server
import json
import threading
import time
import urllib.parse

SLOW_SECONDS = 3


class Simulator:
    def __init__(self, token, first=318):
        self.token, self.next, self.faults, self.asked, self.down, self.count = token, first, [], [], False, 0
        self.cases, self.by_key, self.log, self.post_faults = {}, {}, [], []
        self.lock = threading.RLock()
        simulator = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.reply("POST", lambda: simulator.take(self.path, self.headers["Idempotency-Key"], body))

            def do_GET(self):
                self.reply("GET", lambda: simulator.tell(self.path))

            def reply(self, method, work):
                with simulator.lock:
                    simulator.asked.append((method, self.path))
                    due = simulator.post_faults if method == "POST" and simulator.post_faults else simulator.faults
                    fault = due.pop(0) if due else ""
                    if simulator.down in (True, method):
                        fault = "fail"
                    if self.headers["Authorization"] != "Bearer " + simulator.token:
                        fault = "denied"
                    status, answer = simulator.answer(fault, work)
                data = answer if isinstance(answer, bytes) else json.dumps(answer, ensure_ascii=False).encode()
                if fault == "slow":
                    time.sleep(SLOW_SECONDS)
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data[:len(data) // 2] if fault == "cut" else data)
                    if fault == "cut":
                        self.wfile.flush()
                        self.close_connection = True
                except (BrokenPipeError, ConnectionResetError):
                    pass  # whoever asked has gone

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, request, client_address):
                pass  # whoever asked broke off

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, fault, work):
        if fault in ("fail", "denied"):
            return {"fail": 500, "denied": 401}[fault], {}
        if fault == "refuse":
            return 422, {"reason": "案由已停用，请改选"}
        self.later = fault == "later"
        status, answer = work()
        if fault == "forget":
            forgotten = self.cases.pop(answer["reference"])
            self.log.remove(answer["reference"])
            del self.by_key[forgotten["key"]]
        if fault == "garbage":
            return status, b'{"reference":"A-1","number":"\xff\xfe'
        if fault == "long":
            return status, b'{"reference":"' + b"A" * 5_000_000
        return status, answer

    # -- what it knows -------------------------------------------------------------------------

    def add(self, court="鄂1202", key=None, sent=None, number=True, day="2026-11-24"):
        """A case: sent by the platform, or (without key) entered here by hand."""
        self.count += 1
        reference = f"A-{self.count}"
        self.cases[reference] = {"reference": reference, "key": key, "court": court, "number": None, "registered": day,
                                 "revision": 1, "judge": None, "clerk": None, "division": None, "hearings": [], "result": None}
        self.sent = sent
        if number:
            self.give_number(reference)
        self.log.append(reference)
        if key:
            self.by_key[key] = reference
        return reference

    def give_number(self, reference):
        self.cases[reference]["number"] = f"（2026）{self.cases[reference]['court']}民初{self.next}号"
        self.next += 1

    def change(self, reference, **values):
        with self.lock:
            self.cases[reference].update(values, revision=self.cases[reference]["revision"] + 1)
            self.log.append(reference)

    def lose(self, reference, **values):
        """A change that the list shows and no change tells."""
        with self.lock:
            self.cases[reference].update(values, revision=self.cases[reference]["revision"] + 1)

    def number_later(self, reference):
        with self.lock:
            self.give_number(reference)
            self.change(reference)

    # -- the protocol --------------------------------------------------------------------------

    def take(self, path, key, body):
        if path != "/cases" or not key:
            return 404, {}
        sent = json.loads(body)
        if sent["key"] != key:
            return 422, {"reason": "key"}
        reference = self.by_key.get(key) or self.add(sent["court"], key, sent, number=not self.later)
        case = self.cases[reference]
        return 201 if case["number"] else 202, {"reference": reference, "number": case["number"]}

    def tell(self, path):
        parts = urllib.parse.urlsplit(path)
        query = dict(urllib.parse.parse_qsl(parts.query))
        limit = int(query.get("limit", 200))
        if parts.path == "/changes":
            start = int(query.get("after") or 0)
            page = [self.cases[name] for name in self.log[start:start + limit]]
            return 200, {"cases": [one for one in page if one["court"] == query["court"]], "next": str(start + len(page))}
        if parts.path == "/cases":
            names = [name for name in self.cases if self.cases[name]["court"] == query["court"]
                     and self.cases[name]["registered"] >= query["since"]]
            start = names.index(query["after"]) + 1 if query.get("after") else 0
            page = names[start:start + limit]
            return 200, {"cases": [self.cases[name] for name in page], "next": page[-1] if start + limit < len(names) else None}
        return 404, {}

    def close(self):
        self.server.shutdown()
        self.server.server_close()
