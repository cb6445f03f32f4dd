#!/usr/bin/env python3
"""Notices leave: by Debian's Kannel to a phone and back with its report, by an SMS gateway that misbehaves, by e-mail;
once for each event and recipient, not in quiet hours, never forgotten over kill -9.

Usage: tests/notices/run.py --program build/src/fengqiao [--store postgresql://…]
"""
import argparse
import json
import os
import pathlib
import re
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story"), str(ROOT / "tests/notices")]
import carrier  # noqa: E402
import play  # noqa: E402
import postbox  # noqa: E402
import server  # noqa: E402
from patience import until  # noqa: E402
from tally import Tally  # noqa: E402

tally = Tally()
test = tally.test
STORY = json.loads((ROOT / "src/systems/resolution/mediation/stories/referred.json").read_text())


def outbox(player):
    items, cursor = [], ""
    while cursor is not None:
        status, reply, _ = player.send(None, "GET", f"/outbox?limit=100{'&cursor=' + cursor if cursor else ''}")
        assert status == 200, reply
        items += reply["items"]
        cursor = reply["next"]
    return items


def code_for(player, phone):
    status, reply, _ = player.send(None, "POST", "/session/code", {"phone": phone})
    assert status == 202, reply


def write_login(folder):
    path = os.path.join(folder, "sms.login")
    with open(path, "w") as file:
        file.write("court\nsendpw\n")
    return path


def whole_story(template, folder):
    """The real gateway: what the story tells arrives once, and its report comes back."""
    if not carrier.Kannel.installed():
        tally.skip("Kannel is not installed")
        return
    kannel = carrier.Kannel(os.path.join(folder, "kannel"))
    try:
        port = carrier.free_ports(1)[0]
        instance = template.start(STORY["clock"], ("--sms", kannel.url, "--sms-login", write_login(folder), "--quiet-hours", "none",
                                                   "--listen", f"127.0.0.1:{port}", "--public-url", f"http://127.0.0.1:{port}"))
        player = play.Player(STORY, instance)
        player.play()

        def all_delivered():
            items = outbox(player)
            states = {sent["state"] for item in items for sent in item["deliveries"]}
            return items if states == {"delivered"} else None

        items = until("all are delivered", all_delivered)
        told = [item for item in items if item["deliveries"] and item["notice"] != "login_code"]
        assert len(told) >= 5, [item["notice"] for item in items]
        texts = [text for _, text in kannel.texts()]
        whole = "".join(texts)  # a long one comes in parts
        for item in told:
            assert item["text"][:20] in whole, item["text"]
        assert any(text.startswith("【") and "法院】" in text for text in texts), texts
        links = re.findall(rf"http://127\.0\.0\.1:{port}/m/[\w-]{{22}}", "".join(item["text"] for item in told))
        assert links, "no notice has a whole address"
        instance.kill()
    finally:
        kannel.end()


def misbehaving(template, folder):
    """No answer that is a mistake of the gateway loses a message; a number it refuses is not asked for for ever."""
    gateway = carrier.Gateway(("fail", "garbage", "login", "take"))
    instance = template.start("2026-11-24T09:00:00+08:00", ("--sms", gateway.url))
    player = play.Player({"who": {}}, instance)
    code_for(player, "13900007001")
    until("the gateway took it", lambda: gateway.taken)  # asked again after 2, 4, 8 s
    assert gateway.asked == 4 and gateway.taken[0]["to"] == "13900007001", (gateway.asked, gateway.taken)
    assert re.search(r"\d{6}", gateway.taken[0]["text"]) and gateway.taken[0]["from"] == "12368", gateway.taken
    assert until("the outbox says so", lambda: [item for item in outbox(player) if item["deliveries"][0]["state"] == "sent"])
    gateway.answers = ["refuse", "take"]
    code_for(player, "13900007002")
    until("the outbox says so", lambda: [item for item in outbox(player) if item["deliveries"][0]["state"] == "dead"])
    assert len(gateway.taken) == 1, "a refused number was sent again"

    # Down while it waits: it goes out after kill -9, and a second server life does not send it twice.
    gateway.answers = ["fail"]
    code_for(player, "13900007003")
    until("it was asked again", lambda: gateway.asked >= 6)
    instance.kill()
    gateway.answers = ["take"]
    instance.restart_after_kill("2026-11-24T09:05:00+08:00")
    until("the other was taken", lambda: [one for one in gateway.taken if one["to"] == "13900007003"])
    time.sleep(1)
    assert len([one for one in gateway.taken if one["to"] == "13900007003"]) == 1, gateway.taken
    instance.kill()


def reports(template, folder):
    """Who does not know the reference reports nothing; what was delivered stays delivered."""
    gateway = carrier.Gateway()
    instance = template.start(
        "2026-11-24T09:00:00+08:00", ("--sms", gateway.url, "--public-url", "http://127.0.0.1:9"))
    player = play.Player({"who": {}}, instance)
    code_for(player, "13900007101")
    until("the gateway took it", lambda: gateway.taken)
    report = gateway.taken[0]["dlr-url"]
    reference = re.search(r"reference=([\w-]{22})&type=%d$", report)[1]

    def state():
        return outbox(player)[0]["deliveries"][0]["state"]

    until("it is sent", lambda: state() == "sent")

    for wrong in (reference[:-1] + ("A" if reference[-1] != "A" else "B"), "", "x" * 4000):
        status, reply, _ = player.send(None, "GET", f"/reports/sms?reference={wrong}&type=1")
        assert status == 404 and reply["code"] == "report.unknown", (wrong[:30], status, reply)
    for kind, wanted in (("8", "sent"), ("16", "failed"), ("1", "delivered"), ("2", "delivered"), ("what", "delivered")):
        status, reply, _ = player.send(None, "GET", f"/reports/sms?reference={reference}&type={kind}")
        assert status == 200 and state() == wanted, (kind, status, state())
    instance.kill()


def quiet(template, folder):
    """Between nine and eight nobody is woken but by what they just asked for."""
    gateway = carrier.Gateway()
    story = {"who": {"zhou": {"phone": "13900007201", "name": "周南星", "id_number": "42230119800214231X"}}}
    instance = template.start("2026-11-24T22:30:00+08:00", ("--sms", gateway.url))
    player = play.Player(story, instance)
    person, facts = player.person("zhou"), story["who"]["zhou"]  # its code came: codes are urgent
    assert until("the code was taken", lambda: [one for one in gateway.taken if one["to"] == facts["phone"]])
    before = len(gateway.taken)
    status, matter, _ = player.send(person, "POST", "/intake", {"court": "鄂1202"})
    assert status == 201, matter
    status, told, _ = player.send(person, "POST", f"/matters/{matter['id']}/tell", {
        "story": "楼上漏水泡坏了我家的天花板，多次商量没有结果。", "kind": "neighbour", "applicant_kind": "person",
        "me": {"name": facts["name"], "id_kind": "resident_id", "id_number": facts["id_number"], "phone": facts["phone"], "address": {"division": "421202", "detail": "永安大道1号"}},
        "others": [{"kind": "person", "person": {"name": "林向东"}}], "place": {"division": "421202", "detail": "银泉大道9号"}, "wish": "修好天花板。"},
        {"If-Match": f'"{matter["version"]}"'})
    assert status == 200, told
    waiting = until("it waits in the outbox", lambda: [item for item in outbox(player) if item["notice"] == "told"])
    time.sleep(1.5)
    assert len(gateway.taken) == before and waiting[0]["deliveries"][0]["state"] == "waiting", gateway.taken[before:]
    status, _, _ = player.send(None, "POST", "/demo/clock", {"now": "2026-11-25T08:00:01+08:00"})
    assert status == 200
    until("the morning came", lambda: len(gateway.taken) > before)
    assert "已收到" in gateway.taken[before]["text"], gateway.taken[before]
    instance.kill()


def mail(template, folder):
    """An address counts once its code came back; then what a person is told comes there too."""
    gateway, box = carrier.Gateway(), postbox.PostBox()
    instance = template.start(
        "2026-11-24T09:00:00+08:00", ("--sms", gateway.url, "--mail", box.url, "--mail-from", "tongzhi@court.test"))
    story = {"who": {"zhou": {"phone": "13900007301", "name": "周南星", "id_number": "42230119800214231X"}}}
    player = play.Player(story, instance)
    zhou = player.person("zhou")

    def post(path, body=None):
        return player.send(zhou, "POST", path, body)[:2]

    for wrong in ("zhou", "zhou@", "@court.test", "zhou@a.test\r\nBcc: all@a.test", "a" * 300 + "@a.test"):
        status, reply = post("/account/email", {"email": wrong})
        assert status == 422, (wrong, status, reply)
    assert post("/account/email", {"email": "zhou@mail.test"})[0] == 202
    letter = until("the letter came", lambda: box.to("zhou@mail.test"))[0]
    assert letter["Subject"] == "邮箱验证码" and letter["Auto-Submitted"] == "auto-generated", letter.items()
    assert box.envelopes[0] == ("<tongzhi@court.test>", ["zhou@mail.test"]), box.envelopes
    code = re.search(r"\d{6}", letter.get_body().get_content())[0]
    wrong = f"{(int(code) + 1) % 1000000:06}"
    status, reply = post("/account/email/confirm", {"code": wrong})
    assert status == 422 and reply["code"] == "email.code", reply
    status, reply, _ = player.send(zhou, "GET", "/account/email")
    assert reply["email"] is None and reply["pending"] and "zhou" not in reply["pending"], reply
    assert post("/account/email/confirm", {"code": code})[0] == 200
    assert post("/account/email/confirm", {"code": code})[0] == 422, "a code is used once"
    status, reply, _ = player.send(zhou, "GET", "/account/email")
    assert reply["email"] and reply["pending"] is None, reply

    # Five wrong tries and the right one is too late.
    assert post("/account/email", {"email": "grey@mail.test"})[0] == 202
    second = until("the letter came", lambda: box.to("grey@mail.test"))[0]  # told once to come later
    right = re.search(r"\d{6}", second.get_body().get_content())[0]
    for number in range(5):
        assert post("/account/email/confirm", {"code": f"{(int(right) + 1 + number) % 1000000:06}"})[0] == 422
    assert post("/account/email/confirm", {"code": right})[0] == 422, "guessing goes on for ever"

    status, matter, _ = player.send(zhou, "POST", "/intake", {"court": "鄂1202"})
    status, told, _ = player.send(zhou, "POST", f"/matters/{matter['id']}/tell", {
        "story": "楼上漏水泡坏了我家的天花板，多次商量没有结果。", "kind": "neighbour", "applicant_kind": "person",
        "me": {"name": "周南星", "id_kind": "resident_id", "id_number": "42230119800214231X", "phone": "13900007301", "address": {"division": "421202", "detail": "永安大道1号"}},
        "others": [{"kind": "person", "person": {"name": "林向东"}}], "place": {"division": "421202", "detail": "银泉大道9号"}, "wish": "修好天花板。"},
        {"If-Match": f'"{matter["version"]}"'})
    assert status == 200, told
    notice = until("the notice came", lambda: [one for one in box.to("zhou@mail.test") if "验证码" not in one["Subject"]])[0]
    assert "已收到" in notice.get_body().get_content() and "咸安区人民法院" in str(notice["From"]), notice.items()
    sent = until("both are told", lambda: [item for item in outbox(player) if item["notice"] == "told" and len(item["deliveries"]) == 2
                          and all(one["state"] == "sent" for one in item["deliveries"])])[0]
    assert [one["channel"] for one in sent["deliveries"]] == ["sms", "mail"] and len([item for item in outbox(player) if item["notice"] == "told"]) == 1

    assert post("/account/email", {"email": "nobody@mail.test"})[0] == 202
    until("it is given up", lambda: [item for item in outbox(player) if item["notice"] == "email_code" and item["deliveries"][0]["state"] == "dead"])
    assert post("/account/email/remove")[0] == 200
    status, reply, _ = player.send(zhou, "GET", "/account/email")
    assert reply == {"email": None, "pending": None}, reply
    status, inbox, _ = player.send(zhou, "GET", "/messages")
    assert not [item for item in inbox["items"] if "code" in item["notice"]], "a code stands in the inbox"
    instance.kill()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", default="")
    options = parser.parse_args()
    program = str(pathlib.Path(options.program).resolve())
    with tempfile.TemporaryDirectory(prefix="fengqiao-notices-") as folder:
        template = server.Template(program, options.store, folder)
        for name, what in (("by Debian's Kannel to the phone, and the report back", whole_story),
                           ("an SMS gateway that misbehaves", misbehaving),
                           ("reports of the gateway", reports), ("quiet hours", quiet), ("by e-mail", mail)):
            own = os.path.join(folder, what.__name__)
            os.makedirs(own)
            test(name, lambda: what(template, own))  # noqa: B023
    return tally.close()


sys.exit(main())
