"""What is owed to whom, and the frozen weeks it comes from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Table, delete, select

from bot.delivery_ports import Queued
from bot.domain.recognition.ledger import Ledger, Place, Standing, WeekPicks, link
from bot.domain.recognition.parting import Stake, bring, part
from bot.domain.recognition.slices import SLOT
from bot.domain.recognition.weekly import week_number
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, PersonId
from bot.domain.times import Week
from storage.handle import Handle
from storage.repositories.persons import by_space, person
from storage.rows import Columns
from storage.tables import LEDGER, PLACE, QUEUED, STAKE


class SqlLedger:
    """`bot.delivery_ports.LedgerRepository`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def balances(self, people: Sequence[PersonId]) -> Ledger:
        """Only theirs: a community's whole past may be long."""
        balances: dict[PersonId, int] = {}
        named: dict[PersonId, int] = {}
        for space, members in by_space(people, self._handle.spaces).items():
            for row in await self._handle.rows_in(LEDGER, "member", members, member_space=space):
                who = person(space, row.member, self._handle.spaces)
                balances[who] = row.balance
                if row.named is not None:
                    named[who] = row.named
        return Ledger(balances, named)

    async def freeze(self, week: Week, picks: WeekPicks, queue: Sequence[Queued]) -> None:
        """Keep a week's naming, in place of an earlier one."""
        number = week_number(week)
        for table in (PLACE, QUEUED):
            await self._handle.connection.execute(
                delete(table).where(self._handle.mine(table), table.c.week == number)
            )
        ranks = {who: rank for rank, who in enumerate(picks.named, 1)}
        places: list[Columns] = []
        for space, members in by_space(picks.places, self._handle.spaces).items():
            for member in members:
                place = picks.places[person(space, member, self._handle.spaces)]
                places.append(_row(number, space, member, ranks.get(place.member, 0), place))
        await self._handle.put(PLACE, places)
        await self._handle.put(
            QUEUED,
            [
                {
                    "week": number,
                    "member_space": self._handle.spaces.number(one.member.space),
                    "member": one.member.id,
                    "position": position,
                    "space": self._handle.spaces.number(one.answer.channel.space),
                    "channel": one.answer.channel.id,
                    "message": one.answer.id,
                }
                for position, one in enumerate(queue)
            ],
        )

    async def frozen(self, week: Week) -> WeekPicks | None:
        """The naming as it was kept."""
        number = week_number(week)
        query = select(PLACE).where(self._handle.mine(PLACE, week=number)).order_by(PLACE.c.rank)
        places: dict[PersonId, Place] = {}
        named: list[PersonId] = []
        for row in await self._handle.rows(query):
            who = person(row.member_space, row.member, self._handle.spaces)
            places[who] = Place(who, row.merit, row.slice, row.balance, Standing(row.standing))
            if row.rank:
                named.append(who)
        return WeekPicks(number, tuple(named), places, 0) if places else None

    async def queue(self, week: Week) -> Sequence[Queued]:
        """The first answers left over, in order."""
        query = select(QUEUED).where(self._handle.mine(QUEUED, week=week_number(week)))
        spaces = self._handle.spaces
        return [
            Queued(
                MemberRef(spaces[row.member_space], row.member),
                MessageRef(ChannelRef(spaces[row.space], row.channel), row.message),
            )
            for row in await self._handle.rows(query.order_by(QUEUED.c.position))
        ]

    async def settle(self, week: Week) -> None:
        """Book a frozen week by its differences, so that weeks may be booked in any order."""
        picks = await self.frozen(week)
        if picks is None:
            return
        ledger = await self.balances(list(picks.places))
        named = frozenset(picks.named)
        changed = {
            who: ledger.balances.get(who, 0) + place.slice - (SLOT if who in named else 0)
            for who, place in picks.places.items()
        }
        last = dict(ledger.named)
        for who in named:
            last[who] = max(last.get(who, picks.week), picks.week)
        await self._put(changed, last)

    async def merge(self, kept: PersonId, people: Sequence[PersonId]) -> None:
        """Add the accounts of one person up under `kept`."""
        everybody = sorted({kept, *people})
        before = await self.balances(everybody)
        after = link(before, kept, people)
        await self._put_stakes(bring(before, after, kept, people, await self._stakes(everybody)))
        await self._remove(LEDGER, set(people) - {kept})
        await self._put(dict(after.balances), dict(after.named))

    async def part(self, parts: Sequence[Sequence[PersonId]], shares: Mapping[PersonId, int]) -> None:
        """Divide one person into several."""
        everybody = sorted({who for accounts in parts for who in accounts})
        before = await self.balances(everybody)
        stakes = await self._stakes(everybody)
        balances = part(sum(before.balances.values()), stakes, parts, shares)
        last = max(before.named.values(), default=None)
        firsts = [accounts[0] for accounts in parts]
        await self._remove(LEDGER, everybody)
        await self._remove(STAKE, [accounts[0] for accounts in parts if len(accounts) == 1])
        named = {} if last is None else dict.fromkeys(firsts, last)
        await self._put(dict(zip(firsts, balances, strict=True)), named)

    async def cap(self, people: Sequence[PersonId]) -> None:
        """Nothing is owed to them any more."""
        ledger = await self.balances(people)
        await self._put({who: 0 for who, due in ledger.balances.items() if due > 0}, dict(ledger.named))
        stakes = await self._stakes(people)
        await self._put_stakes({who: Stake(0, one.raised) for who, one in stakes.items() if one.balance > 0})

    async def _stakes(self, people: Sequence[PersonId]) -> dict[PersonId, Stake]:
        found: dict[PersonId, Stake] = {}
        for space, members in by_space(people, self._handle.spaces).items():
            for row in await self._handle.rows_in(STAKE, "member", members, member_space=space):
                found[person(space, row.member, self._handle.spaces)] = Stake(row.balance, row.raised)
        return found

    async def _put_stakes(self, stakes: Mapping[PersonId, Stake]) -> None:
        rows: list[Columns] = []
        for space, members in by_space(stakes, self._handle.spaces).items():
            for member in members:
                one = stakes[person(space, member, self._handle.spaces)]
                row: Columns = {"member_space": space, "member": member}
                rows.append(row | {"balance": one.balance, "raised": one.raised})
        await self._handle.put(STAKE, rows)

    async def _remove(self, table: Table, people: Collection[PersonId]) -> None:
        for space, members in by_space(people, self._handle.spaces).items():
            gone = self._handle.mine(table, member_space=space) & table.c.member.in_(members)
            await self._handle.connection.execute(delete(table).where(gone))

    async def _put(self, balances: dict[PersonId, int], named: dict[PersonId, int]) -> None:
        rows: list[Columns] = []
        for space, members in by_space(balances, self._handle.spaces).items():
            for member in members:
                who = person(space, member, self._handle.spaces)
                row: Columns = {"member_space": space, "member": member}
                rows.append(row | {"balance": balances[who], "named": named.get(who)})
        await self._handle.put(LEDGER, rows)


def _row(week: int, space: int, member: str, rank: int, place: Place) -> Columns:
    return {
        "week": week,
        "member_space": space,
        "member": member,
        "rank": rank,
        "merit": place.merit,
        "slice": place.slice,
        "balance": place.balance,
        "standing": place.standing.value,
    }
