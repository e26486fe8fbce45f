"""A writer that dies, over and over, on one SQLite file: `python -m tests.crash.faults FOLDER SEED COUNT`.

Each time a forked process writes facts through the group-commit writer until it is killed at a random
instant, the disk is full, or the database is locked by somebody else meanwhile; or, after the kill, the last
page that was written is torn. Then the database must be whole and hold everything that was acknowledged.
Prints how often that was seen, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.errors import UserFacingError
from storage.engine import engine
from storage.opening import open_store
from storage.store import SqlStore
from storage.writer import GroupCommitWriter
from tests.fakes.soup import SOUP, SPACE, said

FAULTS = ("killed", "full", "locked", "torn")
PRODUCERS = 12
LONGEST = 0.04
"""Seconds from the first acknowledgement to the kill, at most."""
FRESH = 100
"""Faults after which a new file begins, so that looking at every page stays quick."""

_FRAME = 24 + 4096


@dataclass(slots=True)
class Faults:
    """What was done to one file, and what was seen."""

    folder: Path
    dice: random.Random
    seen: Counter[str] = field(default_factory=Counter)
    acknowledged: set[int] = field(default_factory=set)
    next: int = 1
    file: Path = Path()

    def run(self, count: int) -> None:
        """One fault after the other; raises where something is lost or broken."""
        asyncio.run(_prepare(self.folder / "template.db"))
        for n in range(count):
            if n % FRESH == 0:
                self.file = self.folder / f"{n}.db"
                self.acknowledged.clear()
                shutil.copy(self.folder / "template.db", self.file)
            self.once(FAULTS[n % len(FAULTS)])

    def once(self, fault: str) -> None:
        """One process and its end."""
        reading, writing = os.pipe()
        most = max(path.stat().st_size for path in self.folder.glob(f"{self.file.name}*"))
        limit = most + self.dice.randrange(400_000) if fault == "full" else None
        child = os.fork()
        if child == 0:
            _write(f"sqlite:///{self.file}", writing, self.next, limit)
        os.close(writing)
        with os.fdopen(reading) as told:
            first = told.readline()
            if fault == "locked":
                self._lock()
            if fault != "full":
                time.sleep(self.dice.uniform(0, LONGEST))
                os.kill(child, signal.SIGKILL)
            lines = [first, *told]
        _, status = os.waitpid(child, 0)
        if fault == "full":
            self._told(lines, status)
        now = {int(line) for line in lines if line.endswith("\n") and line.strip().isdigit()}
        self.acknowledged |= now
        self.next += 1_000_000
        if fault == "torn":
            self._tear()
        self.seen[fault] += 1
        self.seen["acknowledged"] += len(now)
        self._look()

    def _told(self, lines: list[str], status: int) -> None:
        """A full disk ends the process by itself, in order, with a word on what to do."""
        if os.waitstatus_to_exitcode(status) != 0 or not any("make room" in line for line in lines):
            raise AssertionError(f"a full disk ended with {status}: {lines[-1:]}")

    def _lock(self) -> None:
        with closing(sqlite3.connect(self.file, timeout=30, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(self.dice.uniform(0, LONGEST))
            other.execute("ROLLBACK")

    def _tear(self) -> None:
        """What a page looks like that was on its way to the disk: cut off, or half old and half new.

        What was acknowledged had reached the disk whole, so a frame is torn that came after it.
        """
        log = self.file.with_name(self.file.name + "-wal")
        whole = log.read_bytes()
        frame = bytearray(whole[-_FRAME:])
        for _ in range(self.dice.randrange(1, 9)):
            frame[self.dice.randrange(24, len(frame))] ^= self.dice.randrange(1, 256)
        log.write_bytes(whole + frame[: self.dice.randrange(1, len(frame) + 1)])

    def _look(self) -> None:
        with closing(sqlite3.connect(self.file)) as connection:
            integrity = connection.execute("PRAGMA integrity_check").fetchall()
            stored = {int(row[0]) for row in connection.execute("SELECT id FROM message")}
        if integrity != [("ok",)]:
            raise AssertionError(f"damaged: {integrity[:3]}")
        lost = self.acknowledged - stored
        if lost:
            raise AssertionError(f"{len(lost)} acknowledged facts are lost, such as {min(lost)}")


def _write(address: str, told: int, start: int, limit: int | None) -> None:
    """In the forked process: write without end; never returns."""
    if limit is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    code = 1
    try:
        asyncio.run(_produce(SqlStore(engine(address)), told, start))
        code = 0
    finally:
        os._exit(code)


async def _produce(store: SqlStore, told: int, start: int) -> None:
    async def produce(first: int) -> None:
        number = first
        try:
            while True:
                await writer.write(SOUP.id, [said(str(number), number % 10_000)])
                os.write(told, b"%d\n" % number)
                number += PRODUCERS
        except UserFacingError as problem:
            os.write(told, f"{problem}\n".encode())

    async with GroupCommitWriter(store, batch=5) as writer:
        await asyncio.gather(*(produce(start + n) for n in range(PRODUCERS)))
    await store.close()


async def _prepare(file: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    await store.create(SOUP, [SPACE])
    await store.close()


if __name__ == "__main__":
    _, folder_, seed_, count_ = sys.argv
    faults = Faults(Path(folder_), random.Random(int(seed_)))  # noqa: S311 - tests, not secrets
    faults.run(int(count_))
    sys.stdout.write(json.dumps(faults.seen))
