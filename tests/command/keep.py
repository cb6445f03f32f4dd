#!/usr/bin/env python3
"""Keeps what a released version leaves behind, so that every later one can be held to migrating it: the version's own program
plays a story on SQLite and on PostgreSQL, and both databases, keys and documents go to tests/command/released/NAME.

Usage: tests/command/keep.py NAME --tree FOLDER --store postgresql://…      (FOLDER/build/src/fengqiao is the program)

Registers are cut down to the story's province, so that the files stay small.
"""
import argparse
import gzip
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CLOCK = "2026-11-24T09:00:00+08:00"
PLACE = {"division": "421202", "detail": "永安大道1号"}
CHEN = {"name": "陈立秋", "id_kind": "resident_id", "id_number": "42230119800214231X"}
# Matters of three systems, participants, clocks that run, tasks, messages, a draft, a document; the last step asks for a paper, which is
# cut off before it is drawn: that work waits too.
STORY = {
    "who": {"window": {"login": "window_clerk", "password": "fengqiao-demo"}, "chen": {"phone": "13900001111", **{k: CHEN[k] for k in ("name", "id_number")}}},
    "steps": [
        {"as": "chen", "do": "POST /intake", "status": 201, "body": {"court": "鄂1202"}, "save": {"told": "id"}},
        {"as": "chen", "do": "POST /matters/${told}/tell", "body": {
            "story": "二〇二五年三月他向我借款六万元，写了借条，约定年底还清，到现在一直不还。", "kind": "loan", "has_written_proof": True, "amount": 6000000,
            "applicant_kind": "person", "me": {**CHEN, "phone": "13900001111", "address": PLACE}, "others": [{"kind": "person", "person": {"name": "林向东"}}],
            "place": PLACE, "wish": "归还借款六万元和利息。"}},
        {"as": "chen", "do": "POST /matters/${told}/choose_filing", "body": {}},
        {"as": "window", "do": "POST /filing", "status": 201, "body": {"court": "鄂1202", "cause": "04.10.108.03", "amount": 100}, "save": {"draft": "id"}},
        {"as": "window", "do": "PUT /matters/${draft}/draft/submit", "body": {"revision": 0, "body": {"claims": "判令被告偿还"}}},
        {"as": "window", "do": "POST /documents?name=借条.pdf&kind=papers", "upload": "pdf", "status": 201},
        {"as": "window", "do": "POST /mediation", "status": 201, "body": {
            "court": "鄂1202", "variant": "A", "cause": "03.06.055.02", "amount": 1860000, "facts": "楼上卫生间漏水，泡坏了客厅天花板、地板和衣柜。",
            "wish": "赔偿修理费和家具损失一万八千六百元。", "applicants": [{"kind": "person", "person": {**CHEN, "address": PLACE}}],
            "respondents": [{"kind": "person", "person": {"name": "程立新", "phone": "13971230042", "address": PLACE}}]}}]}
CUT = ("DELETE FROM division WHERE code NOT LIKE '42%'", "DELETE FROM court WHERE code NOT LIKE '鄂%'",
       "DELETE FROM cause WHERE code NOT LIKE '03.06%' AND code NOT LIKE '04.10%'")


def write(path, text):
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--tree", required=True)
    parser.add_argument("--store", required=True)
    arguments = parser.parse_args()
    tree = pathlib.Path(arguments.tree).resolve()
    sys.path[:0] = [str(tree / "tests"), str(tree / "tests/story")]
    import play  # noqa: E402  (the version's own)
    import server  # noqa: E402
    program, to = str(tree / "build/src/fengqiao"), HERE / "released" / arguments.name
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    for kind, store in (("sqlite", ""), ("postgresql", arguments.store)):
        with tempfile.TemporaryDirectory(prefix="fengqiao-keep-") as folder:
            instance = server.Template(program, store, folder).start(CLOCK)
            try:
                play.Player(STORY, instance).play()
            finally:
                instance.kill()  # cut off: what waits to be done after the migration, waits
            data = pathlib.Path(instance.data)
            (to / kind).mkdir()
            shutil.copy(data / "keys", to / kind / "keys")
            if kind == "sqlite":
                db = sqlite3.connect(data / "fengqiao.db")
                for statement in CUT:
                    db.execute(statement)
                db.commit()
                write(to / kind / "store.sql.gz", "\n".join(db.iterdump()) + "\n")
                shutil.copytree(data / "blobs", to / kind / "blobs")
            else:
                for statement in CUT:
                    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", instance.store, "-c", statement], check=True)
                dump = subprocess.run(["pg_dump", "--no-owner", "-d", instance.store], check=True, capture_output=True, text=True).stdout
                write(to / kind / "store.sql.gz", dump)
    return 0


if __name__ == "__main__":
    sys.exit(main())
