#!/usr/bin/env python3
"""Documents: files that come in parts.

Usage: tests/documents/run.py --program build/src/fengqiao [--store postgresql://…]
"""
import argparse
import pathlib
import shutil
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story"), str(ROOT / "tests/documents")]
import people  # noqa: E402
import uploads  # noqa: E402
from tally import Tally  # noqa: E402


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", default="")
    given = parser.parse_args()
    tally = Tally()
    folder = tempfile.mkdtemp(prefix="fengqiao-documents-")
    place = people.Place(str(pathlib.Path(given.program).resolve()), given.store, folder)
    try:
        uploads.run(tally.test, place)
        place.stop()
    finally:
        place.instance.kill()
        shutil.rmtree(folder, ignore_errors=True)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
