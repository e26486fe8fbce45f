"""A digest whose week has 20,000 messages, over a short history and over one ten times as long."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bot.commands.catalogue import catalogue
from bot.commands.run import run as answer
from bot.commands.spec import Caller, Invocation, Role
from bot.domain.times import DAY, Micros
from bot.usecases.replays import keep_replays
from bot.wiring.collecting import settle
from storage.opening import open_store
from storage.store import SqlStore
from tests.bench.history import END, IN_A_WEEK, fill
from tests.bench.large_community import BIG
from tests.bench.measure import Figure

HISTORY = int(os.environ.get("FOSTER_BENCH_HISTORY", "250000"))
"""Messages of the short history, no fewer than the twelve weeks that `ready` looks at.

500000 is what the bar speaks of, and takes ten minutes.
"""

_TIMES = 10
_NOW = Micros(END + DAY)
_MOST_SECONDS, _MOST_TIMES = 1.0, 1.3
_ASKED = ("digest", "ready")


def run(folder: Path) -> Iterator[Figure]:
    """Both histories hold the same last weeks, and were looked back on once, as after an import."""
    taken = {}
    for messages in (HISTORY, HISTORY * _TIMES):
        address = f"sqlite:///{folder / str(messages)}"
        replayed = asyncio.run(_prepared(address, messages))
        yield Figure(f"looking back once over {messages:,} messages", replayed, 1.0, "a second", messages)
        told = subprocess.run(  # noqa: S603 - this very module
            [sys.executable, "-m", "tests.bench.digests", address], check=True, capture_output=True, text=True
        ).stdout
        for asked, seconds in zip(_ASKED, map(float, told.split()), strict=True):
            taken[asked, messages] = seconds
            name = f"{asked}, {IN_A_WEEK:,} messages a week, over {messages:,}"
            yield Figure(name, seconds, _MOST_SECONDS, "allowed", most=1)
    for asked in _ASKED:
        short, long = (taken[asked, messages] for messages in (HISTORY, HISTORY * _TIMES))
        yield Figure(f"{asked}, {_TIMES} times the history", long, short, "for the short", most=_MOST_TIMES)


async def _prepared(address: str, messages: int) -> float:
    """Fill a database; seconds for the one replay that is kept."""
    await fill(address, messages)
    store = await open_store(address)
    try:
        start = time.perf_counter()
        await keep_replays(store, BIG.id, _NOW)
        return time.perf_counter() - start
    finally:
        await store.close()


async def ask(address: str) -> list[float]:
    """The shortest of three answers to each, as in chat: start-up is counted apart."""
    store = await open_store(address)
    settle()
    try:
        return [min([await _once(store, words) for _ in range(3)]) for words in _ASKED]
    finally:
        await store.close()


async def _once(store: SqlStore, words: str) -> float:
    start = time.perf_counter()
    reply = await answer(Invocation(BIG.id, Caller(Role.ADMIN), words, _NOW), catalogue(), store)
    if reply.failed:
        raise RuntimeError(reply.card)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.stdout.write(" ".join(f"{seconds:.3f}" for seconds in asyncio.run(ask(sys.argv[1]))) + "\n")
