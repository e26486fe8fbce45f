"""Writers of facts: one gathers live events into few transactions, one takes an import in big bites."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from sqlalchemy.exc import InterfaceError, OperationalError

from bot.domain.facts import Fact
from bot.domain.refs import CommunityId

LIVE_BATCH = 500
IMPORT_BATCH = 5_000
Item = tuple[CommunityId, Sequence[Fact]]


class Ingests(Protocol):
    """What the writers need of a store."""

    async def ingest(self, batch: Sequence[Item]) -> None:
        """Store all in one transaction, or nothing."""
        ...


@dataclass(slots=True)
class _Waiting:
    item: Item
    done: asyncio.Future[None]


class GroupCommitWriter:
    """`bot.ports.FactWriter` for live events: what waits together is committed together.

    `async with GroupCommitWriter(store) as writer:` leaving the block writes what is queued, then stops.
    The queue has no bound of its own: each producer waits for what it wrote, so there is one entry for each.
    """

    def __init__(self, store: Ingests, *, batch: int = LIVE_BATCH) -> None:
        self._store = store
        self._batch = batch
        self._queue: deque[_Waiting] = deque()
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="group-commit writer")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def write(self, community: CommunityId, facts: Sequence[Fact]) -> None:
        """Returns once the facts are durable; raises what kept them from being stored."""
        if self._task is None or self._closed:
            raise RuntimeError("the writer is not running")
        if not facts:
            return
        done = asyncio.get_running_loop().create_future()
        self._queue.append(_Waiting((community, facts), done))
        self._news.set()
        await done

    async def close(self) -> None:
        """Write what is queued, then stop. A second call does nothing."""
        if self._task is None or self._closed:
            return
        self._closed = True
        self._news.set()
        await self._task

    async def _run(self) -> None:
        """Until the end is announced and nobody waits."""
        while self._queue or not self._closed:
            if self._queue:
                await self._commit(self._gather())
            else:
                self._news.clear()
                await self._news.wait()

    def _gather(self) -> list[_Waiting]:
        """What waits by now, up to a batch."""
        batch: list[_Waiting] = []
        size = 0
        while self._queue and size < self._batch:
            batch.append(self._queue.popleft())
            size += len(batch[-1].item[1])
        return batch

    async def _commit(self, batch: list[_Waiting]) -> None:
        """One transaction; where it fails for one item's sake, halves, so that only that item fails."""
        try:
            await self._store.ingest([waiting.item for waiting in batch])
        except (OperationalError, InterfaceError, OSError) as problem:
            _answer(batch, problem)  # the database itself: smaller bites would fail alike
        except Exception as problem:  # noqa: BLE001 - whoever waits gets it
            if len(batch) == 1:
                _answer(batch, problem)
            else:
                half = len(batch) // 2
                await self._commit(batch[:half])
                await self._commit(batch[half:])
        else:
            _answer(batch, None)


def _answer(batch: list[_Waiting], problem: Exception | None) -> None:
    for waiting in batch:
        if waiting.done.done():  # whoever waited was cancelled
            continue
        if problem is None:
            waiting.done.set_result(None)
        else:
            waiting.done.set_exception(problem)


class ImportWriter:
    """`bot.ports.FactWriter` for imports: writes at once, in transactions of `batch` facts."""

    def __init__(self, store: Ingests, *, batch: int = IMPORT_BATCH) -> None:
        self._store = store
        self._batch = batch

    async def write(self, community: CommunityId, facts: Sequence[Fact]) -> None:
        """Returns once the facts are durable."""
        for start in range(0, len(facts), self._batch):
            await self._store.ingest([(community, facts[start : start + self._batch])])
