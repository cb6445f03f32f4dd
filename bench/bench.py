#!/usr/bin/env python3
"""Our figures beside bare limits, as ratios: what is compared takes turns within each round, so that a machine that is busy with other
things is so for both. Prints a table; the figures also go to BUILD/bench/bench.json, each as {median, min, max, rounds}.

Usage: bench/bench.py [--build build] [--rounds 5] [--seconds 3] [--small 10000] [--large 1000000] [--big] [--no-postgresql]

docs/performance.md says what each line means. `--big` adds ten million matters.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

from stand import ROOT, Folder, Server, Turns, load, run

LIVES = ROOT / "bench/lives"
RECORD_SECONDS_A_ROUND = 2


class Figures:
    """Names with one value a round."""

    def __init__(self):
        self.rows = {}

    def add(self, name, value):
        self.rows.setdefault(name, []).append(value)

    def summary(self):
        return {name: {"median": round(statistics.median(values), 4), "min": round(min(values), 4), "max": round(max(values), 4), "rounds": len(values)}
                for name, values in self.rows.items()}


TARGETS = {"durable_ratio": (">=", 0.5), "group_commit_gain": (">=", 2.2), "fsyncs_per_action": ("<=", 0.1), "read_ratio": (">=", 0.3),
           "list_ratio": (">=", 0.15), "mix_p99_ms": ("<=", 20), "size_ratio_1m": (">=", 0.75), "start_ms": ("<=", 1000), "rss_anon_mb": ("<=", 200),
           "pg_durable_ratio": (">=", 0.5)}
MILLION = "1m"  # the size whose start, memory and ratio have targets, so long as it is one


def size_name(count):
    """1000000: "1m"; 666000: "666k": what was filled, not what was meant."""
    return f"{count // 1_000_000}m" if count % 1_000_000 == 0 else f"{count // 1000}k"


def of_size(key, name):
    return key if name == MILLION else f"{key}_{name}"


class Play:
    """One server and the scripts played against it; each figure is named with what the server is."""

    def __init__(self, figures, folder, name, options=()):
        self.figures, self.folder, self.name = figures, folder, name
        self.server = Server(folder, options)

    def play(self, script, seconds, rate=0, connections=64):
        before = self.server.fsyncs()
        result = load(self.folder, self.server.port, LIVES / f"{script}.txt", seconds, self.server.process.pid, rate, connections)
        result["fsyncs"] = self.server.fsyncs() - before
        self.figures.add("shed", result["shed"])  # refused with 503 in a part; its time counts on (bench/load.c)
        if not rate:
            label = f"{self.name} {script}" + ("" if connections == 64 else f" {connections}")
            self.figures.add(f"{label} per_second", result["per_second"])
            self.figures.add(f"{label} server_cpu_us", result["server_cpu_us"])
            result["cpu_us"] = result["server_cpu_us"] + result["load_cpu_us"]
            for kind in ("reads", "writes"):
                if result[kind]["count"]:
                    self.figures.add(f"{label} {kind} p50_ms", result[kind]["p50_us"] / 1000)
                    self.figures.add(f"{label} {kind} p99_ms", result[kind]["p99_us"] / 1000)
        return result

    def half_of_maximum(self, seconds, maximum):
        result = self.play("mix", seconds, rate=maximum / 2)
        for kind in ("reads", "writes"):
            self.figures.add(f"{self.name} mix at half {kind} p50_ms", result[kind]["p50_us"] / 1000)
            self.figures.add(f"{self.name} mix at half {kind} p99_ms", result[kind]["p99_us"] / 1000)
        return max(result["reads"]["p99_us"], result["writes"]["p99_us"]) / 1000


def calibrate(figures, folder):
    """fdatasync of 4 KB over what is there, the disk's own limit; in milliseconds."""
    times, path = [], folder / "fdatasync"
    with open(path, "wb") as file:
        file.write(bytes(4096 * 256))
        for place in range(100):
            began = time.monotonic()
            os.pwrite(file.fileno(), bytes(4096), place * 4096)
            os.fdatasync(file.fileno())
            times.append((time.monotonic() - began) * 1000)
    path.unlink()
    figures.add("fdatasync p50_ms", statistics.median(times))
    figures.add("load average", os.getloadavg()[0])


def recorded(folder, path, rounds):
    """What a server writes at 64 connections, as a record; the folder it began from is kept for the bare loop."""
    record = path / "record"
    copy = folder.copy(path / "recorded")
    server = Server(copy, record=record)
    load(copy, server.port, LIVES / "act.txt", RECORD_SECONDS_A_ROUND * rounds, server.process.pid)
    server.stop()
    shutil.rmtree(copy.path)
    return record


def bare_round(figures, name, bare):
    part = bare.turn()
    figures.add(f"{name} per_second", part["per_second"])
    figures.add(f"{name} cpu_us", part["cpu_us"])
    return part


def compare(figures, key, ours, bare):
    """As many a second as the bare one; and how many for the same CPU, which holds on a machine that others use too."""
    figures.add(key, ours["per_second"] / bare["per_second"])
    figures.add(f"{key}_by_cpu", bare["cpu_us"] / ours["cpu_us"])


def small_rounds(figures, folder, large, path, given):
    """(a) to (e): each comparison within a round."""
    record = recorded(folder, path, given.rounds)
    bare_folder = folder.copy(path / "bare")
    bare = Turns(folder.build / "bench/bare", "--record", record, "--db", bare_folder.path / "fengqiao.db", "--parts", given.rounds)
    grouped = Play(figures, folder.copy(path / "grouped"), "small")
    alone = Play(figures, folder.copy(path / "alone"), "batches of one", ["--batch-max", "1"])
    plays = [Play(figures, other, name) for name, other in large]
    echo = Turns(folder.build / "bench/echo")
    echo_port = int(echo.line())
    for number in range(given.rounds):
        print(f"  round {number + 1} of {given.rounds}, load {os.getloadavg()[0]:.1f}", flush=True)
        calibrate(figures, path)
        acts = grouped.play("act", given.seconds)
        compare(figures, "durable_ratio", acts, bare_round(figures, "bare SQLite", bare))
        figures.add("fsyncs_per_action", acts["fsyncs"] / acts["requests"])
        one = alone.play("act", given.seconds)
        compare(figures, "group_commit_gain", acts, one)
        figures.add("fsyncs_per_action_alone", one["fsyncs"] / one["requests"])
        grouped.play("act", given.seconds, connections=1)
        bare_echo = load(folder, echo_port, LIVES / "read.txt", given.seconds, echo.process.pid)
        figures.add("echo per_second", bare_echo["per_second"])
        figures.add("echo server_cpu_us", bare_echo["server_cpu_us"])
        bare_echo["cpu_us"] = bare_echo["server_cpu_us"] + bare_echo["load_cpu_us"]
        compare(figures, "read_ratio", grouped.play("read", given.seconds), bare_echo)
        compare(figures, "list_ratio", grouped.play("list", given.seconds), bare_echo)
        mixed = grouped.play("mix", given.seconds)
        figures.add("mix_p99_ms", grouped.half_of_maximum(given.seconds, mixed["per_second"]))
        for (name, _), play in zip(large, plays):
            for script in ("act", "read", "list", "mix"):
                own = figures.rows[f"small {script} per_second"][-1]
                ratio = play.play(script, given.seconds)["per_second"] / own
                figures.add(f"size_ratio_{name}" if script == "act" else f"size_ratio_{name} {script}", ratio)
            figures.add(of_size("rss_anon_mb", name), play.server.anonymous_mb())
        figures.add("rss_anon_mb_small", grouped.server.anonymous_mb())
    for play in [grouped, alone, *plays]:
        play.server.stop()
    bare.stop()
    echo.stop()


def papers(figures, folder, path, given):
    """An action with a receipt, which a worker draws as a PDF beside the requests; last, since it goes on drawing."""
    told = Play(figures, folder.copy(path / "papers"), "small")
    for _ in range(given.rounds):
        told.play("paper", given.seconds)
    told.server.stop()


def sizes(figures, folders, rounds):
    """Start-up and bytes on disk."""
    for name, folder, matters in folders:
        for _ in range(rounds):
            server = Server(folder)
            figures.add(of_size("start_ms", name), server.start_ms)
            server.stop()
        figures.add(f"disk_bytes_a_matter_{name}", folder.bytes_on_disk() / matters)


def postgresql_rounds(figures, folder, path, given):
    """(f): the same on PostgreSQL beside a libpq loop, on databases of their own."""
    place = path / "postgresql"
    url = run(ROOT / "tools/pg-start", place).strip()
    try:
        base = url.rsplit("/", 1)[0]
        create(url, "template_bench")
        run(folder.program, "copy", "--data", folder.path, "--to", path / "pg", "--to-store", base + "/template_bench")
        copied = Folder(folder.build, path / "pg", base + "/served")
        shutil.copy(folder.sessions, copied.sessions)
        for database in ("served", "bare"):
            create(url, database, "template_bench")
        bare = Turns(folder.build / "bench/bare", "--record", path / "record", "--url", base + "/bare", "--parts", given.rounds)
        served = Play(figures, copied, "PostgreSQL")
        postmaster = pathlib.Path((place / "place").read_text().strip(), "data/postmaster.pid").read_text().split()[0]
        for number in range(given.rounds):
            print(f"  PostgreSQL, round {number + 1} of {given.rounds}", flush=True)
            before = cpu_seconds_of_all(postmaster)
            acts = served.play("act", given.seconds)
            figures.add("PostgreSQL itself cpu_us", (cpu_seconds_of_all(postmaster) - before) * 1e6 / acts["requests"])
            figures.add("pg_durable_ratio", acts["per_second"] / bare_round(figures, "bare libpq", bare)["per_second"])
        served.server.stop()
        bare.stop()
    finally:
        run(ROOT / "tools/pg-stop", place)


def cpu_seconds_of_all(postmaster):
    """Of a PostgreSQL: its first process, those that ended, those that live."""
    total = 0
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it has just ended
        if path.parent.name == postmaster:
            total += sum(map(int, fields[11:15]))
        elif fields[1] == postmaster:
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def create(url, database, template="template0"):
    subprocess.run(["psql", "-X", "-q", "-d", url, "-c",
                    f"CREATE DATABASE {database} TEMPLATE {template} LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'"], check=True)


def table(summary):
    print(f"\n{'':44}{'median':>12}{'min':>12}{'max':>12}  rounds")
    for name in [*[key for key in TARGETS if key in summary], *[key for key in summary if key not in TARGETS]]:
        row, target = summary[name], TARGETS.get(name)
        held = ""
        if target:
            good = row["median"] >= target[1] if target[0] == ">=" else row["median"] <= target[1]
            held = f"   target {target[0]} {target[1]}: {'held' if good else 'MISSED'}"
        print(f"{name:44}{row['median']:12,.2f}{row['min']:12,.2f}{row['max']:12,.2f}  {row['rounds']}{held}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=1_000_000, help="0: leave it out")
    parser.add_argument("--big", action="store_true")
    parser.add_argument("--no-postgresql", action="store_true")
    given = parser.parse_args()
    build, figures, began = pathlib.Path(given.build).resolve(), Figures(), time.monotonic()
    kept = build / "bench/folders"  # filled once, used again
    kept.mkdir(parents=True, exist_ok=True)
    small = Folder(build, kept / f"matters-{given.small}").make(given.small)
    counts = [(size_name(count), count) for count in [given.large] * bool(given.large) + [10_000_000] * given.big]
    large = [(name, Folder(build, kept / f"matters-{count}").make(count)) for name, count in counts]
    sizes(figures, [("small", small, given.small)] + [(name, folder, count) for (name, folder), (_, count) in zip(large, counts)], given.rounds)
    with tempfile.TemporaryDirectory(prefix="work-", dir=build / "bench") as path:
        small_rounds(figures, small, large, pathlib.Path(path), given)
        papers(figures, small, pathlib.Path(path), given)
        if not given.no_postgresql:
            postgresql_rounds(figures, small, pathlib.Path(path), given)
    summary = figures.summary()
    (build / "bench/bench.json").write_text(json.dumps(summary, indent=1, ensure_ascii=False) + "\n")
    table(summary)
    print(f"{time.monotonic() - began:.0f} s; figures in {build / 'bench/bench.json'}; what each means: docs/performance.md")


if __name__ == "__main__":
    main()
