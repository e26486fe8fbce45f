"""Which communities need something now: one indexed question over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.refs import CommunityId
from bot.domain.times import Micros
from storage.handle import Handle
from storage.tables import AGENDA, COMMUNITY, DIGEST, DIRTY, OUTBOX

_BITE = 5_000


async def look_again(handle: Handle, due: Micros) -> None:
    """Have this community looked at by `due`; it gets its line on the agenda where it has none."""
    dialect = sqlite if handle.connection.dialect.name == "sqlite" else postgresql
    row = {
        "community": handle.number,
        "due": due,
        "schedule": "",
        "since": 0,
        "week": None,
        "previewed": None,
    }
    await handle.connection.execute(
        dialect.insert(AGENDA)
        .values(row)
        .on_conflict_do_update(index_elements=[AGENDA.c.community], set_={"due": due})
    )


async def anything(connection: AsyncConnection, now: Micros) -> bool:
    """Whether anything is due, waiting or changed; reads one entry of an index for each."""
    due = select(AGENDA.c.community).where(AGENDA.c.due <= now).exists()
    mail = select(OUTBOX.c.community).where(OUTBOX.c.state == "waiting", OUTBOX.c.due <= now).exists()
    dirty = select(DIRTY.c.community).exists()
    return bool(await connection.scalar(select(or_(due, mail, dirty))))


async def claim(connection: AsyncConnection, now: Micros, until: Micros, limit: int) -> Sequence[CommunityId]:
    """Take the longest due ones that nobody else is taking, and put them off until `until`."""
    query = (
        select(AGENDA.c.community)
        .where(AGENDA.c.due <= now)
        .order_by(AGENDA.c.due)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    numbers = (await connection.execute(query)).scalars().all()
    slugs: list[CommunityId] = []
    for start in range(0, len(numbers), _BITE):
        bite = numbers[start : start + _BITE]
        await connection.execute(update(AGENDA).where(AGENDA.c.community.in_(bite)).values(due=until))
        slugs += await slugs_of(connection, select(COMMUNITY.c.slug).where(COMMUNITY.c.number.in_(bite)))
    return slugs


async def mail_due(connection: AsyncConnection, now: Micros, limit: int) -> Sequence[CommunityId]:
    """Communities with notices that are due; those that wait longest."""
    due = (
        select(OUTBOX.c.community)
        .where(OUTBOX.c.state == "waiting", OUTBOX.c.due <= now)
        .group_by(OUTBOX.c.community)
        .order_by(func.min(OUTBOX.c.due), OUTBOX.c.community)
        .limit(limit)
    )
    return await slugs_of(connection, select(COMMUNITY.c.slug).where(COMMUNITY.c.number.in_(due)))


async def unsettled(connection: AsyncConnection, limit: int) -> Sequence[CommunityId]:
    """Communities with changed facts."""
    dirty = select(DIRTY.c.community).distinct().limit(limit)
    return await slugs_of(connection, select(COMMUNITY.c.slug).where(COMMUNITY.c.number.in_(dirty)))


async def slugs_of(connection: AsyncConnection, query: Select[Any]) -> list[CommunityId]:
    """Communities by their names, in order."""
    return sorted(CommunityId(slug) for slug in (await connection.execute(query)).scalars())


async def counts(connection: AsyncConnection) -> dict[str, int]:
    """Digests and notices that are not done, by state; both questions read small partial indexes alone."""
    found: dict[str, int] = {}
    for name, table, states in (
        ("digest", DIGEST, ("pending", "sending", "held")),
        ("mail", OUTBOX, ("waiting", "dead")),
    ):
        for state in states:
            query = select(func.count()).select_from(table).where(table.c.state == state)
            found[f"{name} {state}"] = int(await connection.scalar(query) or 0)
    return found
