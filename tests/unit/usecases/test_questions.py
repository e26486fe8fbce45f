"""`questions`: who waits, the longest first, and nobody who does not."""

from __future__ import annotations

from typing import Any

import pytest

from bot.commands.catalogue import catalogue
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Reply, Role
from bot.domain.credits import Attribution, Question, QuestionState
from bot.domain.facts import Channel, Fact
from bot.domain.refs import ChannelRef, MessageRef
from bot.domain.stretches import Stretch
from bot.domain.times import Micros
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import ADA, CHAT, HELP, SOUP, SPACE, asked, at, said

SECRET, OLD = ChannelRef(SPACE, "C3"), ChannelRef(SPACE, "C4")
NOW = at(48)


def question(id_: str, hours: float, channel: ChannelRef = HELP, state: str = "open") -> Question:
    made = asked(id_, hours, channel=channel)
    return Question(made.ref, made.asker, made.at, QuestionState(state), made.anchored_at)


QUESTIONS = (
    *(question("late", 47), question("early", 1), question("middle", 20), question("ancient", -24 * 100)),
    *(question("told", 2, state="answered"), question("gone", 3, state="withdrawn")),
    question("chat", 0, CHAT),
)


async def soup(*, chosen: bool = True) -> MemoryStore:
    store = MemoryStore()
    await store.create(SOUP, [SPACE])
    facts: list[Fact] = [
        *(Channel(HELP, "help"), Channel(CHAT, "chat"), Channel(SECRET, "secret", public=False)),
        *(Channel(OLD, "old", archived=True), said("early", 1)),
    ]
    everything = (*QUESTIONS, question("hidden", 0, SECRET), question("shut", 0, OLD))
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest(facts)
        for channel in (HELP, CHAT, SECRET, OLD):
            here = tuple(one for one in everything if one.ref.channel == channel)
            await unit.credits.replace(Stretch(channel, Micros(0), NOW), Attribution(here))
        if chosen:
            stored = '[["slack", "T1", "C1"], ["slack", "T1", "C3"], ["slack", "T1", "C4"]]'
            await unit.settings.put("help-channels", stored)
    return store


def url(message: MessageRef, thread: str | None) -> str:
    return f"https://chat.example/{message.channel.id}/{message.id}/{thread or ''}"


async def ask(store: MemoryStore, words: str = "questions") -> Reply:
    asked_ = Invocation(SOUP.id, Caller(Role.MEMBER, ADA), words, NOW)
    return await run(asked_, catalogue(), store, address=url)


def listed(reply: Reply) -> list[str]:
    data: Any = reply.card.data
    return [one["message"].rpartition(":")[2] for one in data["questions"]]


async def test_whoever_waits_longest_comes_first_and_nobody_else_is_listed() -> None:
    reply = await ask(await soup())
    data: Any = reply.card.data
    assert listed(reply) == ["early", "middle", "late"]
    assert (data["open"], data["older"]) == (3, 1)
    assert [one["waiting_minutes"] for one in data["questions"]] == [47 * 60, 28 * 60, 60]
    assert reply.private
    assert "questions days=3650" in repr(reply.card)


async def test_each_leads_to_its_message_where_that_is_still_there() -> None:
    data: Any = (await ask(await soup())).card.data
    assert [one["url"] for one in data["questions"]] == ["https://chat.example/C1/early/", "", ""]


async def test_the_list_is_bounded_and_says_how_many_more() -> None:
    reply = await ask(await soup(), "questions most=1 days=365")
    assert listed(reply) == ["ancient"]
    assert "3 more wait." in repr(reply.card)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("questions older-than=12h", ["early", "middle"]),
        ("questions older-than=2d", []),
        ("questions older-than='1 day'", ["early", "middle"]),
        ("questions help", ["early", "middle", "late"]),
        ("questions days=1", ["late"]),
    ],
)
async def test_it_can_be_narrowed(words: str, found: list[str]) -> None:
    assert listed(await ask(await soup(), words)) == found


async def test_until_help_channels_are_chosen_every_public_one_counts_and_that_is_said() -> None:
    reply = await ask(await soup(chosen=False))
    assert listed(reply) == ["chat", "early", "middle", "late"]
    assert "Help channels are not chosen yet" in repr(reply.card)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("questions #chat", "is not a help channel"),
        ("questions #secret", "only look at public channels"),
        ("questions older-than=soon", "not a length of time"),
        ("questions days=0", "must be"),
        ("questions most=51", "must be"),
        ("questions #nowhere", "no channel"),
    ],
)
async def test_what_cannot_be_asked_is_said(words: str, why: str) -> None:
    reply = await ask(await soup(), words)
    assert reply.failed
    assert why in repr(reply.card)


async def test_where_nobody_waits_that_is_good_news() -> None:
    store = MemoryStore()
    await store.create(SOUP, [SPACE])
    reply = await ask(store)
    assert "every question has an answer" in repr(reply.card)
