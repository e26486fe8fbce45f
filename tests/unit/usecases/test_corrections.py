"""`answer …`: who may say so, what becomes of it, and that it stays."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bot.commands.spec import Caller, Invocation, Role, Surface
from bot.domain.facts import Correction, Fact, Verdict
from bot.domain.refs import MessageRef
from bot.ports import Store
from tests.fakes.kitchen import (
    ADA,
    ANSWER,
    BEN,
    CONVERSATION,
    CYD,
    DEE,
    FLAT,
    HUSHED,
    PEOPLE,
    QUESTION,
    REPLY,
    THANKS,
    Kitchen,
    wrote,
)
from tests.fakes.soup import HELP, SOUP, at

GIVEN = {(QUESTION, BEN.id), (FLAT, BEN.id)}
TIP = "1700000000.000700"


@pytest.mark.parametrize(
    ("words", "who", "left"),
    [
        (f"answer unmark {ANSWER}", "ada", {(FLAT, BEN.id)}),
        (f"answer notme {ANSWER}", "ben", {(FLAT, BEN.id)}),
        (f"answer unmark {REPLY}", "cyd", {(QUESTION, BEN.id)}),
        (f"answer credit {ANSWER} @Dee", "ada", {*GIVEN, (QUESTION, DEE.id)}),
        (f"answer mark {REPLY} of={FLAT}", "cyd", GIVEN),
        (f"answer notquestion {FLAT}", "cyd", {(QUESTION, BEN.id)}),
        (f"answer notquestion {QUESTION}", "ada", {(FLAT, BEN.id)}),
    ],
)
async def test_it_counts_is_audited_and_can_be_taken_back(
    words: str, who: str, left: set[tuple[str, str]]
) -> None:
    kitchen = await Kitchen.opened()
    assert await kitchen.helpers() == GIVEN
    before = await kitchen.credits()
    reply = await kitchen.say(words, who)
    assert not reply.failed
    assert await kitchen.helpers() == left
    (entry,) = await kitchen.audited()
    assert (entry.by, entry.what.partition(" ")[0]) == (PEOPLE[who], "answer")
    assert words.split()[2] in entry.after
    assert not (await kitchen.say(f"answer undo {words.split()[2]}", who)).failed
    assert await kitchen.credits() == before
    assert len(await kitchen.audited()) == 2


@pytest.mark.parametrize(
    ("words", "who", "role", "why"),
    [
        (f"answer unmark {ANSWER}", "cyd", Role.MEMBER, "Only whoever asked"),
        (f"answer credit {ANSWER} @Cyd", "ben", Role.MEMBER, "Only whoever asked"),
        (f"answer notquestion {QUESTION}", "ben", Role.MEMBER, "Only whoever asked"),
        (f"answer mark {THANKS}", "dee", Role.STAFF, "not clear what was asked"),
        (f"answer mark {THANKS} of={QUESTION}", "dee", Role.STAFF, "in the question that they asked"),
        (f"answer credit {ANSWER} @Dee of={FLAT}", "", Role.STAFF, "within 72 hours"),
        (f"answer credit {ANSWER} @Ben of={QUESTION}", "ben", Role.STAFF, "Nobody credits themselves"),
        (f"answer credit {ANSWER} @Robot", "ada", Role.MEMBER, "Only people"),
        (f"answer mark {ANSWER} of={ANSWER}", "ada", Role.STAFF, "two messages of one channel"),
        (f"answer undo {ANSWER}", "cyd", Role.MEMBER, "You said nothing"),
        (f"answer notme {ANSWER}", "", Role.ADMIN, "for themselves"),
        ("answer mark nonsense", "ada", Role.MEMBER, "I know no message"),
        (f"answer mark {HUSHED}", "ada", Role.MEMBER, "I know no message"),
        ("answer mark https://example.org/x", "ada", Role.MEMBER, "is no message"),
    ],
)
async def test_what_may_not_be_said_changes_nothing(words: str, who: str, role: Role, why: str) -> None:
    kitchen = await Kitchen.opened()
    before = await kitchen.state()
    reply = await kitchen.say(words, who, role)
    assert reply.failed
    assert why in repr(reply.card)
    assert await kitchen.state() == before
    assert await kitchen.audited() == []


async def test_the_team_may_say_so_and_an_admin_decides() -> None:
    kitchen = await Kitchen.opened()
    assert not (await kitchen.say(f"answer unmark {ANSWER}", "dee", Role.STAFF)).failed
    assert not (await kitchen.say(f"answer mark {ANSWER}", "ada", now=at(101))).failed
    assert await kitchen.helpers() == GIVEN
    assert not (await kitchen.say(f"answer unmark {ANSWER}", now=at(102))).failed
    refused = await kitchen.say(f"answer mark {ANSWER}", "ada", now=at(103))
    assert "An admin has decided" in repr(refused.card)
    assert await kitchen.helpers() == {(FLAT, BEN.id)}
    (entry, *_) = await kitchen.audited()
    assert entry.by is None
    assert not (await kitchen.say(f"answer undo {ANSWER}", now=at(104))).failed
    assert await kitchen.helpers() == GIVEN


async def test_whoever_is_credited_by_somebody_else_may_decline() -> None:
    kitchen = await Kitchen.opened()
    await kitchen.say(f"answer credit {ANSWER} @Dee", "ada")
    await kitchen.say(f"answer notme {ANSWER}", "dee", now=at(101))
    assert await kitchen.helpers() == GIVEN


async def test_what_was_no_question_becomes_one_by_its_answer() -> None:
    told = wrote(TIP, 60, CYD, "The pantry lamp flickers since Tuesday.")
    kitchen = await Kitchen.opened(told, wrote("9", 60.2, DEE, "Screw it in tighter.", to=CYD))
    assert (TIP, DEE.id) not in await kitchen.helpers()
    assert not (await kitchen.say(f"answer mark 9 of={TIP}", "cyd")).failed
    assert (TIP, DEE.id) in await kitchen.helpers()


@pytest.mark.parametrize("seed", range(3))
async def test_words_survive_other_orders_repeats_and_importing_again(seed: int, store: Store) -> None:
    words = (
        Correction(MessageRef(HELP, ANSWER), Verdict.NOT_ME, BEN, BEN, at(60)),
        Correction(MessageRef(HELP, ANSWER), Verdict.ALSO, DEE, CYD, at(61), MessageRef(HELP, QUESTION)),
        Correction(MessageRef(HELP, FLAT), Verdict.NOT_QUESTION, CYD, CYD, at(62)),
        Correction(MessageRef(HELP, FLAT), Verdict.UNDONE, CYD, CYD, at(63)),
        Correction(MessageRef(HELP, REPLY), Verdict.NOT_ANSWER, BEN, CYD, at(64), ruling=True),
    )
    whole = await Kitchen.opened(*words)
    assert await whole.helpers() == {(QUESTION, DEE.id)}
    dice = random.Random(seed)  # noqa: S311 - tests, not secrets
    facts: list[Fact] = [*CONVERSATION, *words, *dice.choices(words, k=3)]
    dice.shuffle(facts)
    parts = await Kitchen.opened(*facts[:6], store=store)
    for fact in facts[6:]:
        await parts.hear(fact)
    await parts.hear(*CONVERSATION)
    assert await parts.state() == await whole.state()


async def test_the_menu_of_a_message_reaches_what_only_some_may_read() -> None:
    kitchen = await Kitchen.opened()
    words = Invocation(SOUP.id, Caller(Role.MEMBER, ADA), f"answer notquestion {HUSHED}", at(60))
    assert (await kitchen.give(words)).failed
    unmark = replace(words, words=f"answer notme {HUSHED}", surface=Surface.MENU)
    assert not (await kitchen.give(unmark)).failed
    (entry,) = await kitchen.audited()
    assert (entry.at, entry.by, entry.what) == (at(60), ADA, "answer not-me")
