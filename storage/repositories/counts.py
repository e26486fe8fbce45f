"""What posted weeks counted, and what later weeks made up for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select, update

from bot.domain.recognition.carrying import CARRY_WEEKS, Carried, Counted, Counts
from bot.domain.recognition.merit import Merit
from bot.domain.recognition.weekly import week_number
from bot.domain.refs import PersonId
from bot.domain.times import Week
from storage.handle import Handle
from storage.repositories.persons import by_space, person
from storage.rows import Columns
from storage.tables import CARRIED, COUNTED


class SqlCounts:
    """`bot.delivery_ports.CountRepository`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def keep(self, week: Week, counts: Counts) -> None:
        """In place of what was kept before."""
        number = week_number(week)
        for table in (COUNTED, CARRIED):
            await self._handle.connection.execute(
                delete(table).where(self._handle.mine(table), table.c.week == number)
            )
        spaces = self._handle.spaces
        await self._handle.put(
            COUNTED,
            [
                _row(number, space, member, counts.counted[person(space, member, spaces)])
                for space, members in by_space(counts.counted, spaces).items()
                for member in members
            ],
        )
        rows: list[Columns] = []
        for one in counts.carried:
            for space, members in by_space([one.person], spaces).items():
                who = {"member_space": space, "member": members[0]}
                rows.append({"week": number, "earlier": one.of, "units": one.units} | who)
        await self._handle.put(CARRIED, rows)

    async def counted(self, weeks: Sequence[Week]) -> Mapping[int, Mapping[PersonId, Counted]]:
        """Everybody whom these weeks counted."""
        found: defaultdict[int, dict[PersonId, Counted]] = defaultdict(dict)
        wanted = COUNTED.c.week.in_([week_number(week) for week in weeks])
        for row in await self._handle.rows(select(COUNTED).where(self._handle.mine(COUNTED), wanted)):
            merit = Merit(row.merit, row.people, row.confirmed, row.held_back, row.extra)
            who = person(row.member_space, row.member, self._handle.spaces)
            found[row.week][who] = Counted(merit, row.rule)
        return dict(found)

    async def carried(self, weeks: Sequence[Week]) -> Sequence[Carried]:
        """What was made up for in these weeks."""
        wanted = CARRIED.c.week.in_([week_number(week) for week in weeks])
        query = select(CARRIED).where(self._handle.mine(CARRIED), wanted)
        found = [
            Carried(
                row.week, row.earlier, person(row.member_space, row.member, self._handle.spaces), row.units
            )
            for row in await self._handle.rows(query)
        ]
        return sorted(found, key=lambda one: (one.week, one.of, one.person))

    async def let_be(self, people: Sequence[PersonId]) -> None:
        """Mark their rows, and make one where a week has none: it would look like a correction."""
        query = select(COUNTED.c.week).where(self._handle.mine(COUNTED)).distinct()
        weeks = await self._handle.column(query.order_by(COUNTED.c.week.desc()).limit(CARRY_WEEKS + 1))
        rows: list[Columns] = []
        for space, members in by_space(people, self._handle.spaces).items():
            mine = self._handle.mine(COUNTED, member_space=space) & COUNTED.c.member.in_(members)
            known = {(row.week, row.member) for row in await self._handle.rows(select(COUNTED).where(mine))}
            await self._handle.connection.execute(update(COUNTED).where(mine).values(rule=0))
            rows += [
                _row(week, space, member, Counted(Merit(0), 0))
                for week in weeks
                for member in members
                if (week, member) not in known
            ]
        await self._handle.put(COUNTED, rows)


def _row(week: int, space: int, member: str, one: Counted) -> Columns:
    return {
        "week": week,
        "member_space": space,
        "member": member,
        "merit": one.merit.total,
        "people": one.merit.people,
        "confirmed": one.merit.confirmed,
        "held_back": one.merit.held_back,
        "extra": one.merit.extra,
        "rule": one.rule,
    }
