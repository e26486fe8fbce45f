"""`make bench`: every figure as a ratio to a limit that is measured in the same run."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.bench import (
    attribution,
    decoding,
    delivery,
    digests,
    discord_gateway,
    importing,
    readiness,
    recognition,
    slack_acknowledging,
    slack_backfill,
    writing,
)
from tests.bench.measure import Figure, machine

BENCHES: Mapping[str, Callable[[Path], Iterator[Figure]]] = {
    "delivery": delivery.run,
    "attribution": attribution.run,
    "decoding": decoding.run,
    "digests": digests.run,
    "discord": discord_gateway.run,
    "importing": importing.run,
    "readiness": readiness.run,
    "recognition": recognition.run,
    "slack": slack_acknowledging.run,
    "slack-backfill": slack_backfill.run,
    "writing": writing.run,
}
"""Each gets an empty folder of its own. A new bench is one line here."""


def main(names: list[str]) -> int:
    """Run the benches named (all, where none is); 1 where a bound does not hold."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        sys.stderr.write(f"There is no bench {unknown[0]}. There are: {', '.join(BENCHES)}.\n")
        return 2
    for line in machine():
        _say(line)
    good = True
    for name in names or BENCHES:
        _say(f"── {name}")
        with tempfile.TemporaryDirectory() as folder:
            for figure in BENCHES[name](Path(folder)):
                _say(f"   {figure}")
                good = good and figure.good
    return 0 if good else 1


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
