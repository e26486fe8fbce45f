from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from bot.commands.catalogue import catalogue
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Role, Surface
from bot.domain.audit import AuditEntry
from bot.domain.community import Community
from bot.domain.credits import Attribution
from bot.domain.facts import Channel, Correction, Deletion, Message, Verdict
from bot.domain.judging import judge
from bot.domain.preferences import Preferences
from bot.domain.refs import CommunityId, MemberRef, MessageRef
from bot.domain.times import DAY, MINUTE, Micros
from bot.usecases.credit import credit
from bot.usecases.upkeep import Upkeep, days_kept, keep
from tests.fakes.foster import At
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import ADA, BEN, CYD, HELP, SPACE, at, said

POT = Community(CommunityId("pot"), "Pot", b"s" * 32)
ALWAYS = (Micros(0), Micros(2**60))
LATER = Micros(at(0) + 20 * DAY)
judged = partial(judge, salt=POT.salt)

TALK = (
    (ADA, "How do I keep the sourdough starter from drying out in the fridge?"),
    (BEN, "Put the sourdough starter in a jar with a lid, in the fridge it will not be drying out"),
    (ADA, "thanks, the jar with a lid worked"),
    (CYD, "Does anybody know how to sharpen a bread knife?"),
    (BEN, "To sharpen a bread knife, use a round file on each tooth of the knife"),
)


def line(number: int, author: MemberRef, text: str, thread: str | None = None) -> Message:
    when = Micros(at(1) + number * MINUTE)
    return Message(MessageRef(HELP, f"t{number}"), author, when, judged(text), thread)


async def pot() -> MemoryStore:
    store = MemoryStore()
    await store.create(POT, [SPACE])
    talk = [line(number, author, text) for number, (author, text) in enumerate(TALK)]
    await store.write(POT.id, [Channel(HELP, "help"), *talk])
    await credit(store, POT.id)
    return store


async def derived(store: MemoryStore) -> Attribution:
    async with store.reading(POT.id) as unit:
        questions = await unit.credits.questions(*ALWAYS)
        return Attribution(tuple(questions), tuple(await unit.credits.credits(*ALWAYS)))


async def touched(store: MemoryStore) -> Attribution:
    """Everything derived anew."""
    async with store.writing(POT.id) as unit:
        await unit.facts.touch()
    await credit(store, POT.id)
    return await derived(store)


async def test_links_stay_when_the_sketches_they_were_found_by_are_gone() -> None:
    store = await pot()
    before = await derived(store)
    assert len(before.credits) == 2
    while await keep(store, POT.id, LATER, most=2):
        pass
    assert await touched(store) == before


@pytest.mark.parametrize("surface", [Surface.TYPED, Surface.MENU])
async def test_who_asked_may_still_mend_it_and_sees_why_when_the_sketches_are_gone(surface: Surface) -> None:
    store = await pot()
    while await keep(store, POT.id, LATER):
        pass
    word = Invocation(POT.id, Caller(Role.MEMBER, ADA), f"why {MessageRef(HELP, 't1')}", LATER, surface)
    told = (await run(word, catalogue(), store)).card.data
    assert isinstance(told, dict)
    assert [one["message"] for one in told["questions"]] == [str(MessageRef(HELP, "t0"))]
    unmark = replace(word, words=f"answer unmark {MessageRef(HELP, 't1')}")
    assert not (await run(unmark, catalogue(), store)).failed
    assert {one.question.id for one in (await touched(store)).credits} == {"t3"}


async def test_what_people_say_later_still_counts_and_what_is_deleted_goes() -> None:
    store = await pot()
    await keep(store, POT.id, LATER)
    word = Correction(MessageRef(HELP, "t1"), Verdict.NOT_ANSWER, BEN, CYD, LATER, MessageRef(HELP, "t0"))
    await store.write(POT.id, [word])
    now = await touched(store)
    assert {one.question.id for one in now.credits} == {"t3"}
    assert [one.state.value for one in now.questions if one.ref.id == "t0"] == ["open"]
    mark = Correction(MessageRef(HELP, "t1"), Verdict.ANSWER, BEN, CYD, Micros(LATER + 1), word.question)
    await store.write(POT.id, [mark, Deletion(MessageRef(HELP, "t4"))])
    now = await touched(store)
    assert [(one.question.id, one.confidence) for one in now.credits] == [("t0", 1000)]
    await store.write(POT.id, [Deletion(MessageRef(HELP, "t3"))])
    assert [one.ref.id for one in (await touched(store)).questions] == ["t0"]


async def test_an_old_export_that_comes_in_later_is_linked_by_its_own_sketches() -> None:
    store = await pot()
    await keep(store, POT.id, LATER)
    asks, answers = "How can I clean a cast iron pan?", "clean the cast iron pan with salt"
    await store.write(POT.id, [line(100, CYD, asks), line(101, BEN, answers)])
    await credit(store, POT.id)
    assert {one.question.id for one in (await derived(store)).credits} >= {"t0", "t3", "t100"}


async def test_upkeep_looks_at_everybody_once_a_day_and_does_a_little_each_time() -> None:
    store = await pot()
    for number in range(30):
        await store.create(Community(CommunityId(f"c{number}"), "", b""))
    async with store.writing(POT.id) as unit:
        await unit.audit.add(AuditEntry(at(1), None, "settings slots", "1", "2"))
    upkeep = Upkeep(store, At(Micros(at(0) + 1_000 * DAY)))
    for _ in range(2):
        await upkeep.step()
    async with store.reading(POT.id) as unit:
        assert await unit.facts.span() is None
        assert await unit.audit.latest(9) == []
    await store.write(POT.id, [said("9", 1)])
    await upkeep.step()  # not again today
    async with store.reading(POT.id) as unit:
        assert await unit.facts.span() is not None
    upkeep.clock = At(Micros(at(0) + 1_002 * DAY))
    for _ in range(2):
        await upkeep.step()
    async with store.reading(POT.id) as unit:
        assert await unit.facts.span() is None


@pytest.mark.parametrize(
    ("stored", "days"),
    [({}, 400), ({"keep-facts": "200"}, 200), ({"keep-facts": "200", "ready-window-weeks": "52"}, 378)],
)
def test_what_readiness_looks_back_on_is_never_cut_off(stored: dict[str, str], days: int) -> None:
    assert days_kept(Preferences.read(stored)) == days
