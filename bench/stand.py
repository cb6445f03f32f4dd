"""What a benchmark stands on: a data folder that is set up and filled, a server on it, the load generator beside it."""
import atexit
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
CLOCK = "2026-11-24T09:00:00+08:00"
START_SECONDS_MAX = 60


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout[-1000:]}{done.stderr[-3000:]}")
    return done.stdout


class Folder:
    """A demo folder with people who are signed in, and so many matters of which they own some."""

    def __init__(self, build, path, store=""):
        self.build, self.path, self.store = pathlib.Path(build).resolve(), pathlib.Path(path).resolve(), store
        self.program = self.build / "src/fengqiao"
        self.ids, self.sessions = self.path / "bench-ids", self.path / "bench-sessions"

    def tool(self, name, *arguments):
        store = ["--store", self.store] if self.store else []
        return run(self.build / "bench" / name, "--data", self.path, *store, *arguments)

    def make(self, matters, roles="", public=250, systems=None):
        """`systems`: a folder of definitions it brings itself."""
        if (self.path / "bench-ready").exists():
            return self
        shutil.rmtree(self.path, ignore_errors=True)
        run(self.program, "setup", "--demo", "--data", self.path, *(["--store", self.store] if self.store else []))
        if systems:
            shutil.copytree(systems, self.path / "systems")
        Server(self).stop()  # its first start publishes the definitions
        self.sessions.write_text(self.tool("people", "--public", public, *(["--roles", roles] if roles else [])))
        if matters:
            began = time.monotonic()
            self.tool("fill", "--count", matters, "--ids", self.ids)
            print(f"  filled with {matters:,} matters in {time.monotonic() - began:.0f} s", flush=True)
        (self.path / "bench-ready").write_text("")
        return self

    def copy(self, path):
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(self.path, path)
        return Folder(self.build, path, self.store)

    def bytes_on_disk(self):
        return sum(file.stat().st_size for file in self.path.glob("fengqiao.db*"))


class Server:
    """A server, with its fsync calls counted; `record` names a file for what it writes (bench/shim.c)."""

    def __init__(self, folder, options=(), record=None, program=None):
        self.folder, self.count_file = folder, folder.path / "bench-fsyncs"
        self.count_file.unlink(missing_ok=True)
        log, errors = folder.path / "bench-server.log", folder.path / "bench-server.errors"
        environment = {**os.environ, "LD_PRELOAD": str(folder.build / "bench/libshim.so"), "BENCH_FSYNCS": str(self.count_file)}
        if record:
            environment["BENCH_RECORD"] = str(record)
        command = [str(program or folder.program), "serve", "--data", str(folder.path), "--clock", CLOCK, "--listen", "127.0.0.1:0", *options]
        if folder.store:
            command += ["--store", folder.store]
        began = time.monotonic()
        with open(log, "w") as out, open(errors, "w") as err:
            self.process = subprocess.Popen(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL, env=environment)
        atexit.register(self.process.kill)
        self.port = None
        while not self.port and time.monotonic() - began < START_SECONDS_MAX and self.process.poll() is None:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", log.read_text())
            self.port = int(found[1]) if found else None
            time.sleep(0.002)
        self.start_ms = (time.monotonic() - began) * 1000
        if not self.port:
            raise SystemExit(f"the server did not start:\n{errors.read_text()[-2000:]}")

    def fsyncs(self):
        return int.from_bytes(self.count_file.read_bytes()[:8], "little")

    def anonymous_mb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+) kB", status)[1]) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(timeout=120):
            raise SystemExit("the server ended badly")


def load(folder, port, script, seconds, pid=0, rate=0, connections=64, seed=[1], courts=None):
    """Plays a script of bench/lives and gives what bench/load says of it. Seconds 0: each life as often as its weight says."""
    seed[0] += 1
    command = [str(folder.build / "bench/load"), "--port", str(port), "--script", str(script), "--sessions", str(folder.sessions), "--pid", str(pid),
               "--connections", str(connections), "--seed", str(os.getpid() * 1000 + seed[0])]
    command += ["--seconds", str(seconds)] if seconds else []
    command += ["--rate", str(rate)] if rate else []
    command += ["--courts", str(courts)] if courts else []
    command += ["--ids", str(folder.ids)] if folder.ids.exists() else []
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout)


class Turns:
    """A helper program that does one part when a line is sent to it and answers with one line (bench/bare, bench/echo)."""

    def __init__(self, *command):
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        atexit.register(self.process.kill)

    def line(self):
        return self.process.stdout.readline()

    def turn(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = self.line()
        if not line:
            raise SystemExit("a bare loop ended badly")
        return json.loads(line)

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)
