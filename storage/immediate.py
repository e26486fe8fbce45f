"""Work with a unit that is over at once: in one thread, on one connection, without waiting in between."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, CursorResult, Dialect, Engine, Executable, Row, Select

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class ImmediateConnection:
    """What repositories use of an `AsyncConnection`; whatever is awaited here is there already."""

    connection: Connection

    @property
    def dialect(self) -> Dialect:
        """The kind of database."""
        return self.connection.dialect

    @property
    def engine(self) -> Engine:
        """Where it connects to."""
        return self.connection.engine

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:  # noqa: ANN401 - as SQLAlchemy's
        """Run a statement."""
        return self.connection.execute(statement, parameters)

    async def scalar(self, statement: Executable, parameters: Any = None) -> Any:  # noqa: ANN401 - as SQLAlchemy's
        """The first column of the first row."""
        return self.connection.scalar(statement, parameters)

    async def run_sync(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **more: P.kwargs
    ) -> T:
        """What `work` gives."""
        return work(self.connection, *args, **more)

    @asynccontextmanager
    async def stream(self, query: Select[Any]) -> AsyncIterator[Streamed]:
        """The rows of a query, some at a time."""
        with self.connection.execution_options(stream_results=True).execute(query) as rows:
            yield Streamed(rows)


@dataclass(frozen=True, slots=True)
class Streamed:
    """Rows that are read as they are needed."""

    rows: CursorResult[Any]

    async def partitions(self, size: int) -> AsyncIterator[Sequence[Row[Any]]]:
        """So many at a time."""
        for part in self.rows.partitions(size):
            yield part


def immediately(work: Awaitable[T]) -> T:
    """What `work` gives; a `RuntimeError` where it waits for something else than a unit."""
    running = _running(work)
    try:
        running.send(None)
    except StopIteration as done:
        found: T = done.value
        return found
    running.close()
    raise RuntimeError("work that is done at once may wait for nothing but its unit")


async def _running(work: Awaitable[T]) -> T:
    return await work
