"""A thread with a SQLite connection of its own: the event loop waits once for all statements of a batch."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")


class EngineThread:
    """Runs one piece of work after the other, each in a transaction. Close it at the end."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._pool = ThreadPoolExecutor(1, name)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """What `work` gives, once it is committed. Work that began ends, also where nobody waits any more."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._committed, work)

    def close(self) -> None:
        """Finish what is under way, then let go of the file."""
        self._pool.shutdown()
        self._engine.dispose()

    def _committed(self, work: Callable[[Connection], T]) -> T:
        with self._engine.begin() as connection:
            return work(connection)
