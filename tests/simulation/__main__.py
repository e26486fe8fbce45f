"""`make simulate SEEDS=10000 FIRST=1`: many worlds; seeds in which a promise broke are printed."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections import Counter

from tests.simulation.world import World


def failures(seeds: range, events: Counter[str] | None = None) -> dict[int, list[str]]:
    """What broke, by seed."""
    logging.disable(logging.CRITICAL)  # failing is what these worlds do
    found: dict[int, list[str]] = {}
    try:
        for seed in seeds:
            problems, happened = asyncio.run(_one(seed))
            if problems:
                found[seed] = problems
            if events is not None:
                events.update(happened)
    finally:
        logging.disable(logging.NOTSET)
    return found


async def _one(seed: int) -> tuple[list[str], Counter[str]]:
    world = World(seed)
    problems = await world.run()
    world.events["posts"] += len(world.platform.in_channels())
    world.events["looks"] += world.platform.calls.count("find")
    world.events["edits"] += world.platform.calls.count("edit")
    return problems, world.events


def main(number: int, first: int) -> int:
    """Run so many seeds; 1 where one fails."""
    begin, events = time.monotonic(), Counter[str]()
    found = failures(range(first, first + number), events)
    for seed, problems in found.items():
        sys.stdout.write(f"seed {seed}: {'; '.join(problems)}\n")
    took = time.monotonic() - begin
    told = ", ".join(f"{count} {name}" for name, count in sorted(events.items()))
    sys.stdout.write(f"{number} seeds from {first} in {took:.0f} s, {len(found)} failed; {told}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
