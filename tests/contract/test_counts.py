"""What posted weeks counted, and what linked accounts brought: the same on every store."""

from __future__ import annotations

import pytest

from bot.domain.recognition.carrying import CARRY_WEEKS, Carried, Counted, Counts
from bot.domain.recognition.ledger import Ledger, Policy, choose
from bot.domain.recognition.merit import Merit
from bot.domain.recognition.slices import SLOT
from bot.domain.recognition.weekly import week_number
from bot.domain.refs import PersonId
from bot.domain.times import Week
from bot.ports import Store, Unit
from tests.fakes.soup import ADA, BEN, CYD, SOUP, said

WEEK = Week(2024, 40)
NUMBER = week_number(WEEK)
ADA_, BEN_, CYD_ = PEOPLE = [PersonId(str(member)) for member in (ADA, BEN, CYD)]
COUNTED = {ADA_: Counted(Merit(2500, 2, 1, 300, 500), 17), BEN_: Counted(Merit(1), 17)}
CARRIED = (Carried(NUMBER, NUMBER - 2, BEN_, -750), Carried(NUMBER, NUMBER - 1, ADA_, 1000))


async def test_what_a_week_counted_is_kept_as_it_was(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([said("1", 1)])  # the space is known from facts
        await unit.counts.keep(WEEK, Counts({CYD_: COUNTED[BEN_]}, CARRIED[:1]))
        await unit.counts.keep(WEEK, Counts(COUNTED, CARRIED))
        await unit.counts.keep(WEEK.shift(1), Counts({CYD_: COUNTED[BEN_]}))
    async with store.reading(SOUP.id) as unit:
        assert await unit.counts.counted([WEEK, WEEK.shift(-1)]) == {NUMBER: COUNTED}
        assert list(await unit.counts.carried([WEEK])) == list(CARRIED)
        assert await unit.counts.counted([]) == {}
        assert list(await unit.counts.carried([WEEK.shift(1)])) == []


async def test_whoever_became_somebody_else_is_let_be_in_all_weeks(store: Store) -> None:
    weeks = [WEEK.shift(n) for n in range(CARRY_WEEKS + 2)]
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([said("1", 1)])
        for week in weeks:
            await unit.counts.keep(week, Counts(COUNTED))
        await unit.counts.let_be([ADA_, CYD_])
        found = await unit.counts.counted(weeks)
    assert all(people[ADA_] == Counted(COUNTED[ADA_].merit, 0) for people in found.values())
    assert all(people[BEN_] == COUNTED[BEN_] for people in found.values())
    assert [CYD_ in found[week_number(week)] for week in weeks] == [False, *[True] * (CARRY_WEEKS + 1)]
    assert found[week_number(weeks[-1])][CYD_] == Counted(Merit(0), 0)


async def booked(unit: Unit, merits: dict[PersonId, int], weeks: int, slots: int) -> Ledger:
    """Some weeks of these merits."""
    await unit.facts.ingest([said("1", 1)])
    for week in range(weeks):
        ledger = await unit.ledger.balances(PEOPLE)
        picks = choose(merits, ledger, Policy(slots), NUMBER + week, b"salt")
        await unit.ledger.freeze(WEEK.shift(week), picks, [])
        await unit.ledger.settle(WEEK.shift(week))
    return await unit.ledger.balances(PEOPLE)


@pytest.mark.parametrize("weeks", [1, 2, 5])
async def test_linking_adds_up_and_parting_at_once_changes_nothing(store: Store, weeks: int) -> None:
    async with store.writing(SOUP.id) as unit:
        before = await booked(unit, {ADA_: 3000, BEN_: 1500, CYD_: 900}, weeks, 1)
        await unit.ledger.merge(ADA_, [ADA_, BEN_])
        one = await unit.ledger.balances(PEOPLE)
        await unit.ledger.part([[ADA_], [BEN_]], {BEN_: 7})
        after = await unit.ledger.balances(PEOPLE)
    assert set(one.balances) == {ADA_, CYD_}
    assert one.balances[ADA_] == before.balances[ADA_] + before.balances[BEN_]
    assert dict(after.balances) == dict(before.balances)


async def test_what_came_since_goes_to_whoever_helped_also_among_three(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        before = await booked(unit, dict.fromkeys(PEOPLE, 1000), 1, 1)
        await unit.ledger.merge(ADA_, [ADA_, BEN_])
        await unit.ledger.merge(ADA_, PEOPLE)
        assert sum((await unit.ledger.balances(PEOPLE)).balances.values()) == 0
        picks = choose({ADA_: 1000}, Ledger({ADA_: -SLOT}), Policy(1), NUMBER + 9, b"salt")
        await unit.ledger.freeze(WEEK.shift(9), picks, [])
        await unit.ledger.settle(WEEK.shift(9))  # earns a place that goes to everybody
        await unit.ledger.part([[ADA_, CYD_], [BEN_]], {CYD_: 3000, BEN_: 1000})
        after = await unit.ledger.balances(PEOPLE)
        await unit.ledger.part([[ADA_], [CYD_]], {CYD_: 5})
        alone = await unit.ledger.balances(PEOPLE)
    own = before.balances
    assert after.balances == {ADA_: own[ADA_] + own[CYD_] + SLOT * 3 // 4, BEN_: own[BEN_] + SLOT // 4}
    assert alone.balances[CYD_] == own[CYD_] + SLOT * 3 // 4
    assert sum(alone.balances.values()) == sum(own.values()) + SLOT


async def test_no_debt_is_shed_by_linking_and_parting(store: Store) -> None:
    """Two in debt are raised to one place when linked; parting takes that back."""
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([said("1", 1)])
        picks = choose({ADA_: 9, BEN_: 9, CYD_: 9, PersonId(f"{ADA_}2"): 9}, Ledger(), Policy(2), 1, b"s")
        await unit.ledger.freeze(Week(1970, 2), picks, [])
        for _ in range(2):  # as no ledger would: to have two that are deep in debt
            await unit.ledger.settle(Week(1970, 2))
        people = list(picks.places)
        deep = [who for who in people if (await unit.ledger.balances([who])).balances[who] < -SLOT // 2]
        before = await unit.ledger.balances(people)
        await unit.ledger.merge(deep[0], deep)
        assert (await unit.ledger.balances(deep)).balances == {deep[0]: -SLOT}
        await unit.ledger.merge(deep[0], deep)
        await unit.ledger.part([[who] for who in sorted(deep)], {})
        after = await unit.ledger.balances(people)
    assert len(deep) == 2
    assert dict(after.balances) == dict(before.balances)


async def test_who_opts_out_while_linked_takes_no_claim_along(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        before = await booked(unit, dict.fromkeys(PEOPLE, 1000), 1, 1)
        await unit.ledger.merge(ADA_, [ADA_, BEN_])
        await unit.ledger.cap([ADA_, BEN_])
        await unit.ledger.part([[ADA_], [BEN_]], {ADA_: 1})
        after = await unit.ledger.balances([ADA_, BEN_])
    assert sum(after.balances.values()) <= 0
    assert all(after.balances[who] <= max(before.balances[who], 0) for who in (ADA_, BEN_))
