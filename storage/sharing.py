"""Many small transactions as one: the disk is waited for once, and not once for each community."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

T = TypeVar("T")

MOST = 16
"""Pieces in one transaction: whoever writes facts meanwhile waits about a tenth of a second for them."""


class Transaction(Protocol):
    """Does work in a transaction when it is its turn; what it gives is committed."""

    def __call__(self, work: Callable[[Connection], Any], /) -> Awaitable[Any]:
        """What `work` gives."""
        ...


@dataclass(eq=False, slots=True)
class Piece:
    """Work, and who waits for it."""

    work: Callable[[Connection], Any]
    waits: asyncio.Future[Any]

    def tell(self, found: object) -> None:
        """It is committed, or this problem kept it from being."""
        if self.waits.done():
            return  # nobody waits any more
        if isinstance(found, Exception):
            self.waits.set_exception(found)
        else:
            self.waits.set_result(found)


@dataclass(slots=True)
class Sharing:
    """Whatever waits when it is our turn goes into one transaction, in order, each piece in a savepoint.

    One that fails leaves the others as they are. Where the database fails, each is done again by itself.
    """

    transaction: Transaction
    _waiting: deque[Piece] = field(default_factory=deque)
    _runner: asyncio.Task[None] | None = None

    async def do(self, work: Callable[[Connection], T]) -> T:
        """What `work` gives, once it is committed."""
        piece = Piece(work, asyncio.get_running_loop().create_future())
        self._waiting.append(piece)
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run())
        found: T = await piece.waits
        return found

    async def end(self) -> None:
        """Wait for what is under way."""
        if self._runner is not None:
            await self._runner

    async def _run(self) -> None:
        while self._waiting:
            taken: list[Piece] = []
            try:
                outcomes = await self.transaction(partial(self._together, taken))
            except Exception as problem:  # noqa: BLE001 - told to whoever waits
                await self._alone(taken, problem)
            else:
                for piece, outcome in zip(taken, outcomes, strict=True):
                    piece.tell(outcome)

    async def _alone(self, taken: list[Piece], problem: Exception) -> None:
        """One piece, or the database, stood in the way of the others."""
        if len(taken) < 2:
            for piece in taken or [self._waiting.popleft()]:
                piece.tell(problem)
            return
        for piece in taken:
            try:
                piece.tell(await self.transaction(piece.work))
            except Exception as its_own:  # noqa: BLE001 - told to whoever waits
                piece.tell(its_own)

    def _together(self, taken: list[Piece], connection: Connection) -> list[object]:
        """In the transaction: take what waits by now."""
        while self._waiting and len(taken) < MOST:
            piece = self._waiting.popleft()
            if not piece.waits.cancelled():
                taken.append(piece)
        if len(taken) == 1:
            return [taken[0].work(connection)]
        return [_in_savepoint(connection, piece.work) for piece in taken]


def _in_savepoint(connection: Connection, work: Callable[[Connection], Any]) -> object:
    connection.exec_driver_sql("SAVEPOINT piece")
    try:
        found: object = work(connection)
    except DBAPIError:
        raise  # nobody can tell what is left of the transaction
    except Exception as problem:  # noqa: BLE001 - told to whoever waits for this piece
        connection.exec_driver_sql("ROLLBACK TO piece")
        found = problem
    connection.exec_driver_sql("RELEASE piece")
    return found
