"""The SMS gateway of a court, for tests: Debian's Kannel with its own fake carrier, and one of ours that misbehaves."""
import http.server
import os
import re
import socket
import subprocess
import threading
import time
import urllib.parse

BEARERBOX, SMSBOX, FAKE = "/usr/sbin/bearerbox", "/usr/sbin/smsbox", "/usr/lib/kannel/test/fakesmsc"

CONF = """group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = adm
smsbox-port = {box}
smsbox-interface = 127.0.0.1
store-type = file
store-location = {folder}/store
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = fake
host = 127.0.0.1
port = {carrier}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {box}
sendsms-port = {send}
sendsms-interface = 127.0.0.1

group = sendsms-user
username = court
password = sendpw
max-messages = 10
concatenation = true

group = sms-service
keyword = default
max-messages = 0
text = ""
"""


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Kannel:
    """bearerbox and smsbox, with a carrier that prints what arrives on the phone."""

    @staticmethod
    def installed():
        return all(os.access(path, os.X_OK) for path in (BEARERBOX, SMSBOX, FAKE))

    def __init__(self, folder):
        self.folder = str(folder)
        os.makedirs(self.folder, exist_ok=True)
        admin, box, carrier, send = free_ports(4)
        self.url = f"http://127.0.0.1:{send}/cgi-bin/sendsms"
        conf = os.path.join(self.folder, "kannel.conf")
        with open(conf, "w") as file:
            file.write(CONF.format(admin=admin, box=box, carrier=carrier, send=send, folder=self.folder))
        self.arrived = open(os.path.join(self.folder, "phone.log"), "w+")
        self.processes = []
        for command, port in (([BEARERBOX, "-v", "1", conf], box), ([SMSBOX, "-v", "1", conf], send)):
            self.begin(command)
            self.wait(port)
        self.begin([FAKE, "-H", "127.0.0.1", "-r", str(carrier), "-m", "0", "1 2 text nothing"], self.arrived)

    def begin(self, command, out=None):
        log = out or open(os.path.join(self.folder, "kannel.log"), "a")
        self.processes.append(subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL))

    @staticmethod
    def wait(port):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"nothing listens on {port}")

    def texts(self):
        """(number, text) of each message that came to a phone."""
        with open(self.arrived.name, errors="replace") as file:
            got = re.findall(r"<12368 (\d+) (?:ucs-2|udh \S+ data) ([^>]+)>", file.read())
        return [(number, urllib.parse.unquote_to_bytes(text.replace("+", " ")).decode("utf-16-be", "replace")) for number, text in got]

    def end(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()


class Gateway:
    """Answers each message by the next word of `answers`, the last for ever: "take", "refuse" (400), "login" (403),
    "fail" (500), "hang" (no answer), "garbage" (no HTTP at all)."""

    def __init__(self, answers=("take",)):
        self.answers, self.taken, self.asked = list(answers), [], 0
        gateway = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                gateway.answer(self, {name: value[0] for name, value in urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).items()})

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/cgi-bin/sendsms"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, handler, query):
        self.asked += 1
        word = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if word == "hang":
            time.sleep(15)
            return
        if word == "garbage":
            handler.wfile.write(b"\x00\xff no such thing\r\n\r\n")
            return
        status = {"take": 202, "refuse": 400, "login": 403, "fail": 500}[word]
        if word == "take":
            self.taken.append(query)
        handler.send_response(status)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
