#!/usr/bin/env python3
"""Faults: what breaks in a court's machine room is broken here on purpose, and what was answered is held against what is there.

Usage: tests/faults/run.py --program build/src/fengqiao [--store postgresql://…] [--rounds 200] [--short] [--only kills,cuts]
"""
import argparse
import os
import pathlib
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story"), str(ROOT / "tests/faults")]
import play  # noqa: E402
import server  # noqa: E402
from tally import Tally  # noqa: E402
import cells  # noqa: E402
import clients  # noqa: E402
import clocks  # noqa: E402
import cuts  # noqa: E402
import disk  # noqa: E402
import failover  # noqa: E402
import kills  # noqa: E402
import load  # noqa: E402
import overload  # noqa: E402
import two  # noqa: E402

PARTS = {"kills": kills.part, "cuts": cuts.part, "two": two.part, "disk": disk.part, "clocks": clocks.part,
         "clients": clients.part, "overload": overload.part, "cells": cells.part, "failover": failover.part}


class House:
    """What every part is given: servers to break, and the tally."""

    def __init__(self, given, folder):
        self.program, self.store, self.folder = os.path.abspath(given.program), given.store, folder
        self.rounds, self.short, self.seed = given.rounds, given.short, given.seed
        self.tally = Tally()
        self.test = self.tally.test
        self.instances = []
        built = pathlib.Path(self.program).parents[1] / "tests/faults/libfaults_shim.so"
        self.shim = str(built) if built.exists() else None
        self._template = None

    @property
    def template(self):
        if self._template is None:
            self._template = server.Template(self.program, self.store, self.folder)
        return self._template

    def start(self, options=(), environment=None):
        self.instances.append(self.template.start(load.CLOCK, options, environment))
        return self.instances[-1]

    def book(self, instance=None):
        return load.Book(play.Player({"who": load.WHO}, instance or self.start()))

    @staticmethod
    def say(text):
        print(f"        {text}", flush=True)

    @staticmethod
    def claim(true, why):
        assert true, why

    def end(self):
        for instance in self.instances:
            instance.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", default="", help="a PostgreSQL of ours; else SQLite")
    parser.add_argument("--rounds", type=int, default=200, help="of kill -9")
    parser.add_argument("--short", action="store_true", help="what CI has time for")
    parser.add_argument("--only", default="", help=f"of: {', '.join(PARTS)}")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fengqiao-faults-") as folder:
        os.chmod(folder, 0o755)
        house = House(given, folder)
        try:
            for name, part in PARTS.items():
                if given.only and name not in given.only.split(","):
                    continue
                began = time.monotonic()
                print(f"{name}:", flush=True)
                part(house)
                house.say(f"{time.monotonic() - began:.0f} s")
        finally:
            house.end()
    return house.tally.close()


if __name__ == "__main__":
    sys.exit(main())
