"""What expires, some rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Table, delete, func, literal, or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.recognition.weekly import week_number
from bot.domain.times import Micros, Week, zone_named
from storage.acquaintance import remember
from storage.handle import Handle, Place, chunks
from storage.naming import Person
from storage.permits import permitted
from storage.tables import (
    AUDIT,
    CARRIED,
    CORRECTION,
    COUNTED,
    CREDIT,
    MESSAGE,
    PLACE,
    QUESTION,
    QUEUED,
    REACTION,
    THREAD,
    UPKEEP,
)

_ABOUT: tuple[tuple[Table, str], ...] = (
    (REACTION, "message"),
    (CORRECTION, "message"),
    (THREAD, "root"),
    (MESSAGE, "id"),
)
"""What goes with a message, by the column that names it."""


class SqlKeeping:
    """`bot.privacy_ports.KeepingRepository`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def faded(self) -> Micros:
        """Where linking anew ends."""
        return Micros((await self._upkeep()).get("faded", 0))

    async def fade(self, before: Micros, most: int) -> bool:
        """Channel by channel; what was swept before is not looked at again."""
        known = await self._upkeep()
        m = MESSAGE.c
        worn = or_(m.sketch.is_not(None), m.shape.is_not(None))
        left = most
        for space, channel in await self._places():
            here = self._handle.mine(MESSAGE, space=space, channel=channel)
            old = select(m.id).where(here, m.at >= known.get("swept", 0), m.at < before, worn).limit(left)
            ids = await self._handle.column(old)
            for part in chunks(ids):
                bare = update(MESSAGE).where(here, m.id.in_(part)).values(sketch=None, shape=None)
                await self._handle.connection.execute(bare)
            left -= len(ids)
            if left <= 0:
                return True
        await self._note(max(before, known.get("faded", 0)), before)
        return False

    async def expire(self, before: Micros, floor: int, most: int) -> bool:
        """Messages first, then what came of them; whoever they showed stays known."""
        left = most
        for place in await self._places():
            left -= await self._messages(place, before, left)
            if left <= 0:
                return True
        if await self._credits(before, floor, most) or await self._questions(before, most):
            return True
        week = week_number(Week.of(before, zone_named("UTC")))
        for table in (PLACE, QUEUED, COUNTED, CARRIED):
            gone = delete(table).where(self._handle.mine(table), table.c.week < week)
            await self._handle.connection.execute(gone)
        return False

    async def expire_audit(self, before: Micros, most: int) -> bool:
        """The oldest entries."""
        mine = self._handle.mine(AUDIT)
        old = select(AUDIT.c.id).where(mine, AUDIT.c.at < before).order_by(AUDIT.c.id).limit(most)
        ids = await self._handle.column(old)
        if ids:
            gone = delete(AUDIT).where(mine, AUDIT.c.id <= ids[-1], AUDIT.c.at < before)
            async with permitted(self._handle.connection, self._handle.number, until=before):
                await self._handle.connection.execute(gone)
        return len(ids) == most

    async def _messages(self, place: Place, before: Micros, most: int) -> int:
        space, channel = place
        m = MESSAGE.c
        here = self._handle.mine(MESSAGE, space=space, channel=channel)
        columns = (m.id, m.at, m.author_space, m.author)
        old = select(*columns).where(here, m.at < before).order_by(m.at).limit(most)
        rows = await self._handle.rows(old)
        wrote = _earliest((row.author_space, row.author, row.at) for row in rows)
        await remember(self._handle, wrote, [])
        for part in chunks([row.id for row in rows]):
            for table, column in _ABOUT:
                mine = self._handle.mine(table, space=space, channel=channel)
                await self._handle.connection.execute(delete(table).where(mine, table.c[column].in_(part)))
        return len(rows)

    async def _credits(self, before: Micros, floor: int, most: int) -> bool:
        c, mine = CREDIT.c, self._handle.mine(CREDIT)
        until = await self._until(CREDIT, c.answered_at, before, most)
        first = select(c.helper_space, c.helper, func.min(c.answered_at).label("at"))
        sure = first.where(mine, c.answered_at < until, c.confidence >= floor)
        found = await self._handle.rows(sure.group_by(c.helper_space, c.helper))
        helpers = [((row.helper_space, row.helper), row.at) for row in found]
        await remember(self._handle, [], helpers)
        await self._handle.connection.execute(delete(CREDIT).where(mine, c.answered_at < until))
        return until < before

    async def _questions(self, before: Micros, most: int) -> bool:
        until = await self._until(QUESTION, QUESTION.c.at, before, most)
        gone = delete(QUESTION).where(self._handle.mine(QUESTION), QUESTION.c.at < until)
        await self._handle.connection.execute(gone)
        return until < before

    async def _until(self, table: Table, at: ColumnElement[int], before: Micros, most: int) -> int:
        """The instant before which about `most` rows lie, at most `before`."""
        ordered = select(at).where(self._handle.mine(table), at < before).order_by(at)
        found = await self._handle.column(ordered.offset(most).limit(1))
        return int(found[0]) + 1 if found else before

    async def _places(self) -> list[Place]:
        """Every channel with messages: hops from one to the next along the index."""
        m = MESSAGE.c
        ordered = (m.space, m.channel)
        hop = select(*ordered).where(self._handle.mine(MESSAGE)).order_by(*ordered).limit(1)
        places: list[Place] = []
        found = await self._handle.rows(hop)
        while found:
            space, channel = found[0].space, found[0].channel
            places.append((space, channel))
            beyond = tuple_(*ordered) > tuple_(literal(space), literal(channel))
            found = await self._handle.rows(hop.where(beyond))
        return places

    async def _upkeep(self) -> Mapping[str, int]:
        found = await self._handle.connection.execute(select(UPKEEP).where(self._handle.mine(UPKEEP)))
        row = found.mappings().first()
        return {} if row is None else {"faded": row["faded"], "swept": row["swept"]}

    async def _note(self, faded: int, swept: int) -> None:
        dialect = sqlite if self._handle.connection.dialect.name == "sqlite" else postgresql
        row = {"community": self._handle.number, "erasures": 0, "unclean": False}
        marks = {"faded": faded, "swept": swept}
        await self._handle.connection.execute(
            dialect.insert(UPKEEP)
            .values(row | marks)
            .on_conflict_do_update(index_elements=[UPKEEP.c.community], set_=marks)
        )


def _earliest(found: Iterable[tuple[int, str, int]]) -> list[tuple[Person, int]]:
    first: dict[Person, int] = {}
    for space, id_, at in found:
        first[space, id_] = min(first.get((space, id_), at), at)
    return list(first.items())
