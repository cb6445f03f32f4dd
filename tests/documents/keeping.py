"""How long documents are kept: by the definition, from the end of their matter; then they are removed, and proofs still hold."""
import glob
import json
import os
import subprocess
import time

import pictures
from people import shown
from patience import until

STORY = "去年三月借给邻居六万元，说好年底还，到现在没有还。"


def run(test, place, program):
    def sent(name, raw):
        status, reply = place.upload("citizen", name, raw)
        assert status == 201, shown(reply)
        return reply

    def facts(document):
        status, reply = place.ask("citizen", "GET", f"/documents/{document['id']}")
        assert status == 200, shown(reply)
        return reply

    def told(*documents):
        status, matter = place.ask("citizen", "POST", "/intake", {"court": "鄂1202", "story": STORY, "files": [one["id"] for one in documents]})
        assert status == 201, shown(matter)
        return matter

    def end(matter):
        status, reply = place.ask("citizen", "POST", f"/matters/{matter['id']}/close", {}, If_Match=f'"{matter["version"]}"')
        assert status == 200 and reply["final"], shown(reply)

    def age():
        """Nothing was put within the last hour."""
        for path in glob.glob(os.path.join(place.instance.data, "blobs", "*", "*")):
            os.utime(path, (time.time() - 7200, time.time() - 7200))

    def pages(document):
        return [one["page"] for one in place.ask("citizen", "GET", f"/documents/{document['id']}/text")[1]["pages"]]

    def on_disk(document):
        return os.path.exists(os.path.join(place.instance.data, "blobs", document["sm3"][:2], document["sm3"]))

    def by_definition():
        status, first = place.ask("admin", "GET", "/definitions/intake")
        second = {**{name: value for name, value in first.items() if name != "hash"}, "version": 2, "keep": {"years": 1, "basis": "试验"}}
        for keep in ({"years": 0, "basis": "x"}, {"years": 101, "basis": "x"}, {"years": 3}, {"years": 3, "basis": "x", "months": 1}):
            status, reply = place.ask("admin", "POST", "/definitions/intake/check", {"text": json.dumps({**second, "keep": keep})})
            assert status == 200 and reply["fits"] is False, (keep, shown(reply))
        before = told(sent("旧.png", pictures.quarters(50, 50)))  # runs on the definition it began with: kept for ever
        status, reply = place.ask("admin", "POST", "/definitions/intake/releases", {"text": json.dumps(second, ensure_ascii=False), "reason": "试验"})
        assert status == 201, shown(reply)
        alone, shared = sent("只此一份.png", pictures.quarters(60, 40)), sent("两处都有.png", pictures.quarters(40, 60))
        again = sent("两处都有.png", pictures.quarters(40, 60))
        until("both are read", lambda: facts(alone)["words"] == "done" and facts(shared)["words"] == "done")
        read_before = sent("只此一份.png", pictures.quarters(60, 40))
        until("it is read again", lambda: facts(read_before)["words"] == "done")
        assert pages(read_before) == [1], "the same bytes were read as a page more"
        status, reply = place.ask("citizen", "POST", "/intake", {"court": "鄂1202", "story": STORY, "files": [read_before["id"]]})
        assert status == 201, shown(reply)
        end(reply)
        ended, open_ = told(alone, shared), told(again)
        end(ended)
        end(before)
        age()
        alone_path = os.path.join(place.instance.data, "blobs", alone["sm3"][:2], alone["sm3"])
        if not place.instance.store:
            os.utime(alone_path)  # somebody put it again a moment ago
        place.clock("+365d")
        time.sleep(2)
        assert facts(alone)["removed_at"] is None and place.bytes("citizen", f"/documents/{alone['id']}/content")[0] == 200
        place.clock("+2d")
        until("it is removed", lambda: facts(alone)["removed_at"])
        for path in ("content", "thumbnail", "text"):
            status, reply = place.ask("citizen", "GET", f"/documents/{alone['id']}/{path}")
            assert status == 410 and reply["code"] == "document.removed", (path, status, shown(reply))
        assert facts(shared)["removed_at"] and facts(again)["removed_at"] is None
        assert place.bytes("citizen", f"/documents/{again['id']}/content")[1] == pictures.quarters(40, 60)
        assert place.ask("citizen", "GET", f"/documents/{again['id']}/text")[1]["words"] == "done"
        old = place.ask("citizen", "GET", f"/matters/{before['id']}")[1]["documents"][0]
        assert old["removed_at"] is None, shown(old)
        status, events = place.ask("citizen", "GET", f"/matters/{ended['id']}/events")
        assert events["items"][-1]["action"] == "documents_removed" and "保存期满" in events["items"][-1]["action_title"]["zh"], shown(events["items"][-1])
        assert alone["sm3"] in events["items"][0]["documents"], shown(events["items"][0])
        if not place.instance.store:
            time.sleep(2)
            assert on_disk(alone), "put a moment ago, and erased"
            os.utime(alone_path, (time.time() - 7200, time.time() - 7200))
            until("the bytes are gone", lambda: not on_disk(alone))
            assert on_disk(shared) and on_disk(old)
        status, still = place.ask("citizen", "GET", f"/matters/{open_['id']}")
        assert status == 200 and still["state"] == "draft" and not still["final"], shown(still)

    def holds():
        command = [program, "check", "--data", place.instance.data] + (["--store", place.instance.store] if place.instance.store else [])
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr

    test("documents are removed when their time is over, and nothing else is", by_definition)
    test("what is left holds together", holds)
