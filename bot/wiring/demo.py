"""`foster demo`: a synthetic community goes through the same door as every import."""

from __future__ import annotations

import tempfile
from pathlib import Path

from adapters.synthetic import neutral, recorded
from adapters.synthetic.community import generate
from adapters.synthetic.world import World
from adapters.terminal.program import ImportOptions, Progress
from bot.domain.errors import UserFacingError
from bot.domain.refs import CommunityId
from bot.domain.times import DAY, Micros, Week, zone_named
from bot.ports import Clock
from bot.wiring.imports import import_all
from bot.wiring.setup import derive, say
from storage.journal import ENDING
from storage.store import SqlStore

COMMUNITY = CommunityId("demo")
WEEKS = 26
_MILLI = 1000


def throw_away(database: str) -> None:
    """Remove the SQLite file that an earlier demo left, and what belongs to it."""
    path = database.removeprefix("sqlite:///")
    for ending in ("", "-wal", "-shm", ENDING):
        Path(path + ending).unlink(missing_ok=True)


async def prepare(store: SqlStore, clock: Clock, progress: Progress) -> CommunityId:
    """Make the community, whose last week ended just now, import it and record its evidence."""
    if COMMUNITY in {community.id for community in await store.communities()}:
        raise UserFacingError(
            "There is already a community “{id}” in this database. Leave --database out, or name a new file.",
            id=COMMUNITY,
        )
    progress("making up a community", 0, 0)
    world = _world(clock.now())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.jsonl"
        neutral.write_jsonl(path, world)
        await import_all(store, [path], COMMUNITY, ImportOptions(), progress)
    problems = await say(store, COMMUNITY, recorded.commands(world), clock)
    if problems:
        raise RuntimeError(f"the demo's own commands failed: {problems}")
    await derive(store, COMMUNITY, progress)
    return COMMUNITY


def _world(now: Micros) -> World:
    monday = Week.of(now, zone_named("UTC")).bounds(zone_named("UTC"))[0]
    return generate(weeks=WEEKS, start=(monday - WEEKS * 7 * DAY) // _MILLI)
