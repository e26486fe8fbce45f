"""The group-commit writer with 1, 10 and 100 producers against raw inserts of as many rows a commit."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from bot.domain.community import Community
from bot.domain.facts import Features, Message, Sign
from bot.domain.refs import ChannelRef, CommunityId, MemberRef, MessageRef, Platform, SpaceRef
from bot.domain.times import MINUTE, Micros
from storage.opening import open_store
from storage.writer import GroupCommitWriter
from tests.bench.importing import insert, stored
from tests.bench.measure import Figure, seconds

_LIVE = Community(CommunityId("live"), "Live", b"l" * 32)
_SPACE = SpaceRef(Platform.SLACK, "T1")
_START = 1_700_000_000_000_000
_FACTS = {1: 500, 10: 4_000, 100: 20_000}
_MOST = {1: None, 10: None, 100: 2.5}  # 40 % of the ceiling


def run(folder: Path) -> Iterator[Figure]:
    """Each producer waits for one fact before it writes the next, as an adapter waits to acknowledge."""
    for producers, count in _FACTS.items():
        database = folder / f"{producers}.sqlite"
        taken = asyncio.run(_live(database, producers, _messages(count)))
        schema, rows = stored(database, count)
        raw = folder / f"{producers}-raw.sqlite"
        ceiling = seconds(partial(insert, raw, schema, rows, producers), 1)
        name = f"{producers} producer{'s' * (producers > 1)}, one fact at a time"
        note = f"raw, a commit for every {producers}"
        yield Figure(name, taken, ceiling, note, count, _MOST[producers])


async def _live(database: Path, producers: int, messages: Sequence[Message]) -> float:
    store = await open_store(f"sqlite:///{database}")
    try:
        await store.create(_LIVE, [_SPACE])
        async with GroupCommitWriter(store) as writer:

            async def produce(part: Sequence[Message]) -> None:
                for message in part:
                    await writer.write(_LIVE.id, [message])

            start = time.perf_counter()
            await asyncio.gather(*(produce(messages[n::producers]) for n in range(producers)))
            return time.perf_counter() - start
    finally:
        await store.close()


def _messages(count: int) -> list[Message]:
    channels = [ChannelRef(_SPACE, f"C{n}") for n in range(20)]
    people = [MemberRef(_SPACE, f"U{n}") for n in range(2_000)]
    features = Features(20, Sign.NONE, 12, bytes(range(40)), bytes(range(16)))
    return [
        Message(
            MessageRef(channels[n * 7 % 20], f"{n}.000100"),
            people[n * 31 % 2_000],
            Micros(_START + n * MINUTE),
            features,
        )
        for n in range(count)
    ]
