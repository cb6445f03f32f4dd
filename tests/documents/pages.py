"""Photographed pages: turned, ordered, joined; page counts and small pictures; and pictures made to do harm."""
import os
import subprocess
import tempfile
import threading
import time

import pictures
from people import shown
from patience import until

LACKS = 127  # what fengqiao-picture ends with when it has no decoder of that type
TURNED = {0: "rgbw", 90: "brwg", 180: "wbgr", 270: "gwrb"}


def run(tally, place, program):
    test = tally.test

    def sent(name, raw, who="citizen"):
        status, reply = place.upload(who, name, raw)
        assert status == 201, (name, shown(reply))
        return reply["id"]

    def facts(document, who="citizen"):
        status, reply = place.ask(who, "GET", f"/documents/{document}")
        assert status == 200, shown(reply)
        return reply

    def looked(document):
        until("somebody looks", lambda: facts(document)["look"] != "waiting")
        return facts(document)

    def join(pages, who="citizen", name="欠条.pdf"):
        return place.ask(who, "POST", "/documents/join", {"name": name, "kind": "evidence", "pages": pages})

    def content(document):
        status, raw, headers = place.bytes("citizen", f"/documents/{document}/content")
        assert status == 200 and headers["Content-Type"] == "application/pdf", status
        return raw

    def turned():
        """Every way a page can lie: by the telephone's note, by hand, and by both."""
        upright = sent("一.png", pictures.quarters(200, 300))
        across = sent("二.png", pictures.quarters(300, 200, "gwrb"))
        jpeg = pictures.jpeg_of(program, pictures.quarters(300, 200))
        noted = {number: sent(f"照片{number}.jpg", pictures.with_orientation(jpeg, number)) for number in (1, 3, 6, 8)}
        wanted = [(upright, turn, TURNED[turn], turn in (90, 270)) for turn in (0, 90, 180, 270)]
        wanted += [(across, 0, "gwrb", True), (across, 90, "rgbw", False)]
        wanted += [(noted[1], 0, TURNED[0], True), (noted[3], 0, TURNED[180], True), (noted[6], 0, TURNED[90], False), (noted[8], 0, TURNED[270], False)]
        wanted += [(noted[6], 270, TURNED[0], True)]
        status, reply = join([{"document": one, "turn": turn} for one, turn, _, _ in wanted])
        assert status == 201 and reply["media_type"] == "application/pdf", shown(reply)
        pdf = content(reply["id"])
        for number, (_, _, names, lies) in enumerate(wanted, 1):
            assert pictures.seen(pdf, number) == (names, lies), (number, pictures.seen(pdf, number), names, lies)
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            done = subprocess.run(["qpdf", "--check", file.name], capture_output=True)
        assert done.returncode == 0, done.stdout + done.stderr
        found = looked(reply["id"])
        assert found["pages"] == len(wanted) and found["thumbnail"] is True, shown(found)
        again = join([{"document": one, "turn": turn} for one, turn, _, _ in wanted])[1]
        assert again["sm3"] == reply["sm3"], "the same pages made other bytes"
        assert b"Exif" not in pdf, "what the telephone noted stands in the file"

    def white():
        status, reply = join([{"document": sent("透明.png", pictures.clear(40, 60))}])
        assert status == 201 and pictures.seen(content(reply["id"]), 1)[0] == "wwww", shown(reply)

    def drawn(name, raw):
        """As telephones and browsers send them; one that was cut is no page."""
        photo = looked(sent(name, raw))
        assert photo["look"] == "done" and photo["pages"] == 1 and photo["thumbnail"] is True, shown(photo)
        status, reply = join([{"document": photo["id"], "turn": turn} for turn in (0, 90)])
        assert status == 201, shown(reply)
        for number, turn in enumerate((0, 90), 1):
            assert pictures.seen(content(reply["id"]), number) == (TURNED[turn], turn == 90), pictures.seen(content(reply["id"]), number)
        status, page, headers = place.bytes("citizen", f"/documents/{photo['id']}/picture")
        assert status == 200 and headers["Content-Type"] == "image/jpeg" and page[:2] == b"\xff\xd8", (status, headers)
        assert place.ask("other", "GET", f"/documents/{photo['id']}/picture")[0] == 404
        cut = sent(f"半张{name}", raw[:-9])
        status, reply = join([{"document": cut}])
        assert status == 422 and reply["code"] == "picture.broken", shown(reply)
        assert looked(cut)["look"] == "failed"
        status, reply = place.ask("citizen", "GET", f"/documents/{cut}/picture")
        assert status == 404 and reply["code"] == "document.no_picture", shown(reply)

    def undrawn():
        """Without the decoder the program says that something is missing, not that the picture is broken."""
        done = subprocess.run([program, "page", "image/webp", "0"], input=pictures.WEBP, capture_output=True, env={"GDK_PIXBUF_MODULE_FILE": "/dev/null"})
        assert done.returncode == LACKS and not done.stdout, done

    def large():
        """A photograph of twelve megapixels becomes a page one can read, and no more."""
        jpeg = pictures.jpeg_of(program, pictures.quarters(4000, 3000))
        photo = sent("大.png", pictures.quarters(4000, 3000))
        began = time.monotonic()
        status, reply = join([{"document": photo, "turn": 90}] * 10)
        took = time.monotonic() - began
        assert status == 201 and reply["size_bytes"] < 10 * len(jpeg) + 10000, shown(reply)
        print(f"        ten pages of twelve megapixels: {took:.2f} s")

    def small_pictures():
        three = looked(sent("三页.pdf", pictures.pdf_pages(3)))
        assert three["pages"] == 3 and three["look"] == "done", shown(three)
        photo = looked(sent("照.png", pictures.quarters(1200, 900)))
        assert photo["pages"] == 1, shown(photo)
        for one in (three, photo):
            status, raw, headers = place.bytes("citizen", f"/documents/{one['id']}/thumbnail")
            assert status == 200 and headers["Content-Type"] == "image/jpeg" and raw[:2] == b"\xff\xd8" and len(raw) < 60000, (status, len(raw))
            status, _, _ = place.bytes("other", f"/documents/{one['id']}/thumbnail")
            assert status == 404, status
            for page, found in (("", 200), (1, 200), (one["pages"], 200), (one["pages"] + 1, 404), (0, 404), ("x", 404)):
                status, raw, headers = place.bytes("citizen", f"/documents/{one['id']}/picture?page={page}")
                assert status == found and (found != 200 or raw[:2] == b"\xff\xd8"), (page, status)
            status, _, _ = place.bytes("other", f"/documents/{one['id']}/picture?page=1")
            assert status == 404, status
        words = looked(sent("话.txt", "借条".encode()))
        assert words["look"] == "none" and words["pages"] is None and words["thumbnail"] is False, shown(words)
        status, reply = place.ask("citizen", "GET", f"/documents/{words['id']}/thumbnail")
        assert status == 404 and reply["code"] == "document.no_picture", shown(reply)

    def one_picture_at_a_time():
        """Looking at several at once does not take every thread; somebody else need not wait."""
        photo = sent("大.png", pictures.quarters(4000, 3000))
        looked(photo)
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(place.bytes("citizen", f"/documents/{photo}/picture"))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        statuses = sorted(status for status, _, _ in answers)
        assert statuses[0] == 200 and statuses[-1] == 429, statuses
        assert place.bytes("citizen", f"/documents/{photo}/picture")[0] == 200, "the place was not given back"

    def one_at_a_time():
        """Whoever joins waits for it; somebody else need not."""
        mine, theirs = sent("大.png", pictures.quarters(4000, 3000)), sent("小.png", pictures.quarters(20, 20), who="other")
        first = []
        thread = threading.Thread(target=lambda: first.append(join([{"document": mine}] * 30)))
        thread.start()
        status = 0
        while thread.is_alive() and status != 429:
            status, reply = join([{"document": mine}])
        assert join([{"document": theirs}], who="other")[0] == 201
        thread.join()
        told = [answer["code"] for got, answer in ((status, reply), first[0]) if got == 429]  # whichever came second
        assert "join.one" in told, (status, shown(reply), first[0][0])
        assert join([{"document": mine}])[0] == 201

    def refused():
        photo, words = sent("好.png", pictures.quarters(20, 20)), sent("话.txt", "借条".encode())
        theirs = sent("别人的.png", pictures.quarters(20, 20), who="other")
        for pages, status_wanted, code in (([], 422, "form.invalid"), ([{"document": photo, "turn": 45}], 422, "picture.turn"),
                                           ([{"document": photo, "turn": 360}], 422, "form.invalid"), ([{"document": words}], 422, "picture.none"),
                                           ([{"document": theirs}], 404, "document.unknown"), ([{"document": "X" + "0" * 14}], 404, "document.unknown"),
                                           ([{"document": photo}] * 51, 422, "form.invalid")):
            status, reply = join(pages)
            assert status == status_wanted and reply["code"] == code, (len(pages), status, shown(reply))
        assert join([{"document": photo}], who=None)[0] in (401, 404)
        assert join([{"document": photo}], who="window")[0] == 404

    def harmful():
        """Pictures that are broken, cut, or say they are enormous: refused in time, and the server lives."""
        good = pictures.quarters(60, 60)
        bomb = pictures.png_of(19000, 10000, (b"\0" + bytes(3 * 19000)) * 40)  # 570 MB when decoded, and cut
        huge = pictures.png_of(2**31 - 1, 2**31 - 1, b"\0")
        for name, raw in (("cut", good[:len(good) // 2]), ("bomb", bomb), ("huge", huge), ("zeros", good[:40] + bytes(5000)),
                          ("cut.jpg", pictures.with_orientation(pictures.jpeg_of(program, good), 1)[:-40])):
            photo = sent(f"{name}.png", raw)
            began = time.monotonic()
            status, reply = join([{"document": photo}])
            assert status == 422 and reply["code"] == "picture.broken", (name, status, shown(reply))
            assert time.monotonic() - began < 150, name
            assert looked(photo)["look"] == "failed", name
        broken = looked(sent("坏.pdf", b"%PDF-1.4\n" + os.urandom(4000)))
        assert broken["look"] == "failed" and broken["pages"] is None, shown(broken)
        status, reply = join([{"document": sent("还好.png", good)}])
        assert status == 201, shown(reply)

    test("pages are turned, ordered and joined as their owner says", turned)
    test("what is transparent becomes paper", white)
    test("a picture nobody here can decode is told from a broken one", undrawn)
    for name, media_type, raw, package in (("照.webp", "image/webp", pictures.WEBP, "webp-pixbuf-loader"), ("照.heic", "image/heic", pictures.HEIC, "heif-gdk-pixbuf")):
        if subprocess.run([program, "page", media_type, "0"], input=raw, capture_output=True).returncode == LACKS:
            tally.skip(f"{package} is not installed: {media_type} is not drawn")
        else:
            test(f"{media_type} becomes a page and a small picture", lambda name=name, raw=raw: drawn(name, raw))
    test("large photographs become pages one can read", large)
    test("page counts and small pictures", small_pictures)
    test("one join at a time for each person", one_at_a_time)
    test("one picture at a time for each person", one_picture_at_a_time)
    test("what cannot be joined is refused with its reason", refused)
    test("pictures made to do harm do none", harmful)
