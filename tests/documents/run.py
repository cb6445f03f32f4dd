#!/usr/bin/env python3
"""Documents: files that come in parts, and the virus scanner.

Usage: tests/documents/run.py --program build/src/fengqiao [--store postgresql://…] [--parts uploads,pages,reading,keeping,scans]
"""
import argparse
import os
import pathlib
import shutil
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story"), str(ROOT / "tests/documents")]
import keeping  # noqa: E402
import pages  # noqa: E402
import people  # noqa: E402
import reading  # noqa: E402
import scanner  # noqa: E402
import scans  # noqa: E402
import server  # noqa: E402
import uploads  # noqa: E402
from tally import Tally  # noqa: E402


def with_place(template, options, body):
    """A server of its own for some tests."""
    place = people.Place(template, options)
    try:
        body(place)
        place.stop()
    finally:
        place.instance.kill()


def picture_program(program):
    """Beside the program, or in the folder of its build."""
    beside = pathlib.Path(program).parent
    return str(next(path for path in (beside / "fengqiao-picture", beside / "files/fengqiao-picture") if path.exists()))


def reads(tally, template, folder):
    with_place(template, (), lambda place: reading.run(tally, place))
    path, os.environ["PATH"] = os.environ["PATH"], reading.without(os.path.join(folder, "bin"))
    psql = shutil.which("psql", path=path)
    if psql:
        os.symlink(psql, os.path.join(folder, "bin", "psql"))

    def missing(place):
        place.path = path
        reading.absent(tally.test, place)
    try:
        with_place(template, (), missing)
    finally:
        os.environ["PATH"] = path


def run(tally, template, folder, program, parts):
    def plain(place):
        scans.off(tally.test, place)
        if "uploads" in parts:
            uploads.run(tally.test, place)
        if "pages" in parts:
            pages.run(tally, place, picture_program(program))
    with_place(template, (), plain)
    if "reading" in parts:
        reads(tally, template, folder)
    if "keeping" in parts:
        with_place(template, (), lambda place: keeping.run(tally.test, place, program))
    if "scans" not in parts:
        return
    fake = scanner.Fake()
    with_place(template, ("--scan", fake.address), lambda place: scans.run(tally.test, place, fake))
    local = scanner.Fake(os.path.join(folder, "socket"))

    def later(place):
        status, place.before = place.upload("citizen", "早先.txt", scans.VIRUS)
        assert status == 201, place.before
        place.instance.options = ("--scan", local.address)
        place.kill()
        scans.switched_on(tally.test, place)
    with_place(template, (), later)
    if not scanner.Real.program():
        tally.skip("no clamd is installed: the real scanner is not tried")
        return
    real = scanner.Real(os.path.join(folder, "clamd"))
    try:
        print("        the same with clamd:")
        with_place(template, ("--scan", real.address), lambda place: scans.run(tally.test, place))
    finally:
        real.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", default="")
    parser.add_argument("--parts", default="uploads,pages,reading,keeping,scans")
    given = parser.parse_args()
    tally = Tally()
    folder = tempfile.mkdtemp(prefix="fengqiao-documents-")
    program = str(pathlib.Path(given.program).resolve())
    template = server.Template(program, given.store, folder)
    try:
        run(tally, template, folder, program, given.parts.split(","))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
