#!/usr/bin/env python3
"""The rules of the law by every door: the worked examples (examples.ndjson, each with its article) by line, docs/law-batch.md
as the program writes it now, the same examples over HTTP and on the command line, and what a line may do wrong.

Usage: tests/law/run.py --program build/src/fengqiao
"""
import argparse
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story")]
import server  # noqa: E402
from tally import Tally  # noqa: E402

EXAMPLES = [json.loads(line) for line in (ROOT / "tests/law/examples.ndjson").read_text().splitlines()]
tally = Tally()
test = tally.test


def holds(example, answer):
    for name, value in {"ok": True, **example["out"]}.items():
        assert answer.get(name) == value, f"{example['article']}: {json.dumps(example['in'], ensure_ascii=False)}: {name} is {answer.get(name)!r}, not {value!r}"


def tests(program, folder):
    def run(*arguments, text=None, status=0):
        done = subprocess.run([program, "law", *arguments], input=text, capture_output=True, text=True, timeout=120, cwd=ROOT)
        assert done.returncode == status, f"law {' '.join(arguments)} ended with {done.returncode}, not {status}: {done.stderr[-300:]}"
        return done.stdout if status == 0 else done.stderr

    def lines(texts):
        answers = run("--batch", text="".join(text + "\n" for text in texts)).splitlines()
        assert len(answers) == len(texts), f"{len(texts)} lines in, {len(answers)} out"
        return [json.loads(answer) for answer in answers]

    def by_line():
        for example, answer in zip(EXAMPLES, lines([json.dumps(example["in"], ensure_ascii=False) for example in EXAMPLES])):
            holds(example, answer)
        named = {example["in"]["rule"] for example in EXAMPLES}
        rules = {line.split()[0] for line in run().splitlines() if line and not line.startswith("fengqiao")}
        assert rules <= named, f"rules without an example: {rules - named}"

    def page():
        page = (ROOT / "docs/law-batch.md").read_text()
        assert page == run("--page"), "docs/law-batch.md is not what `fengqiao law --page` writes now"
        for table in ("online", "remedies", "indicators", "period-table"):
            assert (ROOT / f"docs/law/{table}.md").read_text() == run("--page", table), f"docs/law/{table}.md is not what `fengqiao law --page {table}` writes now"
        shown = page.split("```json\n")[1:]
        pairs = [block.split("\n```")[0].split("\n") for block in shown]
        for (asked, told), answer in zip(pairs, lines([pair[0] for pair in pairs])):
            assert json.loads(told) == answer and answer["ok"], f"{asked} gives {answer}"

    def case_types():
        with open(ROOT / "reference/case_types.csv", encoding="utf-8") as file:
            codes = sorted({row["code"] for row in csv.DictReader(file)} - {""})
        asked = [json.dumps({"rule": "case_number_parse", "text": f"（2026）鄂1202{code}1号"}, ensure_ascii=False) for code in codes]
        unread = [code for code, answer in zip(codes, lines(asked)) if answer.get("type") != code]
        assert not unread, f"codes of reference/case_types.csv that no case number may have: {unread}"

    def over_http():
        instance = server.Template(program, "", folder).start("2026-11-25T09:00:00+08:00")
        try:
            paths = json.load(urllib.request.urlopen(f"http://127.0.0.1:{instance.port}/api/openapi.json", timeout=10))["paths"]
            told = {one["name"]: one for one in paths["/api/v1/law/acceptance_fee"]["get"]["parameters"]}
            assert told["amount_fen"]["schema"] == {"type": "integer", "minimum": 0} and told["merged"]["schema"] == {"type": "boolean"}, told
            assert "divorce" in told["kind"]["schema"]["enum"] and not told["kind"]["required"] and told["kind"]["description"], told["kind"]
            listed = {one["name"]: one for one in paths["/api/v1/law/procedure"]["get"]["parameters"]}["excluded"]
            assert listed["schema"]["type"] == "array" and "counterclaim" in listed["schema"]["items"]["enum"] and listed["explode"] is False, listed
            for example in EXAMPLES:
                fields = dict(example["in"])
                rule = fields.pop("rule")
                texts = {name: ",".join(value) if isinstance(value, list) else json.dumps(value) if isinstance(value, bool) else str(value)
                         for name, value in fields.items()}
                if rule == "nope" or example["out"].get("code") in ("type.list", "type.number", "unknown") or "" in texts.values():
                    continue  # a text is a text in an address, and an empty one is not given
                url = f"http://127.0.0.1:{instance.port}/api/v1/law/{rule}?{urllib.parse.urlencode(texts)}"
                try:
                    answer = json.load(urllib.request.urlopen(url, timeout=10))
                    holds({**example, "out": {"ok": True, **example["out"]}}, {"ok": True, **answer})
                except urllib.error.HTTPError as error:
                    problem = json.load(error)
                    assert example["out"].get("ok") is False, f"{url}: {problem}"
                    assert problem["errors"][0]["code"] == example["out"]["code"] if problem.get("errors") else problem["code"] == example["out"]["code"], f"{url}: {problem}"
        finally:
            instance.kill()

    def for_people():
        assert "3,275.00" in run("fee", "--amount", "350000", "--procedure", "summary")
        assert json.loads(run("fee", "--amount", "350,000.50", "--json"))["fee_fen"] == 655001
        assert "closed_by" in run("fee", "--help")
        for wrong in (("nope",), ("fee", "--amout", "1"), ("fee", "--amount", "1.234"), ("fee", "--amount"), ("fee", "word"), ("deadline", "--length", "1")):
            run(*wrong, status=2)
        assert "csv.file" in run("fee", "--reference", "/nowhere", status=1)

    def wrong_lines():
        for text, code in (("x", "json.syntax"), ("[]", "json.flat"), ('{"rule":{}}', "json.flat"), ('{"rule":"fee","amount_fen":1.5}', "json.syntax"),
                           ('{"rule":"fee","rule":"fee"}', "json.syntax"), ('{"a":"' + "x" * 70000 + '"}', "json.limit"), ("{}", "required"),
                           ("{" + ",".join(f'"a{i}":1' for i in range(30)) + "}", "json.limit")):
            good = '{"rule":"fee","amount_fen":35000000,"id":7}'
            answers = lines([text, good])
            assert answers[0]["ok"] is False and answers[0]["code"] == code, f"{text[:60]} gives {answers[0]}"
            assert answers[1]["fee_fen"] == 655000 and answers[1]["id"] == 7, answers[1]
        endless = run("--batch", text='{"a":"' + "x" * 3_000_000 + '"}\n' + '{"rule":"fee","amount_fen":35000000}\n').splitlines()
        assert [json.loads(answer)["ok"] for answer in endless] == [False, True], f"a line without end is one line, not {len(endless) - 1}"
        assert json.loads(endless[-1]).get("fee_fen") == 655000, "the rest does not go on after a line without end"
        cut = run("--batch", text='{"a":"' + "x" * 3_000_000).splitlines()
        assert [json.loads(answer)["code"] for answer in cut] == ["json.limit"], f"a line without end at the end gives {cut}"

    test("every worked example, each with its article, by line", by_line)
    test("docs/law-batch.md and the tables of docs/law are what the program writes, and its examples hold", page)
    test("every type code of the national table is read", case_types)
    test("the same examples over HTTP", over_http)
    test("for people: amounts in yuan, help, wrong use", for_people)
    test("a bad line is answered, and the rest goes on", wrong_lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fengqiao-law-") as folder:
        tests(os.path.abspath(arguments.program), folder)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
