"""The weekly look, over a small synthetic community."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.facts import Fact, Message
from bot.domain.readiness.history import Trigger
from bot.domain.readiness.outcome import Criterion, Outcome, Verdict
from bot.domain.times import DAY, Micros, moment
from bot.ports import Store
from bot.usecases.assess import readiness
from bot.usecases.credit import credit
from bot.usecases.recheck import VerdictChange, recheck, remember
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import SOUP

WEEK = 7 * DAY


@pytest.fixture
async def town(chat: Sequence[Fact]) -> tuple[MemoryStore, Micros]:
    """A community with credits, and an instant a week after its last message."""
    store = MemoryStore()
    await store.create(SOUP)
    await store.write(SOUP.id, chat)
    await credit(store, SOUP.id)
    last = max(fact.at for fact in chat if isinstance(fact, Message))
    return store, Micros(last + WEEK)


async def kept(store: Store) -> list[Trigger]:
    async with store.reading(SOUP.id) as unit:
        return [each.trigger for each in await unit.assessments.latest(9)]


async def test_a_community_without_a_word_has_nothing_to_check() -> None:
    store = MemoryStore()
    await store.create(SOUP)
    assert await recheck(store, SOUP.id, Micros(WEEK)) is None
    assert await kept(store) == []


async def test_once_a_week_and_silent_while_nothing_changes(town: tuple[MemoryStore, Micros]) -> None:
    store, now = town
    for instant in (now, now + 1, now + WEEK, now + WEEK + 1):
        assert await recheck(store, SOUP.id, Micros(instant)) is None
    assert await kept(store) == [Trigger.WEEKLY, Trigger.WEEKLY]


async def test_a_new_verdict_is_told_once(town: tuple[MemoryStore, Micros]) -> None:
    store, now = town
    await recheck(store, SOUP.id, now)
    async with store.writing(SOUP.id) as unit:
        await unit.evidence.add(Evidence(EvidenceKind.TEAM, moment(now).date(), now, details={"size": "0"}))
    told = await recheck(store, SOUP.id, Micros(now + WEEK))
    assert told == VerdictChange(
        Verdict.NOT_ENOUGH_DATA,
        Verdict.NOT_READY,
        ((Criterion.T1, Outcome.NO),),
        Micros(now + WEEK),
    )
    assert await recheck(store, SOUP.id, Micros(now + 2 * WEEK)) is None


async def test_asking_twice_is_kept_once(town: tuple[MemoryStore, Micros]) -> None:
    store, now = town
    async with store.reading(SOUP.id) as unit:
        found = await readiness(unit, now)
    for _ in range(2):
        await remember(store, SOUP.id, found, now)
    assert await kept(store) == [Trigger.ASKED]
