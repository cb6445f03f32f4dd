#!/usr/bin/env python3
"""How long a search takes over HTTP in a folder filled by fill and indexed by `fengqiao search --rebuild`: one person after
another asks, each question from a stated mix, 20 results a page. Prints the percentiles of all and of each kind, in milliseconds.

Usage: bench/search.py --program build/src/fengqiao --data FOLDER [--store URL] [--questions 4000] [--seed 1]
"""
import argparse
import collections
import http.client
import json
import pathlib
import random
import subprocess
import sys
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story")]
import play  # noqa: E402
import server  # noqa: E402

CLOCK = "2026-11-24T09:00:00+08:00"
# Who asks: of a hundred questions.
WHO = {"filing_judge": 55, "chibi_filing_judge": 15, "bench_supervisor": 20, "public": 10}
# What is asked: of a hundred questions.
MIX = {"a full name": 30, "two characters of a name": 20, "a case number": 12, "a common word": 12, "a word and a name": 10,
       "a phrase of the facts": 8, "two common words": 4, "characters in no order": 4}
COMMON = ["借款", "合同", "货款", "押金", "物业服务", "利息", "拒不退还"]
PHRASES = ["约定一年后归还，出具借条一张", "仅支付部分货款", "拖欠物业服务费", "合同到期后被告拒不退还押金", "供应瓷砖", "青龙小区业主", "因资金周转困难向原告借款8万元"]


class Asker:
    def __init__(self, instance, people):
        self.player = play.Player({"clock": CLOCK, "who": people}, instance)
        self.connection = http.client.HTTPConnection("127.0.0.1", instance.port, timeout=60)

    def ask(self, who, words, limit=20):
        """The items found, and how long it took in milliseconds."""
        path = "/api/v1/search?" + urllib.parse.urlencode({"q": words, "limit": limit})
        cookie = self.player.person(who).cookie
        began = time.perf_counter()
        self.connection.request("GET", path, headers={"Cookie": cookie})
        reply = self.connection.getresponse()
        body = reply.read()
        took = (time.perf_counter() - began) * 1000
        if reply.status == 503:  # looks are queued to the writer; it is a moment behind
            time.sleep(1)
            return self.ask(who, words, limit)
        assert reply.status == 200, (words, reply.status, body[:300])
        return json.loads(body)["items"], took


def question(draw, kind, names, numbers):
    name = draw.choice(names)
    return {"a full name": lambda: name, "two characters of a name": lambda: name[-2:], "a case number": lambda: draw.choice(numbers),
            "a common word": lambda: draw.choice(COMMON), "a word and a name": lambda: f"{draw.choice(COMMON)} {name}",
            "a phrase of the facts": lambda: draw.choice(PHRASES), "two common words": lambda: " ".join(draw.sample(COMMON, 2)),
            "characters in no order": lambda: draw.choice(["原告被告", "归还约定", "物业货款", "服务合同押金", name[::-1] + "诉"])}[kind]()


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def line(title, times):
    print(f"{title:28} {len(times):6}  p50 {percentile(times, .5):7.2f}  p90 {percentile(times, .9):7.2f}  p99 {percentile(times, .99):7.2f}  max {max(times):7.2f} ms")


def collect(asker, draw):
    """Names and numbers that are there, as questions for later."""
    names, numbers = [], []
    for word in COMMON + PHRASES:
        for item in asker.ask("bench_supervisor", word, 100)[0]:
            if "诉" in (item["title"] or ""):
                names.append(item["title"].split("诉")[0])
            if item["number"]:
                numbers.append(item["number"])
    for number in range(400):  # older ones too, from the numbers of the first court
        for item in asker.ask("filing_judge", f"鄂1202民初{draw.randrange(1, 340_000)}号", 5)[0]:
            names.append(item["title"].split("诉")[0])
            numbers.append(item["number"])
    return names, numbers


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--store", default="")
    parser.add_argument("--questions", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    draw = random.Random(given.seed)
    program = str(pathlib.Path(given.program).resolve())
    # Somebody who sees every court: the supervisor of the demo is one of a single court.
    subprocess.run([program, "user", "grant", "supervisor", "supervisor", "--data", given.data] + (["--store", given.store] if given.store else []), check=True, stdout=subprocess.DEVNULL)
    instance = server.Instance(program, given.data, given.store, CLOCK)
    try:
        staff = {who: {"login": who, "password": "fengqiao-demo"} for who in ("filing_judge", "chibi_filing_judge")}
        supervisor = {"bench_supervisor": {"login": "supervisor", "password": "fengqiao-demo"}}
        asker = Asker(instance, {**staff, **supervisor, "public": {"phone": "13977009999", "name": "测试甲", "id_number": "42230119800214231X"}})
        names, numbers = collect(asker, draw)
        times, kinds, found = [], collections.defaultdict(list), collections.defaultdict(list)
        for _ in range(given.questions):
            who = draw.choices(list(WHO), list(WHO.values()))[0]
            kind = draw.choices(list(MIX), list(MIX.values()))[0]
            items, took = asker.ask(who, question(draw, kind, names, numbers))
            times.append(took)
            kinds[kind].append(took)
            kinds[f"asked by {who}"].append(took)
            found[kind].append(len(items))
        for kind in list(MIX) + [f"asked by {who}" for who in WHO]:
            line(kind, kinds[kind])
            if kind in found:
                print(f"{'':28}         found on average {sum(found[kind]) / len(found[kind]):.1f} on the page")
        line("all", times)
    finally:
        instance.stop()


if __name__ == "__main__":
    main()
