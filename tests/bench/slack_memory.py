"""What very many events leave in a running Foster.

`python -m tests.bench.slack_memory [EVENTS] [RATE] [socket]`: the program runs in a process of its own, as
for `slack_acknowledging`, and is asked at every tenth what it holds. A million events (the bar) at 600 a
second take half an hour. No part of `make bench`.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections.abc import AsyncIterator, Sequence

from tests.bench.measure import Figure
from tests.bench.slack_acknowledging import side
from tests.bench.slack_load import load


async def measured(events: int, rate: float, *, socket_mode: bool) -> AsyncIterator[Figure]:
    """MiB after each tenth, against what it held before the first event."""
    async with side("Foster", socket_mode=socket_mode) as one:
        numbers, before = itertools.count(), one.memory()
        for tenth in range(1, 11):
            found = await load(one.send, rate, events / 10 / rate, numbers)
            label = (
                f"{one.name}: after {events * tenth // 10:,} events, {found.lost} lost, "
                f"acknowledged in {found.at(0.5):.3f} s (p50), {found.at(0.99):.3f} s (p99)"
            )
            yield Figure(label, one.memory(), before, "before", unit="MiB")


async def _main(given: Sequence[str]) -> None:
    numbers = [int(each) for each in given if each.isdecimal()]
    events, rate = [*numbers, *(1_000_000, 600)[len(numbers) :]]
    async for figure in measured(events, rate, socket_mode="socket" in given):
        sys.stdout.write(f"{figure}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1:]))
