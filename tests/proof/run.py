#!/usr/bin/env python3
"""The proof of one matter: made by a server that has played the long loan story, checked by the command alone and by the
page alone, and found broken, with words, wherever one value of it is changed.

Usage: tests/proof/run.py --program build/src/fengqiao
"""
import argparse
import copy
import http.client
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story"), str(ROOT / "tests/proof")]
import play  # noqa: E402
import server  # noqa: E402
import authority  # noqa: E402
from patience import PATIENCE_SECONDS, until  # noqa: E402
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
    stamping = authority.Authority(os.path.join(folder, "authority"), ("fail", "garbage", "long", "other", "stamp"))
    instance = server.Template(program, "", folder).start(
        story["clock"], ("--timestamp", stamping.url, "--timestamp-ca", stamping.path("ca.pem")))
    file = pathlib.Path(folder) / "proof.json"
    kept = {}

    def verify(proof, status, *options):
        file.write_text(json.dumps(proof, ensure_ascii=False) if not isinstance(proof, str) else proof)
        done = subprocess.run([program, "verify", "--proof", str(file), "--json", *options], capture_output=True, text=True, timeout=60)
        assert done.returncode == status, f"{done.returncode}: {done.stdout}{done.stderr}"
        return json.loads(done.stdout) if done.stdout else done.stderr

    def made():
        player = play.Player(story, instance)
        player.play()
        lender = player.person("lender") if "lender" in story["who"] else player.person(next(iter(story["who"])))
        status, matters, _ = player.send(lender, "GET", "/matters?system=filing", None)
        assert status == 200 and matters["items"], matters
        address = f"/matters/{matters['items'][0]['id']}/proof"

        def once(holds):
            status, found, _ = player.send(lender, "GET", address, None)
            assert status == 200, found
            return found if holds(found) else None

        proof = until("the newest block is signed, a moment after its commit", lambda: once(
            lambda found: all(any(head["block"] >= event["block"] for head in found["heads"]) for event in found["events"])))
        assert "day" not in proof["heads"][-1], (proof["heads"], proof["days"])
        tomorrow = time.strftime("%Y-%m-%dT09:00:00+08:00", time.gmtime(proof["events"][-1]["court_us"] / 1e6 + 8 * 3600 + 86400))
        status, _, _ = player.send(None, "POST", "/demo/clock", {"now": tomorrow})
        assert status == 200
        block = proof["heads"][-1]["block"]
        # The authority fails four times first, and is asked again after 1, 2, 4, 8 s.
        proof = until("the day is stamped", lambda: once(
            lambda found: all(day["stamp"] for day in found["days"]) and all("day" in head for head in found["heads"] if head["block"] <= block)))
        assert proof["days"] and all(day["stamp"] for day in proof["days"]), proof["days"]
        assert stamping.asked >= 5, stamping.asked
        kept["proof"] = proof
        assert len(proof["events"]) >= 8 and proof["values"], proof
        text = json.dumps(proof, ensure_ascii=False)
        for personal in ("422301198803150029", "13971231051"):
            assert personal not in text, f"{personal} stands in the file"
        status, _, _ = player.send(None, "GET", f"/matters/{matters['items'][0]['id']}/proof", None)
        assert status in (401, 404), status
        day = proof["days"][-1]
        status, root, _ = player.send(None, "GET", f"/roots?day={day['day']}", None)
        assert status == 200 and root["public_key"] == proof["public_key"], root
        assert root["root"] == day["root"] and root["stamp"] == day["stamp"] and "试验时间戳服务" in root["stamped_by"], root
        status, roots, _ = player.send(None, "GET", "/roots/days?limit=1", None)
        assert status == 200 and roots["items"][0]["root"] == day["root"], roots
        kept["paper"] = player.saved
        kept["player"] = player

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

    def broken_off(player, path, cookie, whole):
        """A download that broke off goes on where it stopped (RFC 9110, 14), unless the file is another one now."""
        def ask(**headers):
            connection = http.client.HTTPConnection("127.0.0.1", player.instance.port, timeout=PATIENCE_SECONDS)
            connection.request("GET", path, headers={"Cookie": cookie, **{name.replace("_", "-"): value for name, value in headers.items()}})
            reply = connection.getresponse()
            return reply.status, reply.read(), reply.headers
        status, head, headers = ask(Range="bytes=0-999")
        assert status == 206 and head == whole[:1000] and headers["Content-Range"] == f"bytes 0-999/{len(whole)}", headers
        status, rest, _ = ask(Range="bytes=1000-", If_Range=headers["ETag"])
        assert status == 206 and head + rest == whole
        status, again, _ = ask(Range="bytes=1000-", If_Range='"another"')
        assert status == 200 and again == whole
        status, none, headers = ask(Range=f"bytes={len(whole)}-")
        assert status == 416 and not none and headers["Content-Range"] == f"bytes */{len(whole)}", headers

    def paper():
        """Whoever holds a paper: its code, its file, its proof, and the root of the day it was made on."""
        player, saved = kept["player"], kept["paper"]
        query = saved["code"].split("?", 1)[1]
        status, proof, _ = player.send(None, "GET", f"/papers/proof?{query}", None)
        assert status == 200, proof
        status, refused, _ = player.send(None, "GET", f"/papers/proof?{query[:-1]}{'1' if query[-1] == '0' else '0'}", None)
        assert status == 404 and refused["code"] == "paper.code", refused
        status, _, _ = player.send(None, "GET", "/papers/proof?paper=K000&sm3=0", None)
        assert status == 404
        assert {value["path"] for value in proof["values"]} == {"values_hash", "document_hash"}, proof["values"]
        lender = player.person(next(iter(story["who"])))
        pdf = pathlib.Path(folder) / "paper.pdf"
        connection = http.client.HTTPConnection("127.0.0.1", player.instance.port, timeout=PATIENCE_SECONDS)
        connection.request("GET", f"/api/v1/matters/{proof['matter']}/paper", headers={"Cookie": lender.cookie})
        pdf.write_bytes(connection.getresponse().read())
        assert verify(proof, 0, "--document", str(pdf))["stamps"] >= 1
        broken_off(player, f"/api/v1/matters/{proof['matter']}/paper", lender.cookie, pdf.read_bytes())
        for path in (("paper", "sm3"), ("paper", "document_sm3"), ("values", 0, "value"), ("days", 0, "root"), ("days", 0, "stamp"), ("heads", 0, "day_path", 0, "hash")):
            if path[0] != "heads" or proof["heads"][0].get("day_path"):
                report = verify(changed(proof, path), 1)
                assert report["broken"] and not report["where"].startswith("the file"), (path, report)
        with open(pdf, "ab") as file:
            file.write(b" ")
        assert verify(proof, 1, "--document", str(pdf))["where"].startswith("the proof speaks of no file")
        kept["paper_proof"] = proof

    def authorities():
        """The stamp's signer is held to the authorities that are named: ours passes, another does not."""
        report = verify(kept["proof"], 0, "--timestamp-ca", stamping.path("ca.pem"))
        assert report["stamps"] == report["days"] > 0 and "试验时间戳服务" in report["stamped_by"], report
        other = authority.Authority(os.path.join(folder, "other"))
        other.close()
        assert "time stamp" in verify(kept["proof"], 1, "--timestamp-ca", other.path("ca.pem"))["where"]

    def whole_store():
        """The store's own walk computes each root again; a root, or a head's day, that was changed is named."""
        instance.stop()
        stamping.close()

        def walk(status):
            done = subprocess.run([program, "verify", "--data", instance.data, "--json"], capture_output=True, text=True, timeout=120, check=False)
            assert done.returncode == status, f"{done.stdout}{done.stderr}"
            return json.loads(done.stdout)

        assert walk(0)["days"] >= 1
        store = os.path.join(instance.data, "fengqiao.db")
        for change, word in (
                ("UPDATE day_root SET root = substr(root, 2) || '0'", "do not give its root"),
                ("UPDATE signed_head SET day = day + 1 WHERE block_id = (SELECT min(block_id) FROM signed_head)", "do not give its root"),
                ("UPDATE day_root SET stamp = substr(stamp, 1, 200) || CASE substr(stamp, 201, 1) WHEN '0' THEN '1' ELSE '0' END || substr(stamp, 202)", "time stamp")):
            keep = store + ".keep"
            shutil.copy(store, keep)
            connection = sqlite3.connect(store)
            connection.execute(change)
            connection.commit()
            connection.close()
            assert word in walk(1)["where"], change
            shutil.move(keep, store)
        assert not walk(0)["broken"]

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
        proof, paper_proof = kept["proof"], kept["paper_proof"]
        cases = [(proof, ""), (paper_proof, ""), (changed(proof, ("events", 2, "action")), "event"), (changed(proof, ("heads", 0, "signature")), "head"),
                 (changed(proof, ("days", 0, "root")), "head"), (changed(paper_proof, ("paper", "sm3")), "paper")]
        for place in range(4, 37, 4):  # a stamp, all through
            stamp = proof["days"][0]["stamp"]
            at = len(stamp) * place // 40
            other = copy.deepcopy(proof)
            other["days"][0]["stamp"] = stamp[:at] + ("1" if stamp[at] == "0" else "0") + stamp[at + 1:]
            cases.append((other, "any"))
        for proof, word in cases:
            file.write_text(json.dumps(proof, ensure_ascii=False))
            done = subprocess.run(["node", str(ROOT / "tests/proof/page.mjs"), str(ROOT / "web/public/proof.html"), str(file)], capture_output=True, text=True, timeout=120)
            assert done.returncode == 0, done.stderr
            report = json.loads(done.stdout)
            assert report["broken"] == bool(word) and (not word or word == "any" or report["where"].startswith(word)), (word, report)
            assert word or report["stamps"] == report["days"] > 0, report

    test("an outage's statement holds by itself, and any changed value of it is found", outage)
    test("a party takes the proof of their case away, without anybody's numbers in it", made)
    test("whoever holds a paper checks code, file, events, root and stamp together", paper)
    test("it holds, by the command alone", holds)
    test("the stamp's signer is held to the authorities that are named", authorities)
    test("one changed value anywhere is found, and where", every_change)
    test("an event left out, two swapped, a head or block left out, no proof at all", what_is_missing)
    test("without the values the chain still holds, and the file says that it was changed", erased)
    test("the page checks the same file without server and program", by_the_page)
    test("the store's own walk finds a changed root, head or stamp", whole_store)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fengqiao-proof-") as folder:
        tests(os.path.abspath(arguments.program), folder)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
