"""What the runners of tests/ share: one line a test, and "N passed, N failed" at the end."""
import traceback


class Tally:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def test(self, name, body):
        try:
            body()
            self.passed += 1
            print(f"  ok    {name}", flush=True)
        except Exception as error:  # a test that breaks must not hide the next
            self.failed += 1
            print(f"  FAIL  {name}\n        {error}", flush=True)
            if not isinstance(error, AssertionError):
                traceback.print_exc()

    def skip(self, why):
        """Said aloud: what is not tried must be seen."""
        self.skipped += 1
        print(f"  skip  {why}", flush=True)

    def close(self):
        """Prints the last line; the exit status."""
        print(f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else ""))
        return self.failed != 0
