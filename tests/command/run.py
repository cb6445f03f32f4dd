#!/usr/bin/env python3
"""The administrator's commands on a folder that has lived: a long story is played, then the folder is checked, copied to
PostgreSQL and back, verified, damaged, and found damaged.

Usage: tests/command/run.py --program build/src/fengqiao --store postgresql://…
"""
import argparse
import json
import os
import pathlib
import signal
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story")]
import play  # noqa: E402
import server  # noqa: E402
from patience import until  # noqa: E402
from tally import Tally  # noqa: E402

tally = Tally()
test = tally.test


class House:
    """One folder that has lived through a story, and the program that keeps it."""

    def __init__(self, program, store, folder):
        self.program, self.folder = program, pathlib.Path(folder)
        self.postgres = server.Template.__new__(server.Template)
        self.postgres.store = store
        template = server.Template(program, "", folder)
        instance = template.start("2026-11-24T09:00:00+08:00")
        self.data = instance.data
        story = json.loads((ROOT / "tests/story/long-loan.json").read_text())
        play.Player(story, instance).play()
        self.instance = instance

    def run(self, *arguments, status=0):
        done = subprocess.run([self.program, *map(str, arguments)], capture_output=True, text=True, timeout=300, cwd=ROOT)
        assert done.returncode == status, f"{arguments[0]} ended with {done.returncode}, not {status}: {done.stdout[-500:]}{done.stderr[-500:]}"
        return done.stdout + done.stderr

    def database(self, name):
        self.postgres.sql(f"DROP DATABASE IF EXISTS {name}")
        self.postgres.sql(f"CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'")
        return self.postgres.url(name)


def dump(data):
    """Every row of every table, sorted: what a copy must keep."""
    db = sqlite3.connect(pathlib.Path(data) / "fengqiao.db")
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
    return {table: sorted(map(repr, db.execute(f'SELECT * FROM "{table}"'))) for table in tables}


def blobs(data):
    return sorted(path.name for path in (pathlib.Path(data) / "blobs").rglob("*") if path.is_file())


def tests(house):
    copy, back = house.folder / "on-postgres", house.folder / "back"

    def served():
        text = house.run("copy", "--data", house.data, "--to", house.folder / "no", status=1)
        assert "place.served" in text, text
        for beside in (("user", "add", "late"), ("setup",), ("migrate",)):
            text = house.run(*beside, "--data", house.data, status=1)
            assert "place.served" in text, text

    def saved():
        """While it is served: a picture of the database, documents once, and what is made of it holds."""
        to, made = house.folder / "backups", house.folder / "restored"
        own = json.loads((ROOT / "src/systems/support/extension/extension.json").read_text())
        own.update(system="stretch", prefix="P")  # a system of the folder's own goes along
        (pathlib.Path(house.data) / "systems").mkdir()
        (pathlib.Path(house.data) / "systems/stretch.json").write_text(json.dumps(own))
        first = json.loads(house.run("backup", "--data", house.data, "--to", to, "--json"))
        assert first["documents"] > 0 and first["documents_added"] == first["documents"], first
        time.sleep(1.1)  # backups are named by the second
        second = json.loads(house.run("backup", "--data", house.data, "--to", to, "--json"))
        assert second["documents_added"] == 0 and second["documents"] == first["documents"], second
        assert "everything holds" in house.run("restore", "--from", to, "--data", made)
        assert json.loads((made / "systems/stretch.json").read_text()) == own
        events = "SELECT count(*), max(hash) FROM event"
        there, here = (sqlite3.connect(pathlib.Path(data) / "fengqiao.db").execute(events).fetchone() for data in (house.data, made))
        assert there == here, (there, here)
        assert "restore.exists" in house.run("restore", "--from", to, "--data", made, status=1)
        house.run("restore", "--from", to, "--data", house.folder / "older", "--backup", first["made_at"])
        for file in (to / "keys", to / second["database"]):
            assert file.stat().st_mode & 0o077 == 0, f"{file} can be read by others"
        whole = (to / second["database"]).read_bytes()
        (to / second["database"]).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        assert "backup.damaged" in house.run("restore", "--from", to, "--data", house.folder / "no", status=1)
        (to / f"backup-{second['made_at']}.json").unlink()  # cut off before it said that it was whole
        house.run("restore", "--from", to, "--data", house.folder / "first")
        assert "backup.none" in house.run("restore", "--from", house.folder, "--data", house.folder / "no", status=1)

    def saved_from_postgres():
        to, made = house.folder / "backups-pg", house.folder / "restored-pg"
        told = json.loads(house.run("backup", "--data", copy, "--to", to, "--json"))
        assert told["kind"] == "postgresql", told
        assert "restore.store" in house.run("restore", "--from", to, "--data", made, status=1)
        assert "everything holds" in house.run("restore", "--from", to, "--data", made, "--store", house.database("command_restored"))

    def holds():
        house.instance.stop()
        assert "everything holds" in house.run("check", "--data", house.data)
        assert "every chain holds" in house.run("verify", "--data", house.data)

    def copied():
        url = house.database("copy_target")
        counts = json.loads(house.run("copy", "--data", house.data, "--to", copy, "--to-store", url, "--json"))
        assert counts["rows"] > 9000 and counts["blobs"] >= 5, counts
        assert "everything holds" in house.run("check", "--data", copy)
        assert "copy.exists" in house.run("copy", "--data", house.data, "--to", copy, status=1)
        text = house.run("copy", "--data", house.data, "--to", house.folder / "other", "--to-store", url, status=1)
        assert "copy.not_empty" in text and "cut off" not in text, text

    def cut_off():
        target = house.folder / "cut"
        process = subprocess.Popen([house.program, "copy", "--data", house.data, "--to", target], cwd=ROOT, stdout=subprocess.DEVNULL)
        database = target / "fengqiao.db"
        while process.poll() is None and not (database.exists() and (target / "copying").exists()):
            pass
        process.kill()
        process.wait()
        assert not (target / "fengqiao.conf").exists(), "the copy was done before it could be cut off"
        text = house.run("copy", "--data", house.data, "--to", target, status=1)
        assert "copy.cut_off" in text and str(target) in text, text
        shutil.rmtree(target)
        house.run("copy", "--data", house.data, "--to", target)
        assert not (target / "copying").exists()

    def returned():
        house.run("copy", "--data", copy, "--to", back)
        assert blobs(back) == blobs(house.data), "the documents differ"
        ours, theirs = dump(house.data), dump(back)
        assert ours.keys() == theirs.keys(), "other tables"
        for table in ours:
            assert ours[table] == theirs[table], f"{table} differs after SQLite → PostgreSQL → SQLite"

    def two_folders():
        # a second folder on the same store: what the first one's server keeps in memory must not be passed by
        second = house.folder / "second"
        shutil.copytree(copy, second)
        instance = server.Instance(house.program, str(copy), "", "2026-12-10T09:00:00+08:00")
        try:
            for beside in (("user", "add", "late"), ("migrate",), ("copy", "--to", house.folder / "third")):
                text = house.run(*beside, "--data", second, status=1)
                assert "place.served" in text, text
        finally:
            instance.kill()

    def served_again():
        """Also when who reads what was left there by a program that thought otherwise: it is derived anew at the start."""
        db = sqlite3.connect(pathlib.Path(back) / "fengqiao.db")
        assert db.execute("DELETE FROM state_reader WHERE role <> 'supervisor'").rowcount > 100
        db.commit()
        db.close()
        instance = server.Instance(house.program, str(back), "", "2026-12-10T09:00:00+08:00")
        try:
            player = play.Player({"who": {"judge": {"login": "filing_judge", "password": "fengqiao-demo"}}, "steps": []}, instance)
            status, reply, _ = player.send(player.person("judge"), "GET", "/matters?system=filing", None)
            assert status == 200 and reply["items"][0]["state"] == "handed_over", reply
        finally:
            instance.kill()

    def configured():
        conf = pathlib.Path(back) / "fengqiao.conf"
        before = conf.read_text()
        settings = json.loads(house.run("config", "list", "--data", back, "--json"))
        assert settings["read-pages"] == "20" and settings["scan"] is None and len(settings) > 20, settings
        assert house.run("config", "get", "outage-after", "--data", back) == "10\n"
        # Each of them is an option of serve as well, and takes a value.
        usage = house.run("serve", "--help")
        missing = [name for name in settings if not re.search(rf"--{name} [A-Z]", usage)]
        assert not missing, missing
        for name, value in (("outage-after", "1"), ("outage-after", "10x"), ("listen", "8080"), ("listen", "x:99999"), ("timestamp", "ftp://a"),
                            ("identity-card", "http://id.example/card"), ("identity-face", "http://127.0.0.1:80@id.example/"),
                            ("workers", "0"), ("workers", "9"), ("batch-max", "257"), ("web", ""), ("web", "a\nstore x")):
            text = house.run("config", "set", name, value, "--data", back, status=1)
            assert "config.value" in text and name in text, text
        house.run("config", "set", "colour", "red", "--data", back, status=2)
        house.run("config", "set", "workers", "--data", back, status=2)
        assert conf.read_text() == before, "a refused value was written"
        house.run("config", "set", "outage-after", "5", "--data", back)
        house.run("config", "set", "outage-after", "6", "--data", back)
        assert house.run("config", "get", "outage-after", "--data", back) == "6\n"
        assert conf.read_text() == before + "outage-after 6\n"
        house.run("config", "unset", "outage-after", "--data", back)
        assert conf.read_text() == before
        conf.write_text(before + "workers many\n")
        assert "workers (fengqiao.conf) takes 1 to 8" in house.run("serve", "--data", back, "--listen", "127.0.0.1:0", status=1)
        conf.write_text(before)

    def read_again():
        """SIGHUP: what runs is finished, the settings are read again; wrong ones end nothing."""
        conf = pathlib.Path(back) / "fengqiao.conf"
        before = conf.read_text()
        instance = server.Instance(house.program, str(back), "", "2026-12-10T09:00:00+08:00")

        def told(count):
            def ports():
                return re.findall(r"http://127\.0\.0\.1:(\d+)", pathlib.Path(instance.log).read_text()[begun:])

            until("it read its settings again", lambda: len(ports()) >= count)
            return int(ports()[-1])

        def answers():
            player = play.Player({"who": {}}, instance)
            return player.send(None, "GET", "/status")[0]

        try:
            with open(instance.log) as log:
                begun = log.read().rindex("listens on")
            house.run("config", "set", "queue-max", "100", "--data", back)
            instance.process.send_signal(signal.SIGHUP)
            instance.port = told(2)
            assert answers() == 200
            conf.write_text(before + "queue-max none\n")
            instance.process.send_signal(signal.SIGHUP)
            instance.port = told(3)
            assert answers() == 200
            with open(instance.log) as log:
                assert "queue-max (fengqiao.conf) takes 64 to 65536" in log.read()
            instance.stop()
        finally:
            instance.kill()
            conf.write_text(before)

    def maintained():
        """Read only, no clock fires; afterwards the time of it is an outage, and its clocks are treated before any fires."""
        conf = pathlib.Path(back) / "fengqiao.conf"
        before = conf.read_text()
        instance = server.Instance(house.program, str(back), "", "2026-12-11T09:00:00+08:00")

        def read_settings():
            with open(instance.log) as log:
                seen = log.read().count("listens on")
            instance.process.send_signal(signal.SIGHUP)

            def ports():
                return re.findall(r"listens on http://127\.0\.0\.1:(\d+)", pathlib.Path(instance.log).read_text())

            until("it read its settings again", lambda: len(ports()) > seen)
            instance.port = int(ports()[-1])

        try:
            house.run("config", "set", "maintenance", "升级数据库，约一小时", "--data", back)
            instance.restart_after_kill("2026-12-11T11:00:00+08:00")
            player = play.Player({"who": {"judge": {"login": "filing_judge", "password": "fengqiao-demo"}}}, instance)
            judge = player.person("judge")  # signing in goes on
            assert player.send(judge, "GET", "/matters?system=filing")[0] == 200
            assert player.send(judge, "GET", "/session")[1]["maintenance"] == "升级数据库，约一小时"
            status, reply, headers = player.send(judge, "POST", "/intake", {"court": "鄂1202"})
            assert status == 503 and reply["code"] == "maintenance" and headers["Retry-After"] == "300", reply
            known = len(player.send(judge, "GET", "/outages")[1]["items"])  # the clock of this folder has jumped before
            house.run("config", "unset", "maintenance", "--data", back)
            read_settings()
            assert player.send(judge, "GET", "/session")[1]["maintenance"] is None
            status, outages, _ = player.send(judge, "GET", "/outages")
            assert status == 200 and len(outages["items"]) == known + 1 and outages["items"][0]["proven"], outages
            assert outages["items"][0]["from"].startswith("2026-12-11T09:0") and outages["items"][0]["to"].startswith("2026-12-11T11:0"), outages
            assert player.send(judge, "POST", "/intake", {"court": "鄂1202"})[0] != 503
            instance.stop()
        finally:
            instance.kill()
            conf.write_text(before)

    def users():
        told = json.loads(house.run("user", "add", "head", "--name", "何敏", "--data", back, "--json"))
        assert len(told["password"]) >= 20, told
        house.run("user", "grant", "head", "filing_head", "--court", "鄂1202", "--data", back)
        for wrong, code in (("--court", "鄂9999"), "court.unknown"), (("--until", "2020-01-01"), "date.past"), (("--until", "tomorrow"), "date.format"):
            text = house.run("user", "grant", "head", "filing_head", *wrong, "--data", back, status=1)
            assert code in text, text
        assert "role.unknown" in house.run("user", "grant", "head", "king", "--data", back, status=1)
        assert "account.login_taken" in house.run("user", "add", "head", "--data", back, status=1)
        house.run("user", "grant", "head", "auditor", "--data", back)
        for office in ("admin", "security_admin"):
            assert "role.apart" in house.run("user", "grant", "head", office, "--data", back, status=1)
        accounts = json.loads(house.run("user", "list", "--data", back, "--json"))["accounts"]
        assert any(one["login"] == "head" and one["name"] == "何敏" for one in accounts)

    def damaged():
        bad = house.folder / "bad"
        shutil.copytree(house.data, bad)
        db = sqlite3.connect(bad / "fengqiao.db")
        db.execute("UPDATE event SET action = 'register' WHERE id = (SELECT max(id) FROM event WHERE action <> 'register')")
        db.execute("UPDATE task SET closed_us = NULL WHERE id = (SELECT min(id) FROM task)")
        db.execute("UPDATE number_series SET next = next + 1")
        db.commit()
        db.close()
        blob = next(path for path in (bad / "blobs").rglob("*") if path.is_file())
        blob.write_bytes(blob.read_bytes()[:-1])
        text = house.run("check", "--data", bad, status=1)
        for rule in ("event_log", "number_gap", "blob_hash"):
            assert f"BROKEN {rule}" in text, text
        assert json.loads(house.run("check", "--data", bad, "--json", status=1))
        assert "BROKEN" in house.run("verify", "--data", bad, status=1)

    def tampered(name, *statements):
        """A copy whose log somebody changed behind the program's back, and what verify says of it."""
        bad = house.folder / name
        shutil.copytree(house.data, bad)
        db = sqlite3.connect(bad / "fengqiao.db")
        for statement in statements:
            assert db.execute(statement).rowcount != 0, statement
        db.commit()
        db.close()
        return json.loads(house.run("verify", "--data", bad, "--json", status=1))

    def holidays():
        table = house.folder / "holidays-2027.csv"
        table.write_text("date,name,kind\n2027-01-01,元旦,holiday\n2027-01-02,元旦,holiday\n2027-01-03,元旦,holiday\n")
        told = json.loads(house.run("import", "holidays", table, "--data", back, "--preview", "--json"))
        assert told["open"] >= 0 and told["moves"] == len(told["items"]), told
        count = lambda: sqlite3.connect(back / "fengqiao.db").execute("SELECT count(*) FROM holiday WHERE day >= 20819").fetchone()[0]
        assert count() == 0, "the preview loaded the table"
        assert "the table is loaded" in house.run("import", "holidays", table, "--data", back)
        assert count() == 3
        table.write_text("date,name,kind\n2027-01-05,元旦,workday\n")
        assert "holiday.workday" in house.run("import", "holidays", table, "--data", back, status=1)
        assert "csv.file" in house.run("import", "holidays", house.folder / "none.csv", "--data", back, status=1)

    def registers():
        """Newer courts from a table: looked at, then imported; a wrong table is named cell by cell."""
        table, at = house.folder / "courts.csv", ("--data", back)
        head = "code,name,level,parent_code,division_code,grade,kind,source\n"
        table.write_text(head + "鄂1202,咸安新名,基层,鄂12,421202,4,按行政区划,2027\n鄂1299,新法院,基层,鄂12,,4,其他,2027\n")
        text = house.run("import", "courts", table, *at, "--preview")
        assert "2 rows: 1 new, 1 changed" in text and "name: 咸宁市咸安区人民法院 -> 咸安新名" in text, text
        name = lambda: sqlite3.connect(back / "fengqiao.db").execute("SELECT name FROM court WHERE code = '鄂1202'").fetchone()[0]
        assert name() == "咸宁市咸安区人民法院", "the preview changed it"
        assert "2 done, 0 refused" in house.run("import", "courts", table, *at)
        assert name() == "咸安新名"
        assert json.loads(house.run("import", "courts", table, *at, "--preview", "--json"))["same"] == 2
        table.write_text(head + "鄂1298,,基层,鄂12,,4,其他,2027\n")
        assert "2.name: not what this column must hold" in house.run("import", "courts", table, *at, status=1)
        table.write_text(head + "鄂1298,甲,基层,鄂77,,4,其他,2027\n")
        assert "line 2: import.parent" in house.run("import", "courts", table, *at, status=1)
        for whole in ("courts", "causes", "causes_admin", "divisions", "wages"):  # what ships fits what is there
            told = json.loads(house.run("import", whole, ROOT / f"reference/{whole}.csv", *at, "--preview", "--json"))
            assert told["wrong"] == told["orphan"] == told["added"] == 0 and told["changed"] == (whole == "courts"), (whole, told["changed"], told["items"][:3])

    def definitions():
        whole = json.loads((ROOT / "src/systems/intake/intake/intake.json").read_text())
        whole["version"] = 2
        whole["summary"]["zh"] += "（二）"
        second, overlay = house.folder / "intake-2.json", house.folder / "overlay.json"
        second.write_text(json.dumps(whole, ensure_ascii=False))
        overlay.write_text(json.dumps({"lengths": {"advise": "9wd"}}))
        at = ("--data", back)
        assert "version: 1 -> 2" in house.run("definition", "check", "intake", second, *at)
        assert "from 1wd to 3wd" in house.run("definition", "check", "intake", overlay, "--court", "鄂1202", *at, status=1)
        assert "definition takes" in house.run("definition", "publish", "intake", second, *at, status=2)  # without a reason
        assert '"version":2' in house.run("definition", "publish", "intake", second, "--reason", "试用", *at)
        assert "must be above" in house.run("definition", "publish", "intake", second, "--reason", "再发", *at, status=1)
        rows = json.loads(house.run("definition", "list", "intake", *at, "--json"))
        assert [(row["version"], row["state"]) for row in rows] == [(2, "in_force"), (1, "replaced")], rows
        house.run("definition", "withdraw", "intake", rows[0]["id"], "--reason", "撤回", *at)
        assert "release.last" in house.run("definition", "withdraw", "intake", rows[1]["id"], "--reason", "撤回", *at, status=1)
        assert "withdrawn" in house.run("definition", "list", "intake", *at)
        house.run("import", "accounts", "x", "--data", back, status=2)

    def jobs():
        """A table filed by the window, from the command line; one line of it is wrong."""
        table, at = house.folder / "many.csv", ("--data", back)
        table.write_text("complaint_kind,cause,amount\nwritten,04.10.108.03,\"1,000.50\"\nwritten,99,1\n")
        order = ("job", "open", table, "--system", "filing", "--court", "鄂1202", "--as", "window_clerk", *at)
        text = house.run(*order, status=1)
        assert "2 of 2 seen, 1 done, 1 refused" in text and "line 3: form.invalid: cause cause.unknown" in text, text
        amount = "SELECT amount_fen FROM matter ORDER BY id DESC LIMIT 1"
        assert sqlite3.connect(back / "fengqiao.db").execute(amount).fetchone()[0] == 100050
        table.write_text("complaint_kind\nwritten\n")
        told = json.loads(house.run(*order, "--json"))
        assert told["state"] == "done" and told["good"] == 1, told
        assert [one["kind"] for one in json.loads(house.run("job", "list", *at, "--json"))][:2] == ["open", "open"]
        assert "1 done" in house.run("job", "show", told["id"], *at)
        assert "job.unknown" in house.run("job", "show", "J0000000000000", *at, status=1)
        assert "job.over" in house.run("job", "cancel", told["id"], *at, status=1)
        assert "account.unknown" in house.run("job", "open", table, "--system", "filing", "--as", "nobody", *at, status=1)
        assert "system.not_for_you" in house.run("job", "open", table, "--system", "filing", "--court", "鄂1202", "--as", "admin", *at, status=1)
        taken = house.folder / "taken.csv"
        assert "0 refused" in house.run("job", "export", "--as", "filing_head", "--to", taken, "--system", "filing", *at)
        assert taken.read_text("utf-8-sig").startswith("编号,") and "鄂1202民初1号" in taken.read_text(), taken.read_text()
        house.run("job", "export", "--as", "filing_head", "--to", house.folder / "taken.xlsx", "--system", "filing", *at)
        assert (house.folder / "taken.xlsx").read_bytes().startswith(b"PK"), "a file's ending says what it is"
        assert json.loads(house.run("job", "recount", *at, "--json"))["state"] == "done"
        house.run("job", "export", "--as", "filing_head", *at, status=2)
        house.run("job", "resume", *at)  # nothing is open
        house.run("job", "open", table, *at, status=2)

    def indexed():
        """Made anew, the index of search is the same rows; and nothing waits afterwards."""
        tables = lambda: {name: rows for name, rows in dump(back).items() if name.startswith("search_")}
        house.run("search", "--rebuild", "--data", back)
        before = tables()
        assert len(before["search_entry"]) > 5 and len(before["search_posting"]) > 500 and not before["search_queue"], {name: len(rows) for name, rows in before.items()}
        with sqlite3.connect(back / "fengqiao.db") as db:
            db.execute("DELETE FROM search_posting WHERE id % 3 = 0")
            db.execute("UPDATE search_entry SET body = '另外的字', tokens = x'' WHERE matter_id = (SELECT min(matter_id) FROM search_entry)")
        assert tables() != before
        text = house.run("check", "--data", back, status=1)
        assert "BROKEN search_index" in text and "search_forgotten" in text, text
        told = json.loads(house.run("search", "--rebuild", "--data", back, "--json"))
        assert told["indexed"] == len(before["search_entry"]), told
        assert tables() == before
        house.run("check", "--data", back)
        assert "search takes" in house.run("search", "--data", back, status=2)

    def removed():
        before = json.loads(house.run("verify", "--data", house.data, "--json"))
        row = "(SELECT id FROM event ORDER BY id LIMIT 1 OFFSET 5)"
        report = tampered("removed", f"DELETE FROM event WHERE id = {row}")
        assert report["broken"] and report["where"], report
        assert report["certain_up_to_block"] < before["certain_up_to_block"], report

    def swapped():
        matter = "(SELECT max(matter_id) FROM (SELECT matter_id FROM event GROUP BY matter_id HAVING count(*) > 1))"
        pair = f"(SELECT id FROM event WHERE matter_id = {matter} ORDER BY id LIMIT 2)"
        report = tampered("swapped",
                          "CREATE TEMP TABLE pair AS SELECT id, row_number() OVER (ORDER BY id) AS place FROM event WHERE id IN " + pair,
                          "UPDATE event SET id = -id WHERE id IN (SELECT id FROM pair)",
                          "UPDATE event SET id = (SELECT p.id FROM pair p WHERE p.id <> -event.id) WHERE id < 0")
        assert report["broken"] and report["where"], report

    def wrong():
        for arguments in (("copy",), ("copy", "--data", "x"), ("user",), ("user", "add", "--data", "x"), ("check",),
                          ("verify",), ("migrate",), ("password",), ("setup",), ("serve",), ("nonsense",)):
            house.run(*arguments, status=2)
        for arguments in (("verify", "--data", "x", "--jsno"), ("verify", "--data", "x", "extra"), ("verify", "--data", "--json"),
                          ("user", "list", "--courtt", "x", "--data", "x"), ("setup", "--data")):
            text = house.run(*arguments, status=2)
            assert "fengqiao " + arguments[0] in text, text
        assert "place.none" in house.run("verify", "--data", house.folder / "nowhere", status=1)
        for command in ("serve", "setup", "check", "verify", "copy", "user", "migrate", "password", "config"):
            assert "fengqiao " + command in house.run(command, "--help")

    def production():
        data = house.folder / "production"
        text = house.run("setup", "--data", data)
        assert "first administrator" in text, text
        told = json.loads(house.run("setup", "--data", house.folder / "told", "--json"))
        assert told["administrator"] == "admin" and len(told["password"]) >= 20 and told["courts"] > 3000, told
        accounts = json.loads(house.run("user", "list", "--data", data, "--json"))["accounts"]
        assert [one["login"] for one in accounts] == ["admin"], accounts
        assert os.stat(data / "keys").st_mode & 0o077 == 0, "the keys are readable by others"

    test("while a server runs, what would write beside it says so and leaves", served)
    test("while it is served it is saved, each document once, and what is made of that holds", saved)
    test("a folder that has lived through a story holds together", holds)
    test("it is copied to PostgreSQL and proved; a target that holds something is refused", copied)
    test("a copy that was cut off says so, and is made again once it is cleared away", cut_off)
    test("the same from PostgreSQL, by its own tools", saved_from_postgres)
    test("and back: every row and every document is the same", returned)
    test("what would write beside a server of another folder on the same store is refused too", two_folders)
    test("the copy serves where the original ended", served_again)
    test("settings are listed, checked, set and taken back", configured)
    test("a running server reads its settings again; wrong ones end nothing", read_again)
    test("in maintenance it is read only, and the time of it is an outage", maintained)
    test("accounts of staff are added and granted while no server runs", users)
    test("what is damaged is found and named", damaged)
    test("a holiday table is looked at, then loaded; a wrong one is refused", holidays)
    test("newer courts are looked at, then imported; a wrong table is named cell by cell", registers)
    test("a definition is checked, published, listed and withdrawn", definitions)
    test("a table is filed in bulk, and each refused line is named", jobs)
    test("the index of search is made anew, the same rows", indexed)
    test("a removed event is found", removed)
    test("two events that changed places are found", swapped)
    test("wrong use ends with status 2, a missing folder with 1, and every command has its help", wrong)
    test("setup for production makes one administrator and nobody else", production)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fengqiao-command-") as folder:
        house = House(os.path.abspath(arguments.program), arguments.store, folder)
        try:
            tests(house)
        finally:
            house.instance.kill()
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
