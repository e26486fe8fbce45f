"""`ready` over 12 weeks of a large community, storage included: within a second and 300 MB."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bot.commands.catalogue import catalogue
from bot.commands.run import run as answer
from bot.commands.spec import Caller, Invocation, Role
from bot.domain.times import Micros, zone_named
from bot.wiring.collecting import settle
from storage.opening import open_store
from tests.bench.large_community import BIG, LAST, MEMBERS, MESSAGES, fill
from tests.bench.measure import Figure, peak_memory

_SECOND, _MEGABYTES = 1.0, 300.0


def run(folder: Path) -> Iterator[Figure]:
    """A process of its own asks, as `foster ready` would, so that memory is its own."""
    address = f"sqlite:///{folder / 'big.sqlite'}"
    asked, answered = asyncio.run(fill(address))
    told = subprocess.run(  # noqa: S603 - this very module
        [sys.executable, "-m", "tests.bench.readiness", address],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    seconds, megabytes = map(float, told.split())
    about = f"{MESSAGES:,} messages, {MEMBERS:,} members, {asked:,} questions, {answered:,} answers"
    yield Figure(f"ready, {about}", seconds, _SECOND, "allowed", most=1)
    yield Figure("ready, memory in MB (not seconds)", megabytes, _MEGABYTES, "allowed", most=1)


async def ask(address: str, words: str = "ready") -> float:
    """Seconds from the question to the card."""
    store = await open_store(address)
    settle()
    now = Micros(LAST.bounds(zone_named("UTC"))[1] + 3600)
    start = time.perf_counter()
    reply = await answer(Invocation(BIG.id, Caller(Role.ADMIN), words, now), catalogue(), store)
    taken = time.perf_counter() - start
    await store.close()
    if reply.failed:
        raise RuntimeError(reply.card)
    return taken


if __name__ == "__main__":
    sys.stdout.write(f"{asyncio.run(ask(sys.argv[1])):.3f} {peak_memory()}\n")
