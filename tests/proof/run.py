#!/usr/bin/env python3
"""The proof of one matter: made by a server that has played the long loan story, checked by the command alone and by the
page alone, and found broken, with words, wherever one value of it is changed.

Usage: tests/proof/run.py --program build/src/fengqiao
"""
import argparse
import copy
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story")]
import play  # noqa: E402
import server  # noqa: E402
from tally import Tally  # noqa: E402

tally = Tally()
test = tally.test


def leaves(value, path=()):
    """Every text and number of the file, by where it stands."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, path + (name,))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, path + (place,))
    elif isinstance(value, (str, int)) and not isinstance(value, bool):
        yield path


def changed(proof, path):
    other = copy.deepcopy(proof)
    holder = other
    for step in path[:-1]:
        holder = holder[step]
    value = holder[path[-1]]
    if isinstance(value, int):
        holder[path[-1]] = value + 1
    else:
        middle = len(value) // 2
        holder[path[-1]] = value[:middle] + ("1" if value[middle:middle + 1] == "0" else "0") + value[middle + 1:]
    return other


def tests(program, folder):
    story = json.loads((ROOT / "tests/story/long-loan.json").read_text())
    instance = server.Template(program, "", folder).start(story["clock"])
    file = pathlib.Path(folder) / "proof.json"
    kept = {}

    def verify(proof, status):
        file.write_text(json.dumps(proof, ensure_ascii=False) if not isinstance(proof, str) else proof)
        done = subprocess.run([program, "verify", "--proof", str(file), "--json"], capture_output=True, text=True, timeout=60)
        assert done.returncode == status, f"{done.returncode}: {done.stdout}{done.stderr}"
        return json.loads(done.stdout) if done.stdout else done.stderr

    def made():
        player = play.Player(story, instance)
        player.play()
        lender = player.person("lender") if "lender" in story["who"] else player.person(next(iter(story["who"])))
        status, matters, _ = player.send(lender, "GET", "/matters?system=filing", None)
        assert status == 200 and matters["items"], matters
        for _ in range(40):  # the newest block is signed a moment after its commit
            status, proof, _ = player.send(lender, "GET", f"/matters/{matters['items'][0]['id']}/proof", None)
            assert status == 200, proof
            file.write_text(json.dumps(proof))
            if all(any(head["block"] >= event["block"] for head in proof["heads"]) for event in proof["events"]):
                break
            time.sleep(0.25)
        kept["proof"] = proof
        assert len(proof["events"]) >= 8 and proof["values"], proof
        text = json.dumps(proof, ensure_ascii=False)
        for personal in ("422301198803150029", "13971231051"):
            assert personal not in text, f"{personal} stands in the file"
        status, _, _ = player.send(None, "GET", f"/matters/{matters['items'][0]['id']}/proof", None)
        assert status in (401, 404), status
        status, root, _ = player.send(None, "GET", f"/roots?day={time.strftime('%Y-%m-%d')}", None)
        assert status == 200 and root["public_key"] == proof["public_key"], root
        instance.kill()

    def outage():
        """A server that was down: the statement holds, and any changed value of it is found."""
        os.mkdir(os.path.join(folder, "outage"))
        again = server.Template(program, "", os.path.join(folder, "outage")).start("2026-11-30T23:00:00+08:00")
        again.restart_after_kill("2026-12-01T01:00:00+08:00")
        player = play.Player({"who": {}}, again)
        status, statement, _ = player.send(None, "GET", "/outages/1/statement", None)
        assert status == 200, statement
        again.kill()
        report = verify(statement, 0)
        assert report["from"].startswith("2026-11-30T23:00") and report["to"].startswith("2026-12-01T01:00"), report
        places = [path for path in leaves(statement) if path != ("public_key",)]
        for path in places + [("planned",)]:
            other = changed(statement, path) if path != ("planned",) else {**statement, "planned": True}
            if path == ("format",):
                continue
            report = verify(other, 1)
            assert report["broken"] and report["where"], path
        assert len(places) > 15, places

    def holds():
        report = verify(kept["proof"], 0)
        assert not report["broken"] and report["events"] == len(kept["proof"]["events"]) and report["heads"] >= 1, report

    def every_change():
        proof, named = kept["proof"], set()
        places = list(leaves(proof))
        step = max(1, len(places) // 160)
        for path in places[::step]:
            report = verify(changed(proof, path), 1)
            assert isinstance(report, str) or report["broken"] and report["where"], f"{path} was changed and nobody saw it"
            named.add(report if isinstance(report, str) else report["where"].split(":")[0].split(" ")[0])
        assert {"event", "block", "head", "value"} <= named, named

    def what_is_missing():
        proof = kept["proof"]
        for broken in ({**proof, "events": proof["events"][:3] + proof["events"][4:]},
                       {**proof, "events": [proof["events"][1], proof["events"][0]] + proof["events"][2:]},
                       {**proof, "heads": []}, {**proof, "blocks": proof["blocks"][1:]}):
            report = verify(broken, 1)
            assert report["broken"] or report["unsigned_events"], report
        assert "proof.format" in verify({}, 1)
        assert "json.syntax" in verify("{", 1)

    def erased():
        report = verify({**kept["proof"], "values": [], "seal": kept["proof"]["seal"]}, 1)
        assert report["where"].startswith("the file's own seal"), report  # the chain itself needs no value

    def by_the_page():
        if not shutil.which("node"):
            raise AssertionError("no Node here")
        for proof, good in ((kept["proof"], True), (changed(kept["proof"], ("events", 2, "action")), False), (changed(kept["proof"], ("heads", 0, "signature")), False)):
            file.write_text(json.dumps(proof, ensure_ascii=False))
            done = subprocess.run(["node", str(ROOT / "tests/proof/page.mjs"), str(ROOT / "web/public/proof.html"), str(file)], capture_output=True, text=True, timeout=120)
            assert done.returncode == 0, done.stderr
            assert json.loads(done.stdout)["broken"] != good, done.stdout

    test("an outage's statement holds by itself, and any changed value of it is found", outage)
    test("a party takes the proof of their case away, without anybody's numbers in it", made)
    test("it holds, by the command alone", holds)
    test("one changed value anywhere is found, and where", every_change)
    test("an event left out, two swapped, a head or block left out, no proof at all", what_is_missing)
    test("without the values the chain still holds, and the file says that it was changed", erased)
    test("the page checks the same file without server and program", by_the_page)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fengqiao-proof-") as folder:
        tests(os.path.abspath(arguments.program), folder)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
