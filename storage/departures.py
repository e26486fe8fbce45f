"""Spaces that removed Foster: their data goes when it is due, whole, unless they let Foster in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, case, delete, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.refs import CommunityId, Platform, SpaceRef
from bot.domain.times import Micros
from storage.engine import reading, writing
from storage.permits import EVER, permitted
from storage.tables import (
    AUDIT,
    COMMUNITY,
    DEPARTURE,
    DIGEST,
    EVIDENCE,
    HIGH_WATER,
    METADATA,
    SETTING,
    SPACE,
)

ERASED = "erased-space"
"""Stands in the audit, whose entries otherwise stand, for whoever belonged to a space that left."""


class SqlDepartures:
    """`bot.install_ports.Departures` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def left(self, space: SpaceRef, due: Micros) -> None:
        """Have the data of a space go at `due`."""
        async with writing(self._engine) as connection:
            place = (await connection.execute(_place(space))).first()
            if place is not None:
                dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
                row = {"community": place.community, "space": place.number, "due": due}
                await connection.execute(dialect.insert(DEPARTURE).values(row).on_conflict_do_nothing())

    async def back(self, space: SpaceRef) -> bool:
        """Keep the data after all. Asked at every connection: only where there is something is it written."""
        async with reading(self._engine) as connection:
            if (await connection.execute(select(DEPARTURE.c.due).limit(1))).first() is None:
                return False
        async with writing(self._engine) as connection:
            place = (await connection.execute(_place(space))).first()
            if place is None:
                return False
            here = (DEPARTURE.c.community == place.community) & (DEPARTURE.c.space == place.number)
            return bool((await connection.execute(delete(DEPARTURE).where(here))).rowcount)

    async def there(self, platform: Platform) -> Mapping[SpaceRef, CommunityId]:
        """Spaces with a mark: only reading along leaves one."""
        marked = (HIGH_WATER.c.community == SPACE.c.community) & (HIGH_WATER.c.space == SPACE.c.number)
        left = (DEPARTURE.c.community == SPACE.c.community) & (DEPARTURE.c.space == SPACE.c.number)
        query = (
            select(COMMUNITY.c.slug, SPACE.c.external)
            .join(SPACE, SPACE.c.community == COMMUNITY.c.number)
            .where(SPACE.c.platform == platform.value, SPACE.c.attached, exists().where(marked))
            .where(~exists().where(left))
        )
        async with reading(self._engine) as connection:
            rows = (await connection.execute(query)).all()
        return {SpaceRef(platform, row.external): CommunityId(row.slug) for row in rows}

    async def purge(self, now: Micros) -> Sequence[SpaceRef]:
        """Remove what is due; each space in a transaction of its own."""
        query = (
            select(DEPARTURE.c.community, DEPARTURE.c.space, SPACE.c.platform, SPACE.c.external)
            .join(SPACE, (SPACE.c.community == DEPARTURE.c.community) & (SPACE.c.number == DEPARTURE.c.space))
            .where(DEPARTURE.c.due <= now)
            .order_by(DEPARTURE.c.due)
        )
        async with reading(self._engine) as connection:
            rows = (await connection.execute(query)).all()
        gone = []
        for row in rows:
            space = SpaceRef(Platform(row.platform), row.external)
            async with writing(self._engine) as connection:
                if await self._still_due(connection, row.community, row.space, now):
                    await purge(connection, row.community, row.space, space)
                    gone.append(space)
        return gone

    async def _still_due(self, connection: AsyncConnection, community: int, space: int, now: Micros) -> bool:
        """Whether nobody was faster: Foster may have been let in again, or another process may purge."""
        lock = select(COMMUNITY.c.number).where(COMMUNITY.c.number == community).with_for_update()
        if (await connection.execute(lock)).first() is None:
            return False
        here = (DEPARTURE.c.community == community) & (DEPARTURE.c.space == space)
        return (
            await connection.execute(select(DEPARTURE.c.due).where(here, DEPARTURE.c.due <= now))
        ).first() is not None


async def purge(connection: AsyncConnection, community: int, number: int, space: SpaceRef) -> None:
    """Everything that came from a space goes; with a community's only space, the community."""
    others = select(func.count()).where(
        SPACE.c.community == community, SPACE.c.attached, SPACE.c.number != number
    )
    alone = not await connection.scalar(others)
    async with permitted(connection, community, until=EVER if alone else 0, instead=ERASED):
        await _audit(connection, community, number, alone=alone)
    for table in reversed(METADATA.sorted_tables):
        if alone and "community" in table.c:
            await connection.execute(delete(table).where(table.c.community == community))
        elif "space" in table.c or "member_space" in table.c:
            column = table.c["space"] if "space" in table.c else table.c["member_space"]
            await connection.execute(delete(table).where(table.c.community == community, column == number))
    if alone:
        await connection.execute(delete(COMMUNITY).where(COMMUNITY.c.number == community))
    else:
        await _unname(connection, community, number, space)


async def _audit(connection: AsyncConnection, community: int, number: int, *, alone: bool) -> None:
    if alone:
        await connection.execute(delete(AUDIT).where(AUDIT.c.community == community))
        return
    words = {name: case((AUDIT.c[name] == "", ""), else_=ERASED) for name in ("before", "after")}
    theirs = (AUDIT.c.community == community) & (AUDIT.c.by_space == number)
    await connection.execute(update(AUDIT).where(theirs).values(by=ERASED, **words))


async def _unname(connection: AsyncConnection, community: int, number: int, space: SpaceRef) -> None:
    """What the other spaces share no longer says anything of this one."""
    recorded = (EVIDENCE.c.community == community) & (EVIDENCE.c.by_space == number)
    await connection.execute(update(EVIDENCE).where(recorded).values(by_space=None, by=None))
    posted = (DIGEST.c.community == community) & (DIGEST.c.channel_space == number)
    await connection.execute(
        update(DIGEST).where(posted).values(channel_space=None, channel=None, external="")
    )
    named = SETTING.c.value.contains(f'"{space.platform.value}", "{space.id}"', autoescape=True)
    await connection.execute(delete(SETTING).where(SETTING.c.community == community, named))
    left = (SPACE.c.community == community) & (SPACE.c.number == number)
    await connection.execute(update(SPACE).where(left).values(attached=False))


def _place(space: SpaceRef) -> Select[Any]:
    return select(SPACE.c.community, SPACE.c.number).where(
        SPACE.c.platform == space.platform.value, SPACE.c.external == space.id, SPACE.c.attached
    )
