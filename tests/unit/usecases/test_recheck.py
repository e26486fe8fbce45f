"""The weekly look, over a small synthetic community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.delivery_ports import Admins
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.facts import Fact, Message
from bot.domain.notices import Notice, NoticeKind
from bot.domain.readiness.history import Trigger
from bot.domain.readiness.outcome import Criterion, Outcome, Verdict
from bot.domain.times import DAY, HOUR, Micros, moment
from bot.ports import Store
from bot.usecases.assess import readiness
from bot.usecases.credit import credit
from bot.usecases.offers import TalkOffer, offer_talk
from bot.usecases.recheck import VerdictChange, recheck, remember
from bot.usecases.upkeep import Upkeep
from bot.views.card import Card
from bot.views.notices import notice_card
from bot.views.texts import texts
from tests.fakes.delivery import TurnedClock, choose, ticker
from tests.fakes.memory_store import MemoryStore
from tests.fakes.platform import FakePlatform
from tests.fakes.soup import SOUP, STEW

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
    async with store.reading(SOUP.id) as unit:
        (letter,) = await unit.outbox.latest(9)
    card = notice_card(letter.notice, texts("en"))
    assert card.data == {"before": "NOT_ENOUGH_DATA", "after": "NOT_READY", "turned": {"T1": "NO"}}
    assert "“not enough data” to “not yet”" in str(card.blocks)
    assert "Bereitschaft" in notice_card(letter.notice, texts("de")).title


async def test_a_change_reaches_admins_by_ticks_alone(town: tuple[MemoryStore, Micros]) -> None:
    store, now = town
    clock = TurnedClock(now)
    platform = FakePlatform(clock.now)
    tick = ticker(store, platform, clock)
    tick.weekly = recheck
    await choose(store, SOUP.id)
    await tick.tick()
    assert await kept(store) == [Trigger.WEEKLY]
    async with store.writing(SOUP.id) as unit:
        await unit.evidence.add(Evidence(EvidenceKind.TEAM, moment(now).date(), now, details={"size": "0"}))
    for _ in range(4 * 7 * 2):
        clock.forward(DAY // 4)
        await tick.tick()
    assert [letter.title for letter in told(platform)] == ["Readiness changed"]
    assert await kept(store) == [Trigger.WEEKLY] * 3


async def test_many_communities_are_checked_a_batch_at_a_time_and_one_failure_stops_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.usecases.tick.BATCH", 1)
    store, clock, checked = MemoryStore(), TurnedClock(), list[str]()
    for one in (SOUP, STEW):
        await store.create(one)
        await choose(store, one.id)

    async def fail(_store: Store, community: str, _now: Micros) -> None:
        checked.append(community)
        raise RuntimeError

    tick = ticker(store, FakePlatform(clock.now), clock)
    tick.weekly = fail
    for expected in (["soup"], ["soup", "stew"], ["soup", "stew"]):
        await tick.tick()
        assert checked == expected


def told(platform: FakePlatform) -> list[Card]:
    """What admins heard, but for digests to come."""
    cards = [post.card for post in platform.posts if isinstance(post.to, Admins)]
    return [card for card in cards if "Readiness" in card.title]


async def test_asking_twice_is_kept_once(town: tuple[MemoryStore, Micros]) -> None:
    store, now = town
    async with store.reading(SOUP.id) as unit:
        found = await readiness(unit, now)
    for _ in range(2):
        await remember(store, SOUP.id, found, now)
    assert await kept(store) == [Trigger.ASKED]


@pytest.mark.parametrize("touched", [False, True])
async def test_where_nothing_is_posted_and_nothing_happens_it_is_looked_at_every_week(
    town: tuple[MemoryStore, Micros], touched: bool
) -> None:
    store, now = town
    if touched:
        async with store.writing(SOUP.id) as unit:
            await unit.settings.put("zone", "UTC")
    else:
        async with store.writing(SOUP.id) as unit:
            await unit.facts.touch()
    clock = TurnedClock(now)
    platform = FakePlatform(clock.now)
    minute = replace(ticker(store, platform, clock), weekly=recheck)
    for _ in range(3 * 7 * 4):
        await minute.tick()
        clock.forward(6 * HOUR)
    assert await kept(store) == [Trigger.WEEKLY] * 4
    assert platform.posts == []


async def test_a_community_that_was_only_imported_is_looked_at_every_week(
    town: tuple[MemoryStore, Micros],
) -> None:
    store, now = town
    clock = TurnedClock(now)
    platform = FakePlatform(clock.now)
    minute = replace(ticker(store, platform, clock), weekly=recheck, upkeep=Upkeep(store, clock))
    for _ in range(3 * 7):
        await minute.tick()
        clock.forward(DAY)
    assert await kept(store) == [Trigger.WEEKLY] * 3
    assert platform.posts == []


async def test_admins_hear_of_offered_talks_once_a_week_and_only_of_new_ones(
    town: tuple[MemoryStore, Micros],
) -> None:
    store, now = town
    told = []
    for week in range(3):
        if week < 2:
            offer = TalkOffer(f"event:{week}", "Broth", moment(now).date())
            await offer_talk(store, SOUP.id, offer, Micros(now + week * WEEK - 1))
        for later in (0, DAY):
            await recheck(store, SOUP.id, Micros(now + week * WEEK + later))
        async with store.reading(SOUP.id) as unit:
            letters = await unit.outbox.latest(9)
        told.append([one.notice.parts["number"] for one in letters if one.notice.kind is NoticeKind.OFFERS])
    assert told == [["1"], ["2", "1"], ["2", "1"]]
    card = notice_card(Notice(NoticeKind.OFFERS, "offers", {"number": "2"}), texts("en"))
    assert "2 talks" in str(card)
