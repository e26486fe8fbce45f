"""`make fuzz`: each target for a bounded time, a line each; 1 where one raised."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.fuzz.targets import TARGETS

_RUNS = re.compile(r"Done (\d+) runs|stat::number_of_executed_units: (\d+)")


def main() -> int:
    """`python -m tests.fuzz SECONDS [TARGET …]`."""
    seconds = sys.argv[1] if len(sys.argv) > 1 else "30"
    failed = False
    for name in sys.argv[2:] or TARGETS:
        command = [sys.executable, "-W", "ignore", "-m", "tests.fuzz.follow", name, seconds]
        done = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")  # noqa: S603 - our own
        said = done.stdout + done.stderr
        runs = _RUNS.search(said)
        held = done.returncode == 0
        failed |= not held
        count = next(filter(None, runs.groups()), "0") if runs else "0"
        sys.stdout.write(f"{'holds ' if held else 'BROKEN'} {name}: {count} runs in {seconds} s\n")
        if not held:
            sys.stdout.write(said[-3_000:] + "\n")
        sys.stdout.flush()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
