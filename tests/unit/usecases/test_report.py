"""What a report is made of, over a small synthetic community."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from adapters.synthetic.community import generate
from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.facts import Fact, Message
from bot.domain.readiness.history import Trigger
from bot.domain.times import DAY, Micros, moment
from bot.usecases.credit import credit
from bot.usecases.recheck import recheck, remember
from bot.usecases.report import report
from tests.fakes.chats import facts_of
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import SOUP


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> tuple[Fact, ...]:
    """Six weeks: some of them are whole."""
    return facts_of(generate(5, weeks=6, size=16), tmp_path_factory.mktemp("chat") / "chat.jsonl")


async def test_a_report_holds_weeks_weekly_checks_and_how_many_were_named(chat: Sequence[Fact]) -> None:
    store = MemoryStore()
    await store.create(SOUP)
    await store.write(SOUP.id, chat)
    await credit(store, SOUP.id)
    now = Micros(max(fact.at for fact in chat if isinstance(fact, Message)) + 7 * DAY)
    await recheck(store, SOUP.id, now)
    async with store.reading(SOUP.id) as unit:
        found = (await report(unit, now)).found
    await remember(store, SOUP.id, found, Micros(now + 1))
    async with store.reading(SOUP.id) as unit:
        made = await report(unit, now)
    assert [check.trigger for check in made.checks] == [Trigger.WEEKLY]
    facts = made.found.facts
    assert len(made.weeks) == facts.weeks > 0
    assert sum(week.by_members for week in made.weeks) == sum(facts.answers)
    assert sum(week.by_staff for week in made.weeks) == facts.staff_answers
    assert made.named is not None
    assert 0 < made.named.named <= made.named.helped


async def test_staff_answers_are_told_apart(chat: Sequence[Fact]) -> None:
    store = MemoryStore()
    await store.create(SOUP)
    await store.write(SOUP.id, chat)
    await credit(store, SOUP.id)
    now = Micros(max(fact.at for fact in chat if isinstance(fact, Message)) + 7 * DAY)
    async with store.writing(SOUP.id) as unit:
        helper = (await unit.credits.credits(Micros(0), now))[0].helper
        today = moment(now).date()
        await unit.evidence.add(Evidence(EvidenceKind.STAFF, today, now, member=helper))
        made = await report(unit, now)
    assert sum(week.by_staff for week in made.weeks) > 0


async def test_nothing_was_said_yet() -> None:
    store = MemoryStore()
    await store.create(SOUP)
    async with store.reading(SOUP.id) as unit:
        with pytest.raises(UserFacingError, match="Nothing was said"):
            await report(unit, Micros(0))
