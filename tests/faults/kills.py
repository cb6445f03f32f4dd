"""kill -9 of the server in the middle of load, again and again."""
import random
import time

import load


def part(house):
    book = house.book()
    chance, cut = random.Random(house.seed), 0
    began = time.monotonic()

    def rounds():
        nonlocal cut
        for number in range(house.rounds):
            before = len(book.writes)
            book.begin()
            time.sleep(chance.uniform(0.02, 0.6))
            book.player.instance.kill()
            book.end()
            cut += len(book.open_writes())
            assert len(book.writes) > before
            book.player.instance.restart_after_kill(load.CLOCK)
            book.settle()
            book.hold()
            if (number + 1) % 20 == 0:
                print(f"        {number + 1} rounds, {time.monotonic() - began:.0f} s: {book.said()}", flush=True)

    house.test(f"kill -9 of the server under load, {house.rounds} rounds: what was answered is there once, the rest is absent or whole", rounds)
    house.test("and no round was without a write that was cut off, on average", lambda: house.claim(cut >= house.rounds, cut))
    house.test("all rules of the store hold after it", book.check)
    house.say(book.said())
    book.player.instance.kill()
