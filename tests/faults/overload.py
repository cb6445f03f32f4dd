"""Three times what it can do: what is too much is refused with 503 and Retry-After (bench/load.c takes one
without for wrong), what is taken is done in time, and afterwards at least half of what was done before is done again."""
import json
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "bench"))
import stand  # noqa: E402

QUEUE, CONNECTIONS, P99_SECONDS_MAX, TRIES = 64, 600, 5, 10


def part(house):
    build = pathlib.Path(house.program).parents[1]
    script = pathlib.Path(__file__).resolve().parents[2] / "bench/lives/act.txt"
    if not (build / "bench/load").exists():
        house.tally.skip("overload: the load generator was not built (bench/load)")
        return
    template = house.template  # its database is filled, and is ours until the next part asks for one
    url = template.url("story_overload") if house.store else ""
    if house.store:
        template.sql("DROP DATABASE IF EXISTS story_overload")
        template.sql("CREATE DATABASE story_overload TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'")
    folder = stand.Folder(build, pathlib.Path(house.folder) / "overload", url).make(0)
    server = stand.Server(folder, ("--queue-max", str(QUEUE), "--trusted-proxy", "127.0.0.1"))
    seconds, found = (2 if house.short else 10), {}

    def play(rate=0, connections=32):
        return stand.load(folder, server.port, script, seconds, server.process.pid, rate=rate, connections=connections)

    def alone():
        found["alone"] = play()
        assert not found["alone"]["wrong"], found["alone"]

    def too_much():
        rate = int(3 * found["alone"]["per_second"])
        found["over"] = over = play(rate, CONNECTIONS)
        assert over["shed"] > 0, over
        assert over["taken"]["p99_us"] < P99_SECONDS_MAX * 1_000_000, over  # counted from when it was due, not from when it was sent
        assert not over["wrong"], over

    def afterwards():
        """Workers have what was taken still to index, and neighbours their own: it may need some tries, and must get there."""
        for _ in range(TRIES):
            found["after"] = after = play()
            assert not after["wrong"] and not after["shed"], after
            if after["per_second"] > 0.5 * found["alone"]["per_second"]:
                return
        raise AssertionError((found["after"]["per_second"], found["alone"]["per_second"]))

    house.test("what it can do", alone)
    house.test(f"three times that: what is too much is refused with 503 and Retry-After, what is taken has its answer within {P99_SECONDS_MAX} s (p99)", too_much)
    house.test("afterwards it does at least half of what it did before", afterwards)
    server.process.terminate()
    server.process.wait(timeout=60)
    for name, result in found.items():
        house.say(f"{name}: {json.dumps(result, ensure_ascii=False)[:700]}")
