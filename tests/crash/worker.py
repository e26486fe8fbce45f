"""A process to be killed: it ticks on a real database, or writes facts, and says which points it passes.

It is forked (`tests.crash.kills`), posts to a platform that is a file, and ends itself at a point as the
kernel would. Beside FILE, `FILE.at` says where it died and `FILE.claimed` that it has the lease.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery_ports import Admins, Target
from bot.domain.refs import CommunityId
from bot.domain.times import Micros
from bot.views.card import Card
from storage.engine import engine
from storage.store import SqlStore
from storage.writer import GroupCommitWriter
from tests.fakes.delivery import TurnedClock, by_replies, ticker
from tests.fakes.soup import SOUP, said

MESSAGES = 46
BATCH = 23
PAUSE = 0.005
"""Seconds between two ticks of a process that has nothing to do yet."""

T = TypeVar("T")

_TABLE = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM|FROM) (\w+)")


@dataclass(slots=True)
class Death:
    """Counts the points that are passed, and ends the process at the `point`-th (0: never)."""

    file: Path
    point: int = 0
    passed: list[str] = field(default_factory=list)

    def reach(self, name: str) -> None:
        self.passed.append(name)
        if len(self.passed) == self.point:
            append(beside(self.file, "at"), name)
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, statement: str) -> None:
        found = _TABLE.search(statement)
        if found is not None:
            several = statement.startswith("WITH")  # named by the first of them
            self.reach(f"after {(found[1] if several else statement).split(maxsplit=1)[0]} {found[2]}")


def _dying_connection(death: Death) -> type:
    """The driver's connection, for what is asked of it directly."""
    import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 - it has no types, and takes long

    class Dying(asyncpg.Connection):  # type: ignore[misc] # it has no types
        """Says what it was asked."""

        async def fetch(self, query: str, *args: object, **more: object) -> object:
            found = await super().fetch(query, *args, **more)
            death.statement(query)
            return found

        async def copy_records_to_table(self, table_name: str, **more: object) -> object:
            told = await super().copy_records_to_table(table_name, **more)
            death.reach(f"after COPY {table_name}")
            return told

    return Dying


class FilePlatform:
    """A line a post, appended in one write."""

    def __init__(self, file: Path, death: Death) -> None:
        self.file, self.death = file, death

    async def post(self, to: Target, card: Card, key: str) -> str:  # noqa: ARG002 - what it says is no matter
        self.death.reach("before the post")
        append(self.file, f"{'admins' if isinstance(to, Admins) else 'channel'} {key}")
        self.death.reach("after the post")
        return key

    async def find(self, to: Target, key: str) -> str | None:  # noqa: ARG002 - keys are unique
        self.death.reach("before looking for the post")
        found = key if key in self.file.read_text("utf-8").split() else None
        self.death.reach("after looking for the post")
        return found

    async def edit(self, to: Target, external: str, card: Card, key: str) -> None:
        """Nothing is edited here."""


class DyingStore(SqlStore):
    """Every transaction may be the last: before it, after each of its statements, around its commit."""

    death: Death

    async def claim(self, now: Micros, until: Micros, limit: int) -> Sequence[CommunityId]:
        claimed = await super().claim(now, until, limit)
        if claimed:
            append(beside(self.death.file, "claimed"), "")
        return claimed

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        self.death.reach("before a transaction")
        async with super()._transaction() as connection:
            self._listen(connection.sync_connection)
            yield connection
            self.death.reach("before a commit")
        self.death.reach("after a commit")

    async def _at_once(self, work: Callable[[Connection], T]) -> T:
        def dying(connection: Connection) -> T:
            self._listen(connection)
            found = work(connection)
            self.death.reach("before a commit")
            return found

        self.death.reach("before a transaction")
        found = await super()._at_once(dying)
        self.death.reach("after a commit")
        return found

    def _listen(self, connection: Connection | None) -> None:
        def ran(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            self.death.statement(statement)

        event.listen(connection, "after_cursor_execute", ran)


def beside(file: Path, what: str) -> Path:
    """A file about this one."""
    return file.with_name(f"{file.name}.{what}")


def append(file: Path, line: str) -> None:
    """Durable and whole, also where several processes write."""
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, f"{line}\n".encode())
    os.close(handle)


def _store(database: str, death: Death) -> DyingStore:
    store = DyingStore(engine(database))
    store.death = death
    if store.engine.dialect.name == "postgresql":

        def dying(_dialect: object, _entry: object, _arguments: object, options: dict[str, object]) -> None:
            options["connection_class"] = _dying_connection(death)

        event.listen(store._facts.sync_engine, "do_connect", dying)
    return store


async def tick(database: str, file: Path, owner: str, now: int, point: int = 0) -> list[str]:
    """Tick once; the points that were passed."""
    death = Death(file, point)
    store = _store(database, death)
    platform = FilePlatform(file, death)
    await ticker(store, platform, TurnedClock(Micros(now)), owner, by_replies).tick()
    await store.close()
    return death.passed


async def tick_beside(database: str, file: Path, owner: str, now: int) -> None:
    """Tick over and over from the moment another process has the lease until it died, and once more."""
    store = _store(database, Death(file))
    ticking = ticker(store, FilePlatform(file, store.death), TurnedClock(Micros(now)), owner, by_replies)
    died, claimed = beside(file, "at"), beside(file, "claimed")
    while not died.exists():
        if claimed.exists():
            await ticking.tick()
        await asyncio.sleep(PAUSE)
    await ticking.tick()
    await store.close()


async def write(database: str, file: Path, first: int, point: int = 0) -> list[str]:
    """Several producers at once write the messages from `first` on; each notes what is durable."""
    death = Death(file, point)
    store = _store(database, death)

    async def produce(n: int) -> None:
        await writer.write(SOUP.id, [said(str(n), n)])
        append(file, str(n))

    async with GroupCommitWriter(store, batch=BATCH) as writer:
        await asyncio.gather(*(produce(n) for n in range(first, first + MESSAGES)))
    await store.close()
    return death.passed
