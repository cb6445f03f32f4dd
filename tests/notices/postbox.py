"""A mail server for tests (RFC 5321, as much as a client needs): keeps what it is given, and can refuse."""
import email
import email.policy
import socketserver
import threading


class PostBox:
    """Recipients that begin with "nobody" are refused for good (550); "grey…" are told once to come later (451)."""

    def __init__(self):
        self.letters, self.greeted, self.envelopes = [], set(), []
        box = self

        class Handler(socketserver.StreamRequestHandler):
            def say(self, line):
                self.wfile.write(line.encode() + b"\r\n")

            def handle(self):
                self.say("220 mail.court.test ESMTP")
                sender, recipients = "", []
                while line := self.rfile.readline().decode("latin-1").rstrip("\r\n"):
                    word = line.upper()
                    if word.startswith("EHLO"):
                        self.say("250-mail.court.test")
                        self.say("250 8BITMIME")
                    elif word.startswith("MAIL FROM:"):
                        sender = line[10:].split()[0]
                        self.say("250 ok")
                    elif word.startswith("RCPT TO:"):
                        self.say(box.judge(line[8:].split()[0], recipients))
                    elif word == "DATA":
                        self.say("354 go on")
                        box.keep(sender, recipients, self.read_letter())
                        self.say("250 taken")
                    elif word == "QUIT":
                        self.say("221 bye")
                        return
                    else:
                        self.say("250 ok")

            def read_letter(self):
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line[1:] if line.startswith(b".") else line)
                return b"".join(lines)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"smtp://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def judge(self, recipient, recipients):
        name = recipient.strip("<>")
        if name.startswith("nobody"):
            return "550 no such user"
        if name.startswith("grey") and name not in self.greeted:
            self.greeted.add(name)
            return "451 come back later"
        recipients.append(name)
        return "250 ok"

    def keep(self, sender, recipients, letter):
        self.envelopes.append((sender, list(recipients)))
        self.letters.append(email.message_from_bytes(letter, policy=email.policy.default))

    def to(self, address):
        return [letter for letter in self.letters if address in letter["To"]]
