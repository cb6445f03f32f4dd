"""How long the runners of tests/ wait for what the server does by itself, or for an answer.

On a machine that does much else a worker comes late and is right all the same: a wait that ends costs
nothing, one that was too short says something false. Where time itself is what is tested, the test says so.
"""
import time

PATIENCE_SECONDS = 180


def until(what, holds, seconds=PATIENCE_SECONDS, passing=()):
    """The first true answer of `holds`. `passing`: exceptions that only mean not yet."""
    end, last = time.monotonic() + seconds, None
    while True:
        try:
            last = holds()
            if last:
                return last
        except passing as error:
            last = error
        assert time.monotonic() < end, f"not within {seconds} s: {what} ({str(last)[:500]})"
        time.sleep(0.1)
