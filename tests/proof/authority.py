"""A stamping authority (RFC 3161) of our own, for tests: certificates made by OpenSSL, answers by `openssl ts`."""
import http.server
import os
import subprocess
import threading

SETTINGS = """
[tsa]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
tsa_name = yes
ordering = no
"""


def openssl(*arguments, given=None):
    done = subprocess.run(["openssl", *arguments], input=given, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, f"openssl {arguments[0]}: {done.stderr.decode()}"
    return done.stdout


class Authority:
    """Answers each question by the next word of `answers`, the last one for ever: "stamp", "fail" (500), "other" (a stamp
    of another text), "garbage", "long" (more than anybody reads)."""

    def __init__(self, folder, answers=("stamp",)):
        self.folder, self.answers, self.asked = str(folder), list(answers), 0
        os.makedirs(self.folder, exist_ok=True)
        self.make_certificates()
        authority = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                question = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer = authority.answer(question, self.headers["Content-Type"])
                self.send_response(status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                try:
                    self.wfile.write(answer)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # whoever asked reads no further

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def path(self, name):
        return os.path.join(self.folder, name)

    def make_certificates(self):
        with open(self.path("settings"), "w", encoding="utf-8") as file:
            file.write(SETTINGS.format(folder=self.folder))
        with open(self.path("serial"), "w", encoding="utf-8") as file:
            file.write("01\n")
        with open(self.path("extensions"), "w", encoding="utf-8") as file:
            file.write("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n")
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-utf8", "-subj", "/CN=试验根证书",
                "-keyout", self.path("ca.key"), "-out", self.path("ca.pem"))
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-utf8", "-subj", "/CN=试验时间戳服务",
                "-keyout", self.path("tsa.key"), "-out", self.path("tsa.csr"))
        openssl("x509", "-req", "-in", self.path("tsa.csr"), "-CA", self.path("ca.pem"), "-CAkey", self.path("ca.key"),
                "-CAcreateserial", "-days", "20", "-extfile", self.path("extensions"), "-out", self.path("tsa.pem"))

    def answer(self, question, media_type):
        word = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        if media_type != "application/timestamp-query" or word == "fail":
            return 500, b""
        if word == "garbage":
            return 200, b"0\x82" + os.urandom(200)
        if word == "long":
            return 200, b"0" * 1_000_000
        if word == "other":
            question = openssl("ts", "-query", "-digest", "00" * 32, "-sha256", "-cert")
        name = self.path(f"question-{self.asked}")
        with open(name, "wb") as file:
            file.write(question)
        return 200, openssl("ts", "-reply", "-config", self.path("settings"), "-section", "tsa", "-queryfile", name,
                            "-signer", self.path("tsa.pem"), "-inkey", self.path("tsa.key"), "-chain", self.path("ca.pem"))

    def close(self):
        self.server.shutdown()
        self.server.server_close()
