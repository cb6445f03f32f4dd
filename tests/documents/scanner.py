"""Scanners for tests: one of a few lines that speaks clamd's INSTREAM, and the real clamd with one signature of our own."""
import os
import shutil
import socket
import struct
import subprocess
import threading
import time

MARK = b"FENGQIAO-TEST-VIRUS-5d1fa9e7"  # what both find


class Fake:
    """Answers as clamd does; `mood` says how: "well", "silent", "garbage", "refuses", "hangs up"."""

    def __init__(self, path=None):
        self.line = socket.socket(socket.AF_UNIX if path else socket.AF_INET, socket.SOCK_STREAM)
        self.line.bind(path or ("127.0.0.1", 0))
        self.line.listen(20)
        self.address = path or "127.0.0.1:%d" % self.line.getsockname()[1]
        self.mood, self.seen = "well", []
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            line, _ = self.line.accept()
            with line:
                try:
                    self.answer(line)
                except OSError:
                    pass

    def answer(self, line):
        def exactly(count):
            got = b""
            while len(got) < count:
                more = line.recv(count - len(got))
                if not more:
                    raise OSError("cut off")
                got += more
            return got
        if self.mood == "hangs up":
            return
        assert exactly(10) == b"zINSTREAM\0"
        data = b""
        while True:
            length = struct.unpack(">I", exactly(4))[0]
            if not length:
                break
            data += exactly(length)
            if self.mood == "refuses":
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.seen.append(data)
        if self.mood == "silent":
            return
        if self.mood == "garbage":
            line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            return
        for piece in (b"stream: ", b"Test.Virus FOUND\0" if MARK in data else b"OK\0"):
            line.sendall(piece)


class Real:
    """clamd of Debian with a signature of our own: its real ones are fetched by freshclam, which needs a network."""

    def __init__(self, folder):
        self.folder, self.address = folder, os.path.join(folder, "clamd.socket")
        os.mkdir(folder)
        os.mkdir(os.path.join(folder, "db"))
        with open(os.path.join(folder, "db", "test.ndb"), "w") as file:
            file.write(f"Test.Virus:0:*:{MARK.hex()}\n")
        with open(os.path.join(folder, "clamd.conf"), "w") as file:
            file.write(f"DatabaseDirectory {folder}/db\nLocalSocket {self.address}\nForeground yes\nStreamMaxLength 25M\nLogFile {folder}/log\n")
        self.process = subprocess.Popen([self.program(), "-c", os.path.join(folder, "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while not os.path.exists(self.address):
            assert self.process.poll() is None and time.monotonic() < end, "clamd did not start"
            time.sleep(0.1)

    @staticmethod
    def program():
        return shutil.which("clamd", path=os.environ.get("PATH", "") + ":/usr/sbin")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)
