"""A process to be killed: it ticks on a real database and posts to a platform that is a file.

`python -m tests.crash.worker DATABASE FILE OWNER NOW POINT`: it kills itself at the POINT-th point (0: no).
`python -m tests.crash.worker DATABASE FILE write FIRST POINT`: the same for the group-commit writer, which
writes the messages from the FIRST on, and a line to FILE for each that was acknowledged. FILE.at says where
it died.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import Connection, event

from bot.delivery_ports import Admins, Target
from bot.domain.times import Micros
from bot.views.card import Card
from storage.engine import engine
from storage.store import SqlStore
from storage.writer import GroupCommitWriter
from tests.fakes.delivery import TurnedClock, by_replies, ticker
from tests.fakes.soup import SOUP, said

MESSAGES = 14
BATCH = 7


class Death:
    """Counts the points that are passed, and ends the process at one of them as the kernel would."""

    def __init__(self, point: int, file: Path) -> None:
        self.left = point
        self.file = file

    def reach(self, name: str) -> None:
        self.left -= 1
        if self.left == 0:
            append(self.file.with_name(self.file.name + ".at"), name)
            os.kill(os.getpid(), signal.SIGKILL)


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
        self.death.reach("looking for the post")
        return key if key in self.file.read_text("utf-8").split() else None

    async def edit(self, to: Target, external: str, card: Card, key: str) -> None:
        """Nothing is edited here."""


class DyingStore(SqlStore):
    """Every transaction may be the last: before it, at each statement for facts, after its commit."""

    death: Death

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[object]:  # type: ignore[override] # the connection, passed on
        self.death.reach("before a transaction")
        async with super()._transaction() as connection:
            yield connection
            self.death.reach("before its commit")
        self.death.reach("after its commit")

    async def _at_once(self, work: Callable[[Connection], None]) -> None:
        def ran(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            self.death.reach("after: " + " ".join(statement.split()[:3]))

        def dying(connection: Connection) -> None:
            event.listen(connection, "after_cursor_execute", ran)
            work(connection)
            self.death.reach("before the commit of facts")

        self.death.reach("before a batch of facts")
        await super()._at_once(dying)
        self.death.reach("after the commit of facts")


def append(file: Path, line: str) -> None:
    """Durable and whole, also where several processes write."""
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, f"{line}\n".encode())
    os.close(handle)


async def main(database: str, file: Path, owner: str, now: int, point: int) -> None:
    store = DyingStore(engine(database))
    store.death = Death(point, file)
    if owner == "write":
        await write(store, file, now)
    else:
        clock = TurnedClock(Micros(now))
        await ticker(store, FilePlatform(file, store.death), clock, owner, by_replies).tick()
    await store.close()


async def write(store: SqlStore, file: Path, first: int) -> None:
    """Several producers at once; each notes what it was told is durable."""

    async def produce(n: int) -> None:
        await writer.write(SOUP.id, [said(str(n), n)])
        append(file, str(n))

    async with GroupCommitWriter(store, batch=BATCH) as writer:
        await asyncio.gather(*(produce(n) for n in range(first, first + MESSAGES)))


if __name__ == "__main__":
    _, database_, file_, owner_, now_, point_ = sys.argv
    asyncio.run(main(database_, Path(file_), owner_, int(now_), int(point_)))
