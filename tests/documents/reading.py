"""What documents say: the text in a PDF as it stands, pictures by a machine and marked as that; searched like everything else."""
import os
import re
import shutil
import subprocess
import tempfile
import time

import pictures
from people import shown
from patience import until

NOTE = "借条：今借到林向东人民币陆万元整，约定二〇二五年三月一日归还，月利率百分之一。借款人：段志强"


def chinese_png():
    """A written note as a photograph; None without a browser to draw it."""
    chromium = next((path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None)
    if not chromium:
        return None
    with tempfile.TemporaryDirectory() as folder:
        page = os.path.join(folder, "note.html")
        with open(page, "w") as file:
            file.write(f"<meta charset=utf-8><body style='margin:60px;font:44px/2 serif;background:#fff'>{NOTE}")
        subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1200,900",
                        f"--screenshot={folder}/note.png", f"file://{page}"], capture_output=True, timeout=120, cwd=folder)
        with open(os.path.join(folder, "note.png"), "rb") as file:
            return file.read()


def text_pdf(*pages):
    """A PDF whose pages hold text of their own."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(pages)))),
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    for number, words in enumerate(pages):
        drawn = b"BT /F 24 Tf 60 700 Td (%s) Tj ET" % words.encode()
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>" % (5 + 2 * number))
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn))
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, one)
    table = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)


def alike(left, right):
    """How many pairs of characters of the one stand in the other."""
    pairs = [left[i:i + 2] for i in range(len(left) - 1)]
    return sum(pair in right for pair in pairs) / len(pairs)


def run(tally, place):
    test, png = tally.test, chinese_png()

    def sent(name, raw):
        status, reply = place.upload("citizen", name, raw)
        assert status == 201, shown(reply)
        return reply["id"]

    def is_read(document):
        """As one reply says it: its words wait from the moment it was looked at."""
        facts = place.ask("citizen", "GET", f"/documents/{document}")[1]
        return facts["look"] != "waiting" and facts["words"] != "waiting"

    def read(document):
        until("it is read", lambda: is_read(document))
        status, reply = place.ask("citizen", "GET", f"/documents/{document}/text")
        assert status == 200, shown(reply)
        return reply

    def in_the_file():
        reply = read(sent("合同.pdf", text_pdf("The lender is Lin Xiangdong", "The borrower is Duan Zhiqiang")))
        assert reply["words"] == "done" and reply["machine_read"] is False, shown(reply)
        assert [(one["page"], one["source"]) for one in reply["pages"]] == [(1, "file"), (2, "file")], shown(reply)
        assert reply["pages"][1]["text"] == "The borrower is Duan Zhiqiang", shown(reply)

    def recognised():
        """A photograph of a note is read by a machine, marked as that, and found by search once it is handed in."""
        document = sent("借条照片.png", png)
        began = time.monotonic()
        reply = read(document)
        took = time.monotonic() - began
        assert reply["words"] == "done" and reply["machine_read"] is True and reply["pages"][0]["source"] == "machine", shown(reply)
        wanted, got = re.sub(r"\W", "", NOTE), re.sub(r"\W", "", reply["pages"][0]["text"])
        print(f"        read in {took:.1f} s, pairs of characters right: {alike(wanted, got):.2f}: {reply['pages'][0]['text'][:40]}…")
        assert alike(wanted, got) > 0.7, reply["pages"][0]["text"]
        status, matter = place.ask("citizen", "POST", "/intake", {"court": "鄂1202", "story": "去年三月借给朋友六万元，到期不还。", "files": [document]})
        assert status == 201, shown(matter)
        word = next(one for one in re.findall(r"(?=([\u4e00-\u9fff]{4}))", reply["pages"][0]["text"]) if one in NOTE)
        until(f"{word} is found", lambda: any(one["id"] == matter["id"] for one in place.ask("citizen", "GET", f"/search?q={word}")[1]["items"]))
        assert not place.ask("other", "GET", f"/search?q={word}")[1]["items"]
        status, _ = place.ask("other", "GET", f"/documents/{document}/text")
        assert status == 404, status

    def scanned():
        """A PDF of a photograph holds no text: its page is drawn and recognised."""
        photo = sent("扫描.png", png)
        status, joined = place.ask("citizen", "POST", "/documents/join", {"name": "扫描.pdf", "pages": [{"document": photo}, {"document": photo, "turn": 180}]})
        assert status == 201, shown(joined)
        reply = read(joined["id"])
        assert [one["source"] for one in reply["pages"]] == ["machine", "machine"], shown(reply)
        assert alike(re.sub(r"\W", "", NOTE), re.sub(r"\W", "", reply["pages"][0]["text"])) > 0.6, shown(reply)

    def nothing():
        words = read(sent("话.txt", "借条".encode()))
        assert words["words"] == "none" and words["pages"] == [], shown(words)
        broken = read(sent("坏.pdf", b"%PDF-1.4\n" + bytes(3000)))
        assert broken["words"] == "none" and broken["pages"] == [], shown(broken)
        many = read(sent("多.pdf", text_pdf(*[f"This is the page of number {i}" for i in range(1, 31)])))
        assert many["words"] == "done" and len(many["pages"]) == 20, len(many["pages"])
        again = read(sent("多.pdf", text_pdf(*[f"This is the page of number {i}" for i in range(1, 31)])))
        assert again == many, len(again["pages"])

    test("the text in a file is taken as it stands", in_the_file)
    if png:
        test("a photographed note is read by a machine, marked as that, and found", recognised)
        test("a scanned PDF is drawn and recognised page by page", scanned)
    else:
        tally.skip("no chromium is installed: no Chinese note is drawn, photographed or scanned")
    test("what says nothing, and the first twenty pages of what says much", nothing)


def absent(test, place):
    def body():
        """Without the program it says so; once it is there, what waited is read."""
        status, reply = place.upload("citizen", "照.png", pictures.quarters(300, 300))
        document = reply["id"]
        until("it is missed", lambda: place.ask("citizen", "GET", f"/documents/{document}")[1]["words"] == "absent")
        status, reply = place.ask("citizen", "GET", f"/documents/{document}/text")
        assert status == 200 and reply["words"] == "absent" and reply["pages"] == [], shown(reply)
        status, reply = place.upload("citizen", "合同.pdf", text_pdf("The lender is Lin Xiangdong"))
        contract = reply["id"]
        until("it is missed", lambda: place.ask("citizen", "GET", f"/documents/{contract}")[1]["look"] == "absent")
        os.environ["PATH"] = place.path
        place.kill()
        until("it is looked at again", lambda: place.ask("citizen", "GET", f"/documents/{contract}")[1]["words"] == "done")
        assert place.ask("citizen", "GET", f"/documents/{contract}")[1]["pages"] == 1
        until("it is read again", lambda: place.ask("citizen", "GET", f"/documents/{document}")[1]["words"] == "done")
    test("without the recogniser it says so, and reads when it is there", body)


def without(folder):
    """A PATH on which the recogniser is not, nor the program that counts pages."""
    os.mkdir(folder)
    for name in ("pdftoppm", "pdftotext"):
        os.symlink(shutil.which(name), os.path.join(folder, name))
    return folder
