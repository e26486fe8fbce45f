"""`python -m tests.crash.kills ADDRESS FOLDER PROCESSES WHAT[=POINT]…`: one of several processes is killed.

WHAT is `post` (the weekly post), `write` (facts) or `again` (the attempt after a post whose answer was lost;
last). It is killed at every point that it passes, or at the one named. Each time the others go on, on a
database of its own; then there must be one post, or every acknowledged fact. Prints the points at which it
died, by WHAT, as JSON.

ADDRESS names an empty database to prepare and copy.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import make_url, select

from bot.domain.delivery import LEASE, State
from bot.domain.facts import Channel, Fact
from bot.domain.times import DAY, HOUR, Micros
from storage.engine import engine, reading
from storage.opening import open_store
from storage.store import SqlStore
from storage.tables import MESSAGE
from tests.crash.forks import Databases, Process
from tests.crash.worker import MESSAGES, append, beside, tick, tick_beside, write
from tests.fakes.delivery import TurnedClock, by_replies, choose, help_given, ticker
from tests.fakes.platform import FakePlatform
from tests.fakes.soup import ADA, BEN, CHAT, HELP, SOUP, SPACE
from tests.unit.delivery.test_tick import SLOT, START, WEEK


@dataclass(frozen=True, slots=True)
class Kills:
    """`now`: the instant of the work. `before`: what the channel shows already."""

    databases: Databases
    folder: Path
    processes: int
    now: int = SLOT
    before: Path | None = None

    def post(self, point: int) -> str:
        """Kill whoever posts, at a point; the point's name. There is one post, whoever goes on."""
        address, file = self._fresh(str(point))
        victim = Process.of(partial(tick, address, file, "victim", self.now, point))
        others = [
            Process.of(partial(tick_beside, address, file, f"other{n}", self.now))
            for n in range(1, self.processes)
        ]
        victim.end(killed=True)
        for other in others:
            other.end()
        for later, number in ((LEASE, self.processes), (2 * LEASE, 1)):
            at_once = [
                Process.of(partial(tick, address, file, f"next{n}", self.now + later)) for n in range(number)
            ]
            for process in at_once:
                process.end()
        [name] = _lines(beside(file, "at"))
        posts = [line for line in _lines(file) if line.startswith("channel")]
        state = Process.of(partial(_state, address)).end()
        if len(posts) != 1 or state != State.POSTED:
            raise AssertionError(f"killed {name} ({point}): {len(posts)} posts, {state}")
        self.databases.drop(address)
        return name

    def write(self, point: int) -> str:
        """Kill whoever writes, at a point; the point's name. Everything acknowledged is there."""
        address, file = self._fresh(str(point))
        firsts = [1 + n * MESSAGES for n in range(self.processes)]
        written = [
            Process.of(partial(write, address, file, first, 0 if n else point))
            for n, first in enumerate(firsts)
        ]
        for n, process in enumerate(written):
            process.end(killed=n == 0)
        [name] = _lines(beside(file, "at"))
        acknowledged = {int(line) for line in _lines(file)}
        stored = set(Process.of(partial(_stored, address)).end())
        if not acknowledged <= stored or len(acknowledged) < MESSAGES * (self.processes - 1):
            raise AssertionError(f"killed {name} ({point}): {sorted(acknowledged - stored)} are lost")
        _whole(address)
        self.databases.drop(address)
        return name

    def kill(self, what: str, point: int) -> str:
        """Kill at a point, and see what is left; the point's name."""
        return self.write(point) if what == "write" else self.post(point)

    def points(self, what: str) -> list[str]:
        """What one passes that nobody kills."""
        address, file = self._fresh("none")
        if what == "write":
            found: list[str] = Process.of(partial(write, address, file, 1)).end()
        else:
            found = Process.of(partial(tick, address, file, "victim", self.now)).end()
        self.databases.drop(address)
        return found

    def lost_answer(self) -> Kills:
        """The same after a post whose answer never came: whoever goes on has to look for it."""
        point = 1 + self.points("post").index("after the post")
        file = self.folder / "before"
        append(file, "")
        Process.of(partial(tick, self.databases.template, file, "first", self.now, point)).end(killed=True)
        # Opening and closing it brings SQLite's log into the file, and that is what is copied.
        Process.of(partial(_state, self.databases.template)).end()
        return Kills(self.databases, self.folder, self.processes, self.now + LEASE, file)

    def _fresh(self, name: str) -> tuple[str, Path]:
        file = self.folder / f"file{name}"
        for old in (file, beside(file, "at"), beside(file, "claimed")):
            old.unlink(missing_ok=True)
        append(file, "")
        if self.before is not None:
            shutil.copy(self.before, file)
        return self.databases.copy(name), file


async def _prepare(address: str) -> None:
    """A community whose digest is due at SLOT; its preview was sent."""
    store = await open_store(address)
    clock = TurnedClock(Micros(START + 3 * DAY))
    await store.create(SOUP, [SPACE])
    facts: list[Fact] = [
        Channel(HELP, "help"),
        Channel(CHAT, "chat"),
        *help_given("1", START + DAY, ADA, BEN),
    ]
    await store.ingest([(SOUP.id, facts)])
    await choose(store, SOUP.id)
    ticking = ticker(store, FakePlatform(clock.now), clock, "before", by_replies)
    await ticking.tick()
    clock.at = Micros(SLOT - HOUR)
    await ticking.tick()
    await store.close()


async def _state(address: str) -> str:
    store = SqlStore(engine(address))
    async with store.reading(SOUP.id) as unit:
        digest = await unit.digests.get(WEEK)
    await store.close()
    return "" if digest is None else digest.state.value


async def _stored(address: str) -> list[int]:
    """The messages of `write` that are there."""
    store = SqlStore(engine(address))
    async with reading(store.engine) as connection:
        ids = await connection.scalars(select(MESSAGE.c.id))
        found = [int(id_) for id_ in ids if id_.isdigit()]
    await store.close()
    return found


def _whole(address: str) -> None:
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(url.database))) as connection:
            integrity = connection.execute("PRAGMA integrity_check").fetchone()
        if integrity != ("ok",):
            raise AssertionError(f"damaged: {integrity}")


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").splitlines() if line]


def main(address: str, folder: Path, processes: int, wanted: Sequence[str]) -> dict[str, list[str]]:
    """The points at which a process died, in order; raises where something was lost or sent twice."""
    Process.of(partial(_prepare, address)).end()
    kills = Kills(Databases(address), folder, processes)
    died: dict[str, list[str]] = {}
    for what in dict.fromkeys(one.partition("=")[0] for one in wanted):
        names = {one.partition("=")[2] for one in wanted if one.startswith(what)} - {""}
        if what == "again":
            kills = kills.lost_answer()
        points = kills.points(what)
        if names - set(points):
            raise AssertionError(f"nobody passes {sorted(names - set(points))}")
        chosen = [n for n, name in enumerate(points, 1) if not names or name in names]
        died[what] = [kills.kill(what, n) for n in chosen]
        if died[what] != [points[n - 1] for n in chosen]:
            raise AssertionError("somebody died elsewhere")
    return died


if __name__ == "__main__":
    _, address_, folder_, processes_, *wanted_ = sys.argv
    sys.stdout.write(json.dumps(main(address_, Path(folder_), int(processes_), wanted_)))
