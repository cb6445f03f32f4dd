#!/usr/bin/env python3
"""Court papers as others see them: a ruling is made by a server that plays a story, and its seal is looked at by pdfsig,
`openssl cms`, `openssl ts` and qpdf, which know nothing of us. What was changed after sealing is found, and given to nobody.

Usage: tests/papers/run.py --program build/src/fengqiao [--store URL]
"""
import argparse
import http.client
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story"), str(ROOT / "tests/proof")]
import authority  # noqa: E402
import play  # noqa: E402
import server  # noqa: E402
from patience import PATIENCE_SECONDS, until  # noqa: E402
from tally import Tally  # noqa: E402

tally = Tally()
test = tally.test
HOLD_SECONDS = 8  # sign_off_hold of src/systems/support/court_paper/court_paper.json
PAPERS, IN_HAND = 40, 5  # a worker has one in hand
STORY = json.loads((ROOT / "src/systems/filing/filing/stories/returned.json").read_text())


def run(*arguments, status=0):
    done = subprocess.run(arguments, capture_output=True, timeout=120, check=False)
    assert done.returncode == status, f"{' '.join(map(str, arguments))}: {done.returncode} {done.stdout!r} {done.stderr!r}"
    return done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace")


def court_seal(folder, issuer):
    """A court's key, with a certificate of an authority of its own and that authority's behind it."""
    key, certificate, seal = (os.path.join(folder, name) for name in ("seal.key", "seal.crt", "seal.pem"))
    authority.openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-utf8", "-subj", "/O=试验法院/CN=试验法院电子印章",
                      "-keyout", key, "-out", key + ".csr")
    authority.openssl("x509", "-req", "-in", key + ".csr", "-CA", issuer.path("ca.pem"), "-CAkey", issuer.path("ca.key"),
                      "-CAcreateserial", "-days", "20", "-out", certificate)
    with open(seal, "w", encoding="utf-8") as file:
        for name in (key, certificate, issuer.path("ca.pem")):
            file.write(pathlib.Path(name).read_text())
    os.chmod(seal, 0o600)
    return seal


class Paper:
    """One issued paper, and its file."""

    def __init__(self, player, name, number, folder):
        self.player, self.person, self.number = player, player.person(name), number
        self.file = pathlib.Path(folder) / f"{number}.pdf"
        status, body = self.get()
        assert status == 200, body
        self.file.write_bytes(body)
        self.bytes = body

    def get(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.player.instance.port, timeout=PATIENCE_SECONDS)
        connection.request("GET", f"/api/v1/matters/{self.number}/paper", headers={"Cookie": self.person.cookie})
        reply = connection.getresponse()
        return reply.status, reply.read()

    def fields(self):
        status, matter, _ = self.player.send(self.person, "GET", f"/matters/{self.number}", None)
        assert status == 200, matter
        return matter["fields"]

    def signature(self):
        """What the signature covers, and its value."""
        numbers = [int(number) for number in re.findall(rb"/ByteRange \[([0-9 ]+)\]", self.bytes)[-1].split()]
        first, hole, second, rest = numbers
        assert first == 0 and second + rest == len(self.bytes), numbers
        value = bytes.fromhex(self.bytes[hole + 1:second - 1].decode())
        # As long as its own DER says: a signature may end with zeros, as the room behind it does.
        length = value[1] if value[1] < 128 else int.from_bytes(value[2:2 + value[1] - 128], "big")
        head = 2 if value[1] < 128 else 2 + value[1] - 128
        return self.bytes[:hole] + self.bytes[second:], value[:head + length]


def play_story(template, options):
    instance = template.start(STORY["clock"], options)
    player = play.Player(STORY, instance)
    player.play()
    return player


def seen_by_others(paper, trusted):
    told = run("pdfsig", "-nocert", str(paper.file))
    assert "Signature is Valid" in told and "ETSI.CAdES.detached" in told and "Total document signed" in told, told
    assert told.count("Signature #") == 1, told
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(paper.file))
    covered, der = paper.signature()
    folder = paper.file.parent
    (folder / "covered").write_bytes(covered)
    (folder / "cms").write_bytes(der)
    trust = ("-cades", "-CAfile", trusted, "-purpose", "any") if trusted else ("-noverify",)
    run("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(folder / "cms"), "-content", str(folder / "covered"),
        "-out", os.devnull, *trust)
    return run("openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", str(folder / "cms"))


def sealed(template, store, folder):
    """A court with a seal of an authority, and a stamping authority that fails at first."""
    issuer = authority.Authority(os.path.join(folder, "authority"), ("fail", "stamp"))
    seal = court_seal(folder, issuer)
    player = play_story(template, ("--seal", seal, "--timestamp", issuer.url, "--timestamp-ca", issuer.path("ca.pem")))
    paper = Paper(player, "gu", player.saved["paper"], folder)

    def by_others():
        printed = seen_by_others(paper, issuer.path("ca.pem"))
        assert "id-smime-aa-timeStampToken" in printed and "id-smime-aa-signingCertificateV2" in printed, printed[-2000:]
        assert "DocMDP" in paper.bytes.decode("latin-1")

    def stamp():
        """The token is a stamp of the signature's value."""
        _, der = paper.signature()
        place = der.rindex(bytes.fromhex("060b2a864886f70d010910020e"))  # OID of the attribute, then SET, then the token
        token = der[place + 13:]
        assert token[0] == 0x31
        token = token[2 + (token[1] & 0x7f if token[1] & 0x80 else 0):]
        (paper.file.parent / "token").write_bytes(token)
        parsed = run("openssl", "asn1parse", "-inform", "DER", "-in", str(paper.file.parent / "cms"))
        value = [line for line in parsed.splitlines() if "OCTET STRING" in line and "[HEX DUMP]:30" in line]
        signature = next(bytes.fromhex(line.split("[HEX DUMP]:")[1]) for line in value if len(line.split("[HEX DUMP]:")[1]) in range(136, 150))
        (paper.file.parent / "value").write_bytes(signature)
        assert "OK" in run("openssl", "ts", "-verify", "-data", str(paper.file.parent / "value"), "-in", str(paper.file.parent / "token"), "-token_in",
                           "-CAfile", issuer.path("ca.pem"))

    def log():
        """The event says what was sealed: SM3, our SM2 signature over it, the certificate."""
        fields = paper.fields()
        (paper.file.parent / "sm3").write_text(fields["document_hash"])
        assert fields["stamped"] is True and "试验法院电子印章" in fields["sealed_by"], fields
        assert fields["document_hash"] == authority.openssl("dgst", "-sm3", "-r", str(paper.file)).decode().split()[0]
        tomorrow = time.strftime("%Y-%m-%dT09:00:00+08:00", time.gmtime(time.time() + 8 * 3600 + 30 * 86400))
        assert paper.player.send(None, "POST", "/demo/clock", {"now": tomorrow})[0] == 200
        days = until("the day has its root", lambda: (lambda found: found.get("items") and found)(paper.player.send(None, "GET", "/roots/days?limit=1", None)[1]))
        status, root, _ = paper.player.send(None, "GET", f"/roots?day={days['items'][0]['day']}", None)
        assert status == 200, root
        (paper.file.parent / "public.pem").write_text(root["public_key"])
        (paper.file.parent / "sm2").write_bytes(bytes.fromhex(fields["document_signature"]))
        arguments = ("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(paper.file.parent / "public.pem"), "-rawin", "-digest", "sm3",
                     "-sigfile", str(paper.file.parent / "sm2"), "-pkeyopt", "distid:1234567812345678")
        done = subprocess.run([*arguments, "-in", str(paper.file.parent / "sm3")], capture_output=True, check=False)
        plain = subprocess.run([*arguments[:-2], "-in", str(paper.file.parent / "sm3")], capture_output=True, check=False)
        assert done.returncode == 0 or plain.returncode == 0, (done.stderr, plain.stderr)

    def changed_for_others():
        """A byte of the text, and something written behind: both are seen by whoever looks."""
        middle = paper.bytes.index(b"stream") + 40
        for name, other in (("flipped", paper.bytes[:middle] + bytes([paper.bytes[middle] ^ 1]) + paper.bytes[middle + 1:]),
                            ("longer", paper.bytes + b"\n% more\n")):
            file = paper.file.parent / f"{name}.pdf"
            file.write_bytes(other)
            told = run("pdfsig", "-nocert", str(file))
            assert "Digest Mismatch" in told or "Not total document signed" in told, told

    def changed_here():
        """A file changed in the store is not handed out; nor is one without our signature."""
        fields = paper.fields()
        blob = next(path for path in pathlib.Path(player.instance.data).rglob(f"*{fields['document_hash'][4:]}*"))
        kept = blob.read_bytes()
        os.chmod(blob, 0o600)
        blob.write_bytes(kept[:-8] + b"%%EOG\n\n\n")
        status, body = paper.get()
        assert status == 500 and json.loads(body)["code"] in ("paper.changed", "blob.damaged"), (status, body[:300])
        blob.write_bytes(kept)
        assert paper.get() == (200, paper.bytes)
        database = sqlite3.connect(os.path.join(player.instance.data, "fengqiao.db"), timeout=30)
        number = database.execute("SELECT id, fields FROM matter WHERE fields LIKE ?", (f"%{fields['document_hash']}%",)).fetchone()
        without = json.loads(number[1])
        for signature in (None, fields["document_signature"][:-1] + ("0" if fields["document_signature"][-1] != "0" else "1")):
            without["document_signature"] = signature
            database.execute("UPDATE matter SET fields = ? WHERE id = ?", (json.dumps({name: value for name, value in without.items() if value is not None},
                                                                                     ensure_ascii=False), number[0]))
            database.commit()
            status, body = paper.get()
            assert status == 500 and json.loads(body)["code"] == "paper.unsigned", (signature, status, body[:300])
        database.execute("UPDATE matter SET fields = ? WHERE id = ?", (number[1], number[0]))
        database.commit()
        assert paper.get()[0] == 200

    test("pdfsig, qpdf and openssl cms take the seal of a court, with its authority behind it", by_others)
    test("the time stamp is over the signature's value, and openssl ts takes it", stamp)
    test("the event holds SM3, SM2 signature and certificate, and openssl checks the SM2 signature", log)
    test("a paper changed after sealing is found by others", changed_for_others)
    if store:
        tally.skip("a paper changed or unsigned in the store: changed in a folder and in SQLite only")
    else:
        test("a paper changed or unsigned in the store is handed to nobody", changed_here)
    player.instance.stop()
    issuer.close()


def drawings(instance, what):
    """How many papers stand in the list of what is to be drawn, of which that is so; in SQLite only."""
    with sqlite3.connect(os.path.join(instance.data, "fengqiao.db"), timeout=30) as database:
        return database.execute(f"SELECT count(*) FROM job WHERE kind = 'render_paper' AND {what}").fetchone()[0]


def taken_back(template, store):
    """A sign-off that was taken back: nothing is made of it, and the next one has its own time."""
    story = json.loads((ROOT / "src/systems/support/court_paper/stories/taken-back-and-corrected.json").read_text())
    steps = story["steps"]
    story["steps"] = steps[:1 + next(i for i, step in enumerate(steps) if step.get("do", "").endswith("/undo_sign_off"))]
    instance = template.start(story["clock"], ())
    player = play.Player(story, instance)
    player.play()
    judge, paper = player.person("judge"), player.saved["paper"]

    def act(action):
        version = player.send(judge, "GET", f"/matters/{paper}", None)[1]["version"]
        status, matter, _ = player.send(judge, "POST", f"/matters/{paper}/{action}", {}, {"If-Match": f'"{version}"'})
        assert status == 200, matter
        return matter

    def state():
        return player.send(judge, "GET", f"/matters/{paper}", None)[1]["state"]

    def blobs():
        return sorted(path.name for path in (pathlib.Path(instance.data) / "blobs").glob("??/*"))

    def nothing_made():
        """Taken back anew when nothing else is being drawn: how long that takes is the machine's business."""
        until("papers that need no signature are made", lambda: drawings(instance, "state = 'waiting'") == 0)
        act("sign_off")
        act("undo_sign_off")
        before = blobs()
        until("its time is over", lambda: drawings(instance, "state = 'waiting'") == 0)
        assert state() == "checked"
        assert blobs() == before, "a paper nobody signed was drawn, sealed and kept"

    def whole_hold():
        """Looked at when the time of the first is over: counted from its answer. That of the second is not, counted from when it was asked for."""
        act("sign_off")
        first_over = time.monotonic() + HOLD_SECONDS + 1
        act("undo_sign_off")
        time.sleep(HOLD_SECONDS - 1)
        second_over = time.monotonic() + HOLD_SECONDS
        act("sign_off")
        time.sleep(max(0, first_over - time.monotonic()))
        found = state()
        assert time.monotonic() < second_over, "too slow to be told: the time of the second is over as well"
        assert found == "signed", "the first sign-off cut the time of the second"
        until("it is made", lambda: state() == "ready")

    if store:
        tally.skip("a sign-off taken back leaves no bytes: looked for in a folder of blobs only")
    else:
        test("a paper whose sign-off was taken back is not made", nothing_made)
    test("a second sign-off has its whole time to be taken back", whole_hold)
    instance.stop()


def ending(template, store):
    """A server that is asked to end with papers still to be drawn: it finishes those in hand, and the next one draws the rest."""
    if store:
        tally.skip("a server that ends with papers waiting: its jobs are looked at in SQLite only")
        return
    lines = (ROOT / "bench/lives/paper.txt").read_text().splitlines()
    told = json.loads(next(line for line in lines if line.startswith("POST /matters/")).split(" ", 3)[3])
    instance = template.start(STORY["clock"], ())
    player = play.Player(STORY, instance)

    def rest_is_put_back():
        for _ in range(PAPERS):
            status, matter, _ = player.send(player.person("gu"), "POST", "/intake", {"court": "鄂1202"})
            assert status == 201, matter
            status, reply, _ = player.send(player.person("gu"), "POST", f"/matters/{matter['id']}/tell", told, {"If-Match": f'"{matter["version"]}"'})
            assert status == 200, reply
        asked_us = time.time() * 1_000_000
        instance.stop()
        assert drawings(instance, "state = 'waiting'") > 0, "all were drawn before it was asked to end: nothing is told by this"
        begun = drawings(instance, f"state = 'done' AND done_us > {asked_us:.0f}")
        assert begun <= IN_HAND, f"{begun} papers were drawn after it was asked to end"
        now_us = time.time() * 1_000_000
        assert drawings(instance, f"state = 'waiting' AND lease_until_us > {now_us:.0f}") == 0, "the next server has to wait for leases of the last"

    def next_one_draws():
        instance.launch()
        until("all are drawn", lambda: drawings(instance, "state <> 'done'") == 0)
        assert drawings(instance, "state = 'done'") >= PAPERS

    test("a server asked to end finishes the papers in hand and puts back the others", rest_is_put_back)
    test("and the next server draws them", next_one_draws)
    instance.stop()


def demonstration(program, template, store, folder):
    player = play_story(template, ())
    paper = Paper(player, "gu", player.saved["paper"], folder)

    def own():
        printed = seen_by_others(paper, None)
        assert "timeStampToken" not in printed
        assert "演示" in paper.fields()["sealed_by"] and paper.fields()["stamped"] is False
        log = pathlib.Path(player.instance.log).read_text()
        assert "self-made certificate" in log, log
        assert os.stat(os.path.join(player.instance.data, "seal.pem")).st_mode & 0o777 == 0o600

    def index():
        """The index of the file, as a page: the paper stands in it by name and SM3."""
        connection = http.client.HTTPConnection("127.0.0.1", player.instance.port, timeout=PATIENCE_SECONDS)
        connection.request("GET", f"/api/v1/matters/{player.saved['f']}/archive-index/page", headers={"Cookie": player.person("judge").cookie})
        reply = connection.getresponse()
        page = paper.file.parent / "index.pdf"
        page.write_bytes(reply.read())
        assert reply.status == 200, page.read_bytes()[:300]
        lines = run("pdftotext", "-layout", str(page), "-").splitlines()
        told = "".join("".join(lines).split())
        assert "归档目录" in told and "不予受理" in told, told
        # Wide digits or narrow ones: day and SM3 are not broken over two lines.
        row = next((line for line in lines if paper.fields()["document_hash"][:16] in line), "")
        assert re.search(r"\d年\d+月\d+日", row), lines

    def bad_files():
        """What is no seal is refused at start, with words."""
        player.instance.stop()
        broken = os.path.join(folder, "broken.pem")
        whole = pathlib.Path(player.instance.data, "seal.pem").read_text()
        key, certificate = whole.split("-----BEGIN CERTIFICATE")[0], "-----BEGIN CERTIFICATE" + whole.split("-----BEGIN CERTIFICATE")[1]
        for text, mode, word in ((key, 0o600, "no certificate"), (certificate, 0o600, "no private key"), (whole, 0o644, "owner only"),
                                 ("nonsense", 0o600, "no private key")):
            pathlib.Path(broken).write_text(text)
            os.chmod(broken, mode)
            told = subprocess.run([program, "serve", "--data", player.instance.data, "--listen", "127.0.0.1:0", "--seal", broken,
                                   *(("--store", player.instance.store) if store else ())], capture_output=True, text=True, timeout=60, check=False)
            assert told.returncode == 1 and word in told.stderr, (word, told)

    test("a demonstration's own seal holds, and says what it is", own)
    test("the index of the file is a page to print", index)
    test("a file that is no seal is refused at start", bad_files)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", default="")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    folder = tempfile.mkdtemp(prefix="fengqiao-papers-")
    try:
        template = server.Template(program, options.store, folder)
        sealed(template, options.store, folder)
        taken_back(template, options.store)
        ending(template, options.store)
        demonstration(program, template, options.store, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
