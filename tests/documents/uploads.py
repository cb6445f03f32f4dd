"""Files that come in parts: cut at every byte, killed half-way, sent twice, given up, forgotten."""
import hashlib
import random
import time

import schema
from patience import until
from people import shown

PART_MAX = 1 << 20


def sm3(raw):
    return hashlib.new("sm3", raw).hexdigest()


def big(size):
    """A file that is taken, of that size: plain words."""
    return (b"%010d " % size) * (size // 11) + b"." * (size % 11)


def run(test, place):
    pdf = schema.sample_file("pdf")

    def complete(who, upload, raw, offset, size=PART_MAX):
        while True:
            status, reply = place.part(who, upload, offset, raw[offset:offset + size])
            assert status in (200, 201), (status, shown(reply))
            offset = reply["offset"]
            if reply["document"]:
                assert status == 201 and offset == len(raw), shown(reply)
                return reply["document"]

    def fetched(who, document, raw):
        status, got, _ = place.bytes(who, f"/documents/{document['id']}/content")
        assert status == 200 and got == raw, (status, len(got), len(raw))
        assert document["sm3"] == sm3(raw) and document["size_bytes"] == len(raw), document

    def every_byte():
        """One file, cut behind each of its bytes in turn: begun, broken off there, continued."""
        for cut in range(1, len(pdf)):
            status, begun = place.begin("citizen", "起诉状.pdf", pdf, sm3=sm3(pdf))
            assert status == 201 and begun["offset"] == 0 and begun["part_bytes_max"] == PART_MAX, shown(begun)
            upload = begun["id"]
            status, reply = place.part("citizen", upload, 0, pdf[:cut])
            assert status == 200 and reply["offset"] == cut and reply["document"] is None, shown(reply)
            document = complete("citizen", upload, pdf, cut)
            if cut % 40 == 1:
                fetched("citizen", document, pdf)

    def broken_lines():
        """The connection breaks at every place of a request: nothing of that part is taken, and it goes on."""
        status, begun = place.begin("citizen", "a.pdf", pdf)
        upload = begun["id"]
        whole = place.break_off("citizen", upload, 0, pdf[:200], 0)
        for sent in list(range(1, whole, 7)) + [whole - 1]:
            place.break_off("citizen", upload, 0, pdf[:200], sent)
        time.sleep(0.3)
        status, state = place.ask("citizen", "GET", f"/uploads/{upload}")
        assert status == 200 and state["offset"] == 0, shown(state)
        # all of it was sent, but nobody waited for the answer: it may be in, and going on finds out
        place.break_off("citizen", upload, 0, pdf[:200], whole)
        time.sleep(0.3)
        status, state = place.ask("citizen", "GET", f"/uploads/{upload}")
        assert state["offset"] in (0, 200), shown(state)
        fetched("citizen", complete("citizen", upload, pdf, state["offset"]), pdf)

    def random_cuts():
        """Three hundred random cuts, with another size each time, parts sent twice, and kill -9 in between."""
        raw, dice = big(3 * PART_MAX + 12345), random.Random(20261129)
        status, begun = place.begin("citizen", "聊天记录.txt", raw, sm3=sm3(raw))
        upload, offset, document = begun["id"], 0, None
        for turn in range(300):
            size = min(dice.randrange(1, 22000), len(raw) - offset)
            status, reply = place.part("citizen", upload, offset, raw[offset:offset + size])
            assert status in (200, 201), (status, shown(reply))
            if dice.random() < 0.2:  # its answer was lost: sent again, it changes nothing
                status, again = place.part("citizen", upload, offset, raw[offset:offset + size])
                assert status == 200 and again["offset"] == offset + size, shown(again)
            offset, document = reply["offset"], reply["document"]
            if turn in (100, 200):
                place.kill()
                status, state = place.ask("citizen", "GET", f"/uploads/{upload}")
                assert status == 200 and state["offset"] == offset, shown(state)
            if document:
                break
        document = document or complete("citizen", upload, raw, offset)
        fetched("citizen", document, raw)
        status, state = place.ask("citizen", "GET", f"/uploads/{upload}")
        assert state["document"]["id"] == document["id"] and state["offset"] == len(raw), shown(state)

    def once():
        """The last part sent again, with its key and without: one document."""
        status, begun = place.begin("citizen", "once.pdf", pdf)
        upload = begun["id"]
        place.part("citizen", upload, 0, pdf[:100])
        first = place.part("citizen", upload, 100, pdf[100:], key="last-part")
        assert first[0] == 201, shown(first)
        assert place.part("citizen", upload, 100, pdf[100:], key="last-part") == first
        status, again = place.part("citizen", upload, 100, pdf[100:])
        assert status == 200 and again["document"]["id"] == first[1]["document"]["id"], shown(again)
        status, refused = place.part("citizen", upload, 100, pdf[100:-1] + b"x")
        assert status == 409 and refused["code"] == "upload.offset", shown(refused)

    def refused():
        for body, code in (({"name": "../x", "size_bytes": 5}, "document.name"),
                           ({"name": "x", "size_bytes": 0}, "form.invalid"),
                           ({"name": "x", "size_bytes": 20 * 1024 * 1024 + 1}, "form.invalid"),
                           ({"name": "x", "size_bytes": 5, "sm3": "g" * 64}, "document.sm3"),
                           ({"name": "x"}, "form.invalid")):
            status, reply = place.ask("citizen", "POST", "/uploads", body)
            assert status == 422 and reply["code"] == code, (body, shown(reply))
        status, begun = place.begin("citizen", "x.pdf", pdf, sm3=sm3(b"other"))
        upload = begun["id"]
        for offset, raw, status_wanted, code in (("", pdf, 422, "upload.place"), ("-1", pdf, 422, "upload.place"), ("1x", pdf, 422, "upload.place"),
                                                 ("9" * 30, pdf, 422, "upload.place"), (0, b"", 422, "upload.size"), (0, pdf + b"x", 422, "upload.size"),
                                                 (len(pdf), b"x", 422, "upload.size"), (5, pdf[5:], 409, "upload.offset"),
                                                 (0, pdf, 422, "document.sm3"), (0, b"x" * (PART_MAX + 1), 413, None)):
            status, reply = place.part("citizen", upload, offset, raw)
            assert status == status_wanted and (code is None or reply["code"] == code), (offset, len(raw), status, shown(reply))
        status, reply = place.part("citizen", upload, 0, pdf[:10], X_SM3=sm3(pdf[:11]))
        assert status == 422 and reply["code"] == "document.sm3", shown(reply)
        status, begun = place.begin("citizen", "x.pdf", schema.sample_file("program"))
        status, reply = place.part("citizen", begun["id"], 0, schema.sample_file("program"))
        assert status == 415 and reply["code"] == "file.type", shown(reply)
        for who in ("other", None, "window"):
            for method, path, raw in (("GET", "", None), ("PATCH", "?offset=0", pdf), ("DELETE", "", None)):
                status, reply = place.ask(who, method, f"/uploads/{upload}{path}", raw=raw)
                assert status in (401, 404), (who, method, shown(reply))
        status, reply = place.ask(None, "POST", "/uploads", {"name": "x", "size_bytes": 5})
        assert status == 401, shown(reply)
        for one in (upload, begun["id"]):
            status, reply = place.ask("citizen", "DELETE", f"/uploads/{one}")
            assert status == 200, shown(reply)
            status, reply = place.ask("citizen", "GET", f"/uploads/{one}")
            assert status == 404, shown(reply)

    def bounded():
        """Ten open uploads a person; parts are bounded too; a day without a new part, and all of it is gone."""
        status, listed = place.ask("other", "GET", "/uploads")
        assert status == 200 and listed["items"] == [], shown(listed)
        mine = [place.begin("other", f"{i}.txt", big(5000))[1]["id"] for i in range(10)]
        status, reply = place.begin("other", "more.txt", big(5000))
        assert status == 409 and reply["code"] == "upload.many", shown(reply)
        status, listed = place.ask("other", "GET", "/uploads")
        assert [one["id"] for one in listed["items"]] == mine[::-1], shown(listed)
        for i in range(1000):
            status, reply = place.part("other", mine[0], i, big(5000)[i:i + 1])
            assert status == 200, (i, shown(reply))
        status, reply = place.part("other", mine[0], 1000, big(5000)[1000:])
        assert status == 413 and reply["code"] == "upload.parts", shown(reply)
        place.part("other", mine[1], 0, big(5000)[:10])
        place.clock("+20h")
        status, reply = place.part("other", mine[1], 10, big(5000)[10:20])
        assert status == 200, shown(reply)
        place.clock("+6h")
        until("what was begun a day ago is forgotten", lambda: len(place.ask("other", "GET", "/uploads")[1]["items"]) <= 1)
        status, listed = place.ask("other", "GET", "/uploads")
        assert [one["id"] for one in listed["items"]] == [mine[1]], shown(listed)
        if not place.instance.store:
            until("its parts are gone from the disk", lambda: len(place.parts_on_disk()) <= 1)
            assert len(place.parts_on_disk()) == 1, place.parts_on_disk()
        status, begun = place.begin("other", "more.txt", big(5000))
        assert status == 201, shown(begun)

    def largest():
        """Twenty megabytes in parts of one: what one request could not bring over a slow line."""
        raw = big(20 * 1024 * 1024)
        status, begun = place.begin("window", "大文件.txt", raw, sm3=sm3(raw))
        began = time.monotonic()
        fetched("window", complete("window", begun["id"], raw, 0), raw)
        print(f"        20 MiB in 20 parts and back: {time.monotonic() - began:.2f} s")

    test("a file cut behind each of its bytes is continued", every_byte)
    test("a part whose connection breaks anywhere is sent again", broken_lines)
    test("300 random cuts, parts sent twice, kill -9: the same bytes", random_cuts)
    test("the last part sent again makes no second document", once)
    test("what does not fit is refused with its reason", refused)
    test("open uploads are bounded, and forgotten after a day", bounded)
    test("the largest file there may be", largest)
