#!/usr/bin/env python3
"""Load that lasts: a server at half of what it can do, for an hour, and what it holds meanwhile: memory, open files, the write-ahead log,
and how long answers take. Draws them as BUILD/bench/soak.svg, writes soak.json beside it, and says whether anything grows.

Usage: bench/soak.py [--build build] [--seconds 3600] [--matters 10000] [--store postgresql://…]

Nothing grows when the last quarter of the run is no more than the third by BOUNDS; until then caches fill. What matters take on disk grows
with their number, as it should, and is drawn beside. Times say nothing of us where others take the machine, so that fewer requests are
answered than are due: then it is said that they cannot be told. Exit status 1 when something grows, or an answer was wrong.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import sys
import threading
import time

from stand import ROOT, Folder, Server, load

LIVES = ROOT / "bench/lives"
PEAK_SECONDS, PEAK_ROUNDS, SLICES_MIN, SLICE_SECONDS_MAX = 4, 3, 40, 30

# name: (what it is, unit, how many times as much the last quarter may be, and how much more than that)
BOUNDS = {"rss_anon_mb": ("anonymous memory", "MB", 1.05, 4), "files": ("open files", "", 1.0, 8), "wal_mb": ("write-ahead log", "MB", 1.5, 8),
          "p99_ms": ("p99 of all answers", "ms", 2.0, 20)}
DUE_SHARE_MIN, GROWS = 0.95, "GROWS"
SHOWN = {**BOUNDS, "disk_mb": ("database on disk", "MB", None, None), "per_second": ("answers a second", "", None, None)}


def sample(server, folder):
    """What the server holds now."""
    wal = folder.path / "fengqiao.db-wal"
    return {"rss_anon_mb": server.anonymous_mb(), "files": len(os.listdir(f"/proc/{server.process.pid}/fd")),
            "wal_mb": wal.stat().st_size / 2**20 if wal.exists() else 0, "disk_mb": folder.bytes_on_disk() / 2**20}


def peak(folder, server):
    """Answers a second when nobody waits for anything; the median, since a machine is seldom alone."""
    rates = [load(folder, server.port, LIVES / "mix.txt", PEAK_SECONDS, server.process.pid)["per_second"] for _ in range(PEAK_ROUNDS)]
    return statistics.median(rates)


def soak(folder, server, rate, seconds):
    """The load in slices; in the middle of each it is looked what the server holds."""
    slice_seconds = max(2, min(SLICE_SECONDS_MAX, seconds / SLICES_MIN))
    rows, began = [], time.monotonic()
    while time.monotonic() - began < seconds:
        row = {}
        looks = threading.Timer(slice_seconds / 2, lambda row=row: row.update(sample(server, folder)))
        looks.start()
        played = load(folder, server.port, LIVES / "mix.txt", slice_seconds, server.process.pid, rate=rate)
        looks.join()
        row.update({"at": round(time.monotonic() - began, 1), "per_second": played["per_second"], "wrong": played["wrong"], "shed": played["shed"],
                    "load": os.getloadavg()[0], "p99_ms": max(played["reads"]["p99_us"], played["writes"]["p99_us"]) / 1000})
        rows.append(row)
        if len(rows) % 10 == 0:
            print(f"  {row['at']:5.0f} s: " + ", ".join(f"{SHOWN[name][0]} {row[name]:.1f}" for name in SHOWN), flush=True)
    return rows


def verdicts(rows, rate):
    """Name, median of the third quarter and of the last, and what is to be said of it."""
    quarter = len(rows) // 4
    third, last = rows[-2 * quarter:-quarter], rows[-quarter:]
    crowded = any(statistics.median(row["per_second"] for row in part) < DUE_SHARE_MIN * rate for part in (third, last))
    for name, (_, _, times, more) in BOUNDS.items():
        before, after = (statistics.median(row[name] for row in part) for part in (third, last))
        if name == "p99_ms" and crowded:
            yield name, before, after, f"cannot be told: load {last[-1]['load']:.0f}, fewer answers than were due"
        else:
            yield name, before, after, GROWS if after > before * times + more else "does not grow"


# ---- the drawing ---------------------------------------------------------------------------------

WIDTH, HEIGHT, LEFT, GAP = 900, 150, 70, 40


def panel(rows, name, top):
    title, unit, _, _ = SHOWN[name]
    most = max(max(row[name] for row in rows) * 1.1, 1e-9)
    end = rows[-1]["at"]
    points = " ".join(f"{LEFT + row['at'] / end * (WIDTH - LEFT - 20):.1f},{top + HEIGHT - row[name] / most * HEIGHT:.1f}" for row in rows)
    marks = "".join(f'<text x="{LEFT - 8}" y="{top + HEIGHT - part * HEIGHT + 4:.0f}" text-anchor="end">{part * most:,.1f}</text>'
                    f'<line x1="{LEFT}" x2="{WIDTH - 20}" y1="{top + HEIGHT - part * HEIGHT:.0f}" y2="{top + HEIGHT - part * HEIGHT:.0f}" stroke="#ddd"/>'
                    for part in (0, 0.5, 1))
    return (f'<text x="{LEFT}" y="{top - 8}" font-weight="bold">{title}{f", {unit}" if unit else ""}</text>{marks}'
            f'<polyline points="{points}" fill="none" stroke="#1f5fa8" stroke-width="1.5"/>')


def drawing(rows, heading):
    panels = "".join(panel(rows, name, 60 + place * (HEIGHT + GAP)) for place, name in enumerate(SHOWN))
    height = 60 + len(SHOWN) * (HEIGHT + GAP) + 10
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="12">'
            f'<rect width="100%" height="100%" fill="#fff"/><text x="{LEFT}" y="24" font-size="15">{heading}</text>{panels}'
            f'<text x="{WIDTH - 20}" y="{height - 8}" text-anchor="end">{rows[-1]["at"]:.0f} s</text></svg>\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build")
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--matters", type=int, default=10_000)
    parser.add_argument("--store", default="", help="an empty database on a PostgreSQL of ours; else SQLite")
    given = parser.parse_args()
    build = pathlib.Path(given.build).resolve()
    out, place = build / "bench", build / "bench/soak"
    shutil.rmtree(place, ignore_errors=True)
    folder = Folder(build, place, given.store).make(given.matters)
    server = Server(folder)
    most = peak(folder, server)
    print(f"  {most:,.0f} answers a second at most; {given.seconds:.0f} s at half of it, nine readings to one action", flush=True)
    rows = soak(folder, server, int(most / 2), given.seconds)
    server.stop()
    failed = sum(row["wrong"] for row in rows)
    answers = sum(row["per_second"] for row in rows) / len(rows) * rows[-1]["at"]
    (out / "soak.svg").write_text(drawing(rows, f"{rows[-1]['at']:.0f} s at {int(most / 2):,} answers a second, half of the most"))
    (out / "soak.json").write_text(json.dumps({"peak": most, "rows": rows}, indent=1) + "\n")
    for name, before, after, said in verdicts(rows, int(most / 2)):
        print(f"  {SHOWN[name][0]:20} third quarter {before:9.1f}, last {after:9.1f} {SHOWN[name][1]:3} {said}")
        failed += said == GROWS
    print(f"  about {answers:,.0f} answers, {sum(row['wrong'] for row in rows)} wrong, {sum(row['shed'] for row in rows)} shed; drawn in {out / 'soak.svg'}")
    print("something grows, or was wrong" if failed else "nothing grows")
    shutil.rmtree(place)
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
