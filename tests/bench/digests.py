"""A digest whose week has 20,000 messages, over a short history and over one ten times as long."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

from bot.domain.times import DAY, Micros, zone_named
from bot.usecases.recognise import digest
from storage.engine import writing
from storage.handle import Handle
from storage.opening import open_store
from storage.rows import Columns
from storage.spaces import Spaces
from storage.store import SqlStore
from storage.tables import ACCOUNT, CHANNEL, CREDIT, MESSAGE, QUESTION
from tests.bench import large_community as rows
from tests.bench.large_community import BIG, LAST, SPACE
from tests.bench.measure import Figure

HISTORY = int(os.environ.get("FOSTER_BENCH_HISTORY", "100000"))
"""Messages of the short history; 500000 is what the bar speaks of."""

_IN_A_WEEK = 20_000
_TIMES = 10
_QUESTION_EVERY = 7
_WEEK = 7 * DAY
_END = LAST.bounds(zone_named("UTC"))[1]
_MOST_SECONDS, _MOST_TIMES = 1.0, 1.3


def run(folder: Path) -> Iterator[Figure]:
    """Both histories hold the same last week."""
    taken = {}
    for messages in (HISTORY, HISTORY * _TIMES):
        taken[messages] = asyncio.run(_digest(f"sqlite:///{folder / str(messages)}", messages))
        name = f"digest of {_IN_A_WEEK:,} messages over {messages:,}"
        yield Figure(name, taken[messages], _MOST_SECONDS, "allowed", most=1)
    short, long = taken.values()
    yield Figure(f"{_TIMES} times the history", long, short, "for the short one", most=_MOST_TIMES)


async def _digest(address: str, messages: int) -> float:
    """Fill a database; then the shortest of three digests, as `foster digest` makes them."""
    store = await open_store(address)
    try:
        await store.create(BIG, [SPACE])
        async with writing(store.engine) as connection:
            handle = Handle(connection, BIG, 1, await connection.run_sync(Spaces.load, 1))
            await handle.put(ACCOUNT, list(rows._accounts()))
            await handle.put(CHANNEL, list(rows._channels()))
            for start in range(0, messages, _IN_A_WEEK):
                await _week(handle, messages, start)
        return min([await _once(store) for _ in range(3)])
    finally:
        await store.close()


async def _once(store: SqlStore) -> float:
    start = time.perf_counter()
    async with store.reading(BIG.id) as unit:
        await digest(unit, LAST, Micros(_END + DAY))
    return time.perf_counter() - start


async def _week(handle: Handle, messages: int, start: int) -> None:
    dice = random.Random(messages - start)  # noqa: S311 - the last week is the same in every history
    said: list[Columns] = [
        rows._message(dice, number)
        | {"at": _END - (messages - number) * _WEEK // _IN_A_WEEK, "id": f"1{number:017d}"}
        for number in range(start, min(start + _IN_A_WEEK, messages))
    ]
    questions = [rows._question(row) for row in said[::_QUESTION_EVERY]]
    await handle.put(MESSAGE, said)
    await handle.put(QUESTION, questions)
    await handle.put(CREDIT, [row for question in questions for row in rows._credits(dice, question)])
