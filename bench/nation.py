#!/usr/bin/env python3
"""One national working day of 2022, played over HTTP as fast as it goes against one server: bench/lives/nation.txt, hour by hour along the
day's curve, over every court of reference/courts.csv. Kinds whose system does not exist yet run on definitions the folder brings
itself (bench/nation/). Afterwards counts, case numbers and the event chain are checked.

Usage: bench/nation.py [--build build] [--share 1.0] [--minutes 30]

`--share` plays that part of the day; `--minutes` ends it early, and says how far it came. Both are printed with the result.
"""
import argparse
import csv
import json
import os
import pathlib
import re
import sqlite3
import tempfile
import time
import urllib.request

from stand import ROOT, Folder, Server, load, run

# Of a thousand of a day's acts, those in each hour: 70 % in office hours (8 to 12, 14 to 18), as the Supreme People's Court counted filings.
CURVE = [4, 2, 2, 2, 2, 4, 10, 30, 80, 115, 105, 60, 30, 35, 75, 105, 95, 65, 44, 35, 35, 35, 20, 10]
ROLES = "filing_judge window_clerk diversion_officer service_officer hotline_operator"
ASKED = {"filing": ("filing", "filing_registered"), "mediation": ("mediation", "mediation_ended"), "electronic_service": ("electronic_service",),
         "hotline": ("hotline",)}


def hours(share):
    """The script of each hour, and what it holds: what is left over of an hour's part goes to the next."""
    text, left = (ROOT / "bench/lives/nation.txt").read_text(), {}
    for hour, part in enumerate(CURVE):
        counts = {}

        def line(found):
            name, count = found[1], int(found[2])
            exact = count * share * part / sum(CURVE) + left.get(name, 0)
            counts[name] = int(exact + (0.5 if hour == 23 else 0))
            left[name] = exact - counts[name]
            return f"life {name} {counts[name]}"

        yield hour, re.sub(r"^life (\w+) (\d+)$", line, text, flags=re.M), counts


def set_clock(server, hour):
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}/api/v1/demo/clock", method="POST",
                                     data=json.dumps({"now": f"2026-11-24T{hour:02}:00:00+08:00"}).encode(),
                                     headers={"Content-Type": "application/json", "Idempotency-Key": f"hour-{hour}"})
    urllib.request.urlopen(request).read()


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def play(folder, server, share, minutes, path):
    """Hour after hour; what was played, and how long it took."""
    began, played, requests, shed, slowest = time.monotonic(), {}, 0, 0, 0
    courts = path / "courts"
    with open(ROOT / "reference/courts.csv", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    courts.write_text("\n".join(codes))
    for hour, script, counts in hours(share):
        if time.monotonic() - began > minutes * 60:
            print(f"  ended before {hour}:00, as --minutes says")
            break
        if not sum(counts.values()):
            continue
        set_clock(server, hour)
        (path / "script").write_text(re.sub(r"^life \w+ 0\n(?:(?!life ).*\n)*", "", script, flags=re.M))
        result = load(folder, server.port, path / "script", 0, server.process.pid, courts=courts)
        for name, count in result["lives"].items():
            played[name] = played.get(name, 0) + count
        requests, shed = requests + result["requests"], shed + result["shed"]
        slowest = max(slowest, result["writes"]["p99_us"] / 1000)
        print(f"  {hour:02}:00  {sum(counts.values()):7,} matters, {result['per_second']:8,.0f} requests/s, writes p50 {result['writes']['p50_us'] / 1000:.1f} ms "
              f"p99 {result['writes']['p99_us'] / 1000:.1f} ms, reads p99 {result['reads']['p99_us'] / 1000:.1f} ms", flush=True)
    return played, requests, shed, slowest, time.monotonic() - began, len(codes)


def check(folder, played):
    """Counts, numbers and chain; every mistake in words."""
    wrong = []
    with sqlite3.connect(folder.path / "fengqiao.db") as db:
        found = dict(db.execute("SELECT system, count(*) FROM matter GROUP BY system"))
        for system, names in ASKED.items():
            wanted = sum(played.get(name, 0) for name in names)
            if found.get(system, 0) != wanted:
                wrong.append(f"{found.get(system, 0)} matters of {system}, {wanted} were answered for")
        numbers = db.execute("SELECT count(*), count(DISTINCT number) FROM number_issued").fetchone()
        if numbers[0] != numbers[1] or numbers[0] < played.get("filing_registered", 0):
            wrong.append(f"{numbers[0]} case numbers, {numbers[1]} different, {played.get('filing_registered', 0)} registered")
        gaps = db.execute("SELECT count(*) FROM (SELECT max(serial) AS most, count(*) AS all_of FROM number_issued GROUP BY court, year, type) AS s "
                          "WHERE most <> all_of").fetchone()[0]
        if gaps:
            wrong.append(f"{gaps} series of numbers have a gap")
        waiting = db.execute("SELECT count(*) FROM job WHERE state <> 'done'").fetchone()[0]
    print(f"  {numbers[0]:,} case numbers without gap or repeat; papers and other jobs that wait for a worker: {waiting:,}")
    print("  " + run(folder.program, "verify", "--data", folder.path).strip().replace("\n", "\n  "))
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--minutes", type=float, default=30)
    given = parser.parse_args()
    build = pathlib.Path(given.build).resolve()
    with tempfile.TemporaryDirectory(prefix="nation-", dir=build / "bench") as name:
        path = pathlib.Path(name)
        folder = Folder(build, path / "data")
        folder.make(0, ROLES, public=5000, systems=ROOT / "bench/nation")
        before = folder.bytes_on_disk()
        server = Server(folder)
        played, requests, shed, slowest, seconds, courts = play(folder, server, given.share, given.minutes, path)
        cpu, memory, syncs = cpu_seconds(server.process.pid), server.anonymous_mb(), server.fsyncs()
        server.stop()
        matters = sum(played.values())
        print(f"{given.share * 100:g} % of a national day in {seconds:.0f} s, {86400 * given.share / seconds:,.1f} times the speed of the day; "
              f"{matters:,} matters, {requests:,} requests ({requests / seconds:,.0f}/s), {courts:,} courts, load {os.getloadavg()[0]:.1f}")
        print(f"  CPU {cpu:.0f} s ({cpu * 1e6 / requests:.0f} us a request), anonymous memory {memory:.0f} MB, disk {(folder.bytes_on_disk() - before) / 1e6:,.0f} MB, "
              f"{syncs:,} fsync calls, {shed} requests shed, slowest hour's p99 of writes {slowest:.0f} ms")
        wrong = check(folder, played)
        for text in wrong:
            print("  WRONG:", text)
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
