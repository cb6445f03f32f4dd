#!/usr/bin/env python3
"""Plays stories (a dispute's life as a data file) against a real server over HTTP.

Usage: tests/story/run.py --program build/src/fengqiao [--store postgresql://…] [--narrate] [FILE…]

Without FILE: every tests/story/*.json and src/systems/*/*/stories/*.json. Each story gets a server, a data folder
and a database of its own, copied from one that `fengqiao setup --demo` made. Every reply is held
against the OpenAPI description the server itself gives. tests/story/README.md explains the format.
"""
import argparse
import glob
import json
import os
import pathlib
import sys
import tempfile
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story")]
import play  # noqa: E402
import server  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", default="")
    parser.add_argument("--narrate", action="store_true", help="print time lines as they happen")
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    files = arguments.files or sorted(
        glob.glob(str(ROOT / "tests/story/*.json"))
        + glob.glob(str(ROOT / "src/systems/*/*/stories/*.json")))

    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="fengqiao-story-") as folder:
        template = server.Template(os.path.abspath(arguments.program), arguments.store, folder)
        for file in files:
            story = json.loads(pathlib.Path(file).read_text())
            instance = None
            try:
                instance = template.start(clock=story.get("clock", "2026-11-24T09:00:00+08:00"))
                play.Player(story, instance, narrate=arguments.narrate).play()
                instance.stop()
                passed += 1
                print(f"  ok    {story['title']}", flush=True)
            except (play.Broken, server.Broken, OSError, KeyError) as error:
                failed += 1
                print(f"  FAIL  {story['title']} ({file})\n        {error}", flush=True)
                if not isinstance(error, (play.Broken, server.Broken)):
                    traceback.print_exc()
                if instance:
                    print(instance.tail(), flush=True)
            finally:
                if instance:
                    instance.kill()
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
