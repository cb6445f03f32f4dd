#!/usr/bin/env python3
"""What a court, a province, a country need: reckoned from unit costs, for docs/scale.md. Nothing is measured here.

Usage: bench/plan.py [--cpu-us 322] [--matter-bytes 14600] … [--price sms=0.04 …]. Each number's origin stands beside it.
"""
import argparse

# Measured by commands: docs/performance.md, docs/faults.md.
MEASURED = {
    "cpu-us": (322, "CPU of the server a request, SQLite: bench/nation.py --share 0.1"),
    "requests": (3_260_000, "requests of a national working day: 326,190 at a share of 0.1, same command"),
    "matters": (528_000, "matters of that day: filings, mediations, services, hotline orders of 2022"),
    "matter-bytes": (14_600, "on disk a matter with its events, search index, messages and papers: 773 MB for 52,800, same command"),
    "postgresql": (1.13, "CPU of the server on PostgreSQL against SQLite, an action: 230 and 203 us, bench/bench.py"),
    "backend": (3.4, "CPU of PostgreSQL itself against that of the server: 780 and 230 us, same command"),
    "sign-in-us": (50_000, "one password: Argon2id of 64 MiB"),
}
# Assumed: nobody measured these for us. Change them by --NAME.
ASSUMED = {
    "burst": (10, "the worst minute against the mean of office hours (70 % of a day in 8 hours)"),
    "use": (0.5, "how far a core is used at that minute"),
    "filing-mb": (5, "files handed in with one filing, MB"),
    "filings": (43_000, "filings of that day, 2022"),
    "staff": (200_000, "people of all courts who sign in between 8:30 and 9:00"),
    "days": (250, "working days a year"),
    "sms": (2, "text messages a matter"),
    "copies": (3, "of each byte: two machines and a backup"),
}
PRICES = {"machine": (15_000, "yuan a year: 16 cores, 64 GB, bought over five years, with its place and current"),
          "tb": (1_000, "yuan a year: a terabyte on disk"), "sms": (0.04, "yuan: a text message")}
# Share of the country, machines (who they are: docs/scale.md), PostgreSQL?
PLANS = [("a court", 1 / 3500, 2, False), ("a large court (ten times)", 10 / 3500, 2, False), ("a province", 1 / 31, 8, True),
         ("the largest province (a tenth)", 1 / 10, 8, True), ("a country in 31 cells", 1, 31 * 8 + 1, True)]


def said(number):
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name, (value, what) in {**MEASURED, **ASSUMED}.items():
        parser.add_argument(f"--{name}", type=float, default=value, help=what.replace("%", "%%"))
    parser.add_argument("--price", action="append", default=[], metavar="NAME=YUAN", help=", ".join(f"{name}: {what}" for name, (_, what) in PRICES.items()))
    given = parser.parse_args()
    price = {name: value for name, (value, _) in PRICES.items()}
    price.update((name, float(value)) for name, value in (one.split("=", 1) for one in given.price))
    print("| | requests/s, mean of office hours / worst minute | cores for them | cores for passwords, 8:30 | rows, GB a year | files, TB a year | machines | yuan a year: machines / disk / messages |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name, share, machines, postgresql in PLANS:
        mean = given.requests * share * 0.7 / (8 * 3600)
        factor = given.postgresql * (1 + given.backend) if postgresql else 1
        cores = mean * given.burst * given.cpu_us * factor / 1e6 / given.use
        passwords = given.staff * share / 1800 * given.sign_in_us / 1e6
        rows = given.matters * share * given.days * given.matter_bytes / 1e9
        files = given.filings * share * given.days * given.filing_mb / 1e6
        disk = (rows / 1000 + files) * given.copies * price["tb"]
        messages = given.matters * share * given.days * given.sms * price["sms"]
        print(f"| {name} | {said(mean)} / {said(mean * given.burst)} | {said(cores)} | {said(passwords)} | {said(rows)} | {said(files)} | {machines} | "
              f"{machines * price['machine']:,.0f} / {disk:,.0f} / {messages:,.0f} |")


if __name__ == "__main__":
    main()
