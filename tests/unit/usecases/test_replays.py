from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.credits import Attribution, Credit
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.facts import Account
from bot.domain.recognition.digest import Told, Trait
from bot.domain.refs import CommunityId
from bot.domain.stretches import Stretch
from bot.domain.times import DAY, HOUR, Micros
from bot.ports import Unit
from bot.usecases import recognise
from bot.usecases.replays import APART, keep_replays
from tests.fakes.memory_store import MemoryStore
from tests.fakes.weeks import FIRST, GARDEN, HELP, Garden, at, helped, member

WEEKS = 34
NOW = at(WEEKS, 1)
NAMES = [f"m{n}" for n in range(14)]


def chat(seed: int) -> list[Credit]:
    """Some help in nearly every week, and many newcomers."""
    dice = random.Random(seed)  # noqa: S311 - a seeded community
    found = {}
    for week in range(WEEKS):
        for _ in range(dice.randint(0, 5)):
            helper, asker = dice.sample(NAMES[: 6 + week // 4], 2)
            one = helped(helper, asker, week)
            found[one.question] = one
    return list(found.values())


async def grown(seed: int) -> Garden:
    garden = await Garden.grown(chat(seed), WEEKS, NAMES)
    assert await keep_replays(garden.store, GARDEN, NOW)
    return garden


async def kept(garden: Garden) -> set[int]:
    async with garden.store.reading(GARDEN) as unit:
        return set(await unit.replays.kept())


async def begins(garden: Garden, *, back: int | None = 0) -> int:
    """How many weeks are replayed."""
    async with garden.store.reading(GARDEN) as unit:
        return len((await recognise.history(unit, None, NOW, back=back)).weeks)


async def same_as_from_the_first_week(garden: Garden) -> None:
    """Digest, ledger and picks, with what is kept and without; then keep it again."""
    async with garden.store.reading(GARDEN) as unit:
        short = await recognise.digest(unit, None, NOW), await recognise.history(unit, None, NOW)
    async with garden.store.writing(GARDEN) as unit:
        await unit.replays.keep([])
        long = await recognise.digest(unit, None, NOW), await recognise.history(unit, None, NOW)
    assert short[0] == long[0]
    assert short[1].picks == long[1].picks
    assert short[1].ledger == long[1].ledger
    await keep_replays(garden.store, GARDEN, NOW)


async def test_a_digest_begins_where_the_last_replay_left_off() -> None:
    garden = await grown(1)
    assert await begins(garden) == 1
    assert await begins(garden, back=20) == APART[-1]
    assert await begins(garden, back=None) == WEEKS
    assert not await keep_replays(garden.store, GARDEN, NOW)
    await same_as_from_the_first_week(garden)


async def test_a_wait_that_an_earlier_week_ended_stays_ended() -> None:
    first = helped("ann", "joy", WEEKS - 2)
    second = replace(helped("ben", "joy", WEEKS - 1, waited=7 * DAY), question=first.question)
    garden = await Garden.grown(
        [*(helped("ann", "kim", week) for week in range(WEEKS - 2)), first, second], WEEKS
    )
    assert await keep_replays(garden.store, GARDEN, NOW)
    assert await begins(garden) == 1
    await same_as_from_the_first_week(garden)


async def test_whoever_answered_before_by_another_account_is_not_new() -> None:
    always = [
        helped("ann", who, week) for week in range(WEEKS) for who in ("kim", "lou", "max", "noa", "pia")
    ]
    new = [helped(f"new{n}", "kim", WEEKS - 1) for n in range(2)]
    garden = await Garden.grown(
        [*always, *new, helped("old", "kim", 0), helped("zoe", "lou", WEEKS - 1)], WEEKS
    )
    async with garden.store.writing(GARDEN) as unit:
        for one, two in (("old", "zoe"), ("zoe", "old")):
            record = Evidence(EvidenceKind.LINK, FIRST.monday(), NOW, member(one), member(two))
            await unit.evidence.add(record)
    await keep_replays(garden.store, GARDEN, NOW)
    await same_as_from_the_first_week(garden)
    async with garden.store.reading(GARDEN) as unit:
        told = await recognise.digest(unit, None, NOW)
    seen = {one.person.member for one in told.firsts or ()} | {
        one.person.member for one in told.recognitions if Told(Trait.FIRST) in one.traits
    }
    assert seen == {member("new0"), member("new1")}


async def change_credit(garden: Garden, week: int) -> None:
    """A correction, or what comes in late: another helps, in one week alone."""
    start, end = at(week, 0), at(week + 1, 0)
    late = helped("m0", "m13", week)
    async with garden.store.writing(GARDEN) as unit:
        questions = await unit.credits.questions(start, end)
        credits_ = [one for one in await unit.credits.credits(start, end) if one.helper != member("m1")]
        new = Attribution(tuple(questions), (*credits_, late))
        await unit.credits.replace(Stretch(HELP, Micros(start - HOUR), end), new)


@pytest.mark.parametrize(("week", "left"), [(WEEKS - 1, 3), (WEEKS - 3, 2), (WEEKS - 10, 1), (2, 0)])
async def test_a_credit_that_changes_drops_only_what_came_after_it(week: int, left: int) -> None:
    garden = await grown(2)
    await change_credit(garden, week)
    assert len(await kept(garden)) == left
    await same_as_from_the_first_week(garden)


async def test_the_same_credits_again_drop_nothing() -> None:
    garden = await grown(3)
    async with garden.store.writing(GARDEN) as unit:
        whole = Stretch(HELP, Micros(0), at(WEEKS + 1, 0))
        asked = await unit.credits.questions(whole.start, whole.end)
        given_ = await unit.credits.credits(whole.start, whole.end)
        await unit.credits.replace(whole, Attribution(tuple(asked), tuple(given_)))
    assert len(await kept(garden)) == len(APART)


async def act(garden: Garden, dice: random.Random) -> None:
    """Anything that a replay depends on."""
    who, other, now = member(dice.choice(NAMES)), member(dice.choice(NAMES)), NOW
    on = FIRST.shift(dice.randrange(WEEKS)).monday()
    async with garden.store.writing(GARDEN) as unit:
        match dice.randrange(9):
            case 0:
                await unit.settings.put("slots", str(dice.randint(1, 4)))
            case 1:
                await unit.settings.put("reach", str(dice.randint(0, 4)))
            case 2:
                await unit.settings.put("weight-talk", str(dice.randint(0, 3)))
            case 3:
                await unit.people.set_opted_out(who, opted_out=dice.random() < 0.7, at=now)
            case 4:
                await unit.facts.ingest([Account(who, who.id, present=dice.random() < 0.5, version=now)])
            case 5:
                await unit.evidence.add(Evidence(EvidenceKind.STAFF, on, now, None, who))
            case 6:
                await unit.evidence.add(Evidence(EvidenceKind.TALK, on, now, other, who, "A talk"))
            case 7:
                for one, two in ((who, other), (other, who)):
                    await unit.evidence.add(Evidence(EvidenceKind.LINK, on, now, one, two))
            case _:
                await unit.settings.put("weight-welcome", dice.choice([None, None, "1"]))


@settings(max_examples=12)
@given(st.integers(0, 2**32))
async def test_whatever_happens_a_replay_from_what_is_kept_is_one_from_the_first_week(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - hypothesis' seed
    garden = await grown(seed)
    for _ in range(3):
        if dice.random() < 0.4:
            await change_credit(garden, dice.randrange(WEEKS))
        else:
            await act(garden, dice)
        await same_as_from_the_first_week(garden)


async def test_a_change_while_everything_is_replayed_is_noticed() -> None:
    garden = await grown(4)
    async with garden.store.writing(GARDEN) as unit:
        await unit.replays.keep([])
    reads = 0

    class Busy(MemoryStore):
        """The same store, where a credit changes between the first and the second look."""

        @asynccontextmanager
        async def reading(self, community: CommunityId) -> AsyncIterator[Unit]:
            nonlocal reads
            reads += 1
            if reads == 2:
                await change_credit(garden, 3)
            async with garden.store.reading(community) as unit:
                yield unit

        @asynccontextmanager
        async def writing(self, community: CommunityId) -> AsyncIterator[Unit]:
            async with garden.store.writing(community) as unit:
                yield unit

    assert await keep_replays(Busy(), GARDEN, NOW)
    assert reads == 2
    assert await kept(garden) == set()
    await same_as_from_the_first_week(garden)


async def test_every_week_is_reported() -> None:
    garden = await Garden.grown(chat(5), WEEKS, NAMES)
    told: list[tuple[int, int]] = []
    assert await keep_replays(garden.store, GARDEN, NOW, lambda done, total: told.append((done, total)))
    assert told == [(n, WEEKS - APART[0]) for n in range(1, WEEKS)]


async def test_a_short_history_is_not_worth_keeping() -> None:
    garden = await Garden.grown([helped("m1", "m2", week) for week in range(5)], 5)
    assert not await keep_replays(garden.store, GARDEN, at(5, 1))
    assert await kept(garden) == set()
