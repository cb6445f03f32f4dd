"""Starts real servers for stories: one data folder set up once, copied for each story."""
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.parse

from patience import PATIENCE_SECONDS

START_SECONDS_MAX = STOP_SECONDS_MAX = PATIENCE_SECONDS


class Broken(Exception):
    """The server did not do what it was started for."""


def run(arguments, **options):
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=300, **options)
    if done.returncode:
        raise Broken(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return done.stdout


class Template:
    """A demo data folder (and, on PostgreSQL, a database) that is copied for each story."""

    def __init__(self, program, store, folder):
        self.program, self.store, self.folder, self.count = program, store, folder, 0
        self.data = os.path.join(folder, "template")
        command = [program, "setup", "--demo", "--data", self.data]
        if store:
            self.sql("DROP DATABASE IF EXISTS story_template")
            self.sql("CREATE DATABASE story_template TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'")
            command += ["--store", self.url("story_template")]
        run(command)

    def url(self, database):
        parts = urllib.parse.urlsplit(self.store)
        return urllib.parse.urlunsplit(parts._replace(path="/" + database))

    def sql(self, statement):
        run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.store, "-c", statement])

    def start(self, clock, options=(), environment=None):
        self.count += 1
        data = os.path.join(self.folder, f"story-{self.count}")
        shutil.copytree(self.data, data)
        store = ""
        if self.store:
            name = f"story_{os.getpid()}_{self.count}"
            self.sql(f"CREATE DATABASE {name} TEMPLATE story_template")
            store = self.url(name)
        return Instance(self.program, data, store, clock, options, environment)


class Instance:
    """One running server."""

    def __init__(self, program, data, store, clock, options=(), environment=None, log=None):
        self.program, self.data, self.store, self.clock, self.options = program, data, store, clock, options
        self.environment = environment  # None: ours
        self.log = log or os.path.join(data, "server.log")
        self.process = None
        self.launch()

    def launch(self):
        command = [self.program, "serve", "--data", self.data, "--clock", self.clock, *self.options]
        if "--listen" not in self.options:
            command += ["--listen", "127.0.0.1:0"]
        if self.store:
            command += ["--store", self.store]
        with open(self.log, "a") as log:
            position = log.tell()
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self.environment)
        end = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < end:
            with open(self.log) as log:
                log.seek(position)
                found = re.search(r"http://127\.0\.0\.1:(\d+)", log.read())
            if found:
                self.port = int(found[1])
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise Broken(f"the server did not start:\n{self.tail()}")

    def tail(self):
        with open(self.log, errors="replace") as log:
            return "".join("        | " + line for line in log.read()[-4000:].splitlines(True))

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def restart_after_kill(self, clock):
        """kill -9 and start again on the same data: what was answered must still be there."""
        self.kill()
        self.clock = clock
        self.launch()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired as error:
            raise Broken(f"the server did not stop within {STOP_SECONDS_MAX} s") from error
        if code != 0:
            raise Broken(f"the server ended with {code}:\n{self.tail()}")
