"""What `foster db check` tells about a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Table, func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.refs import CommunityId
from storage import schema
from storage.engine import reading
from storage.store import SqlStore
from storage.tables import (
    ACCOUNT,
    CHANNEL,
    COMMUNITY,
    CORRECTION,
    CREDIT,
    EVIDENCE,
    MESSAGE,
    QUESTION,
    REACTION,
    THREAD,
    TOMBSTONE,
)

COUNTED: Mapping[str, Table] = {
    "messages": MESSAGE,
    "deletions": TOMBSTONE,
    "reactions": REACTION,
    "threads": THREAD,
    "corrections": CORRECTION,
    "channels": CHANNEL,
    "accounts": ACCOUNT,
    "questions": QUESTION,
    "credits": CREDIT,
    "evidence": EVIDENCE,
}


@dataclass(frozen=True, slots=True)
class CommunityCheck:
    """One community: rows per kind (the keys of `COUNTED`) and its state hash in hex."""

    id: CommunityId
    counts: Mapping[str, int]
    state_hash: str


@dataclass(frozen=True, slots=True)
class DatabaseCheck:
    """One database. `problems` are the database's own words on damage; empty where all is well.

    `kind` is `sqlite` or `postgresql`; `revision` what the schema is at, `head` what this program wants.
    """

    kind: str
    revision: str | None
    head: str
    drift: tuple[str, ...]
    problems: tuple[str, ...]
    communities: tuple[CommunityCheck, ...]

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return self.revision == self.head and not self.drift and not self.problems


async def check(store: SqlStore) -> DatabaseCheck:
    """Look at everything; reads every row."""
    engine = store.engine
    return DatabaseCheck(
        engine.dialect.name,
        await schema.current_of(engine),
        schema.head(),
        tuple(await schema.drift_of(engine)),
        await _problems(engine),
        tuple([await _community(store, community.id) for community in await store.communities()]),
    )


async def _problems(engine: AsyncEngine) -> tuple[str, ...]:
    """SQLite reads every page. PostgreSQL checks pages as it reads them, so a damaged one raises."""
    if engine.dialect.name != "sqlite":
        return ()
    async with reading(engine) as connection:
        said = list((await connection.execute(text("PRAGMA integrity_check"))).scalars())
        orphans = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
    problems = [] if said == ["ok"] else said
    return (*problems, *(f"{row[0]}: row without its community" for row in orphans))


async def _community(store: SqlStore, community: CommunityId) -> CommunityCheck:
    async with store.reading(community) as unit:
        state_hash = await unit.facts.state_hash()
    mine = select(COMMUNITY.c.number).where(COMMUNITY.c.slug == community).scalar_subquery()
    counts: dict[str, int] = {}
    async with reading(store.engine) as connection:
        for name, table in COUNTED.items():
            query = select(func.count()).select_from(table).where(table.c.community == mine)
            counts[name] = int(await connection.scalar(query) or 0)
    return CommunityCheck(community, counts, state_hash)
