"""`why`: what was made of a message, by whom it may be seen, and nothing of its text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from adapters.terminal.render import to_text
from bot.domain.credits import ReasonCode
from bot.domain.facts import Deletion, Fact
from bot.domain.refs import MessageRef
from bot.usecases.why import why
from bot.views.reasons import REASONS
from tests.fakes.kitchen import (
    ADA,
    ANSWER,
    BEN,
    BOT,
    CYD,
    DEE,
    FLAT,
    HUSHED,
    QUESTION,
    REPLY,
    THANKS,
    Kitchen,
    wrote,
)
from tests.fakes.soup import CHAT, HELP, at


async def shown(kitchen: Kitchen, words: str, who: str = "dee") -> str:
    """The card as a terminal shows it, on one line."""
    return " ".join(to_text((await kitchen.say(words, who)).card).split())


async def test_a_question_says_how_sure_by_what_and_who_answered_it() -> None:
    kitchen = await Kitchen.opened()
    told = await shown(kitchen, f"why {QUESTION}")
    assert "A question (" in told
    assert "a question mark" in told
    assert "it starts a conversation" in told
    assert "Credit: Ben" in told
    assert "answered in the thread, 12 minutes after the question" in told
    assert "whoever asked said that it worked" in told
    data = await kitchen.data(f"why {QUESTION}", "dee")
    assert (data["is_question"], data["responds_to"], data["no_answer"]) == (True, None, None)
    (question,) = data["questions"]
    assert question["state"] == "answered"
    (credit,) = question["credits"]
    assert credit["counts"]
    assert credit["reasons"][0] == "in-thread"


async def test_an_answer_says_what_it_answers_and_what_speaks_for_it() -> None:
    kitchen = await Kitchen.opened()
    data = await kitchen.data(f"why {REPLY}", "dee")
    assert data["answers"] == [str(MessageRef(HELP, FLAT))]
    assert data["responds_to"] == str(MessageRef(HELP, FLAT))
    assert not data["by_platform"]
    assert 0 < data["link_chance"] <= 1
    told = await shown(kitchen, f"why {REPLY}", "ben")
    assert "Credit: you" in told
    assert f"answer notme {REPLY}" in told


@pytest.mark.parametrize(
    "link",
    [
        "https://soup.slack.com/archives/C1/p1700000000000200",
        f"https://soup.slack.com/archives/C1/p1700000000000200?thread_ts={QUESTION}&cid=C1",
        "<https://soup.slack.com/archives/C1/p1700000000000200>",
        "p1700000000000200",
        f"slack:T1:C1:{ANSWER}",
        ANSWER,
    ],
)
async def test_every_way_to_point_at_a_message_is_understood(link: str) -> None:
    kitchen = await Kitchen.opened()
    assert (await kitchen.data(f"why {link}", "ada"))["message"] == str(MessageRef(HELP, ANSWER))


async def test_a_link_of_discord_leads_to_its_message_whatever_the_thread() -> None:
    kitchen = await Kitchen.opened(wrote("1234567890", 2, ADA, "How do I peel onions?"))
    data = await kitchen.data("why https://discord.com/channels/77/5/1234567890")
    assert data["message"].endswith(":1234567890")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("why 999", "I know no message"),
        (f"why {HUSHED}", "I know no message"),
        ("why https://example.org/p1", "is no message"),
        ("why a\tb", "is no message"),
        ("why " + "9" * 401, "is no message"),
        ("why", "needs message"),
    ],
)
async def test_what_is_unknown_or_not_for_everybody_is_said_plainly(words: str, why: str) -> None:
    reply = await (await Kitchen.opened()).say(words.replace("a\tb", '"a b"'), "ada")
    assert reply.failed
    assert why in repr(reply.card)


async def test_the_operator_at_the_terminal_sees_every_channel() -> None:
    assert (await (await Kitchen.opened()).data(f"why {HUSHED}"))["is_question"]


async def test_an_id_in_two_channels_must_be_told_apart() -> None:
    kitchen = await Kitchen.opened(wrote(ANSWER, 3, CYD, "Good morning", channel=CHAT))
    reply = await kitchen.say(f"why {ANSWER}", "ada")
    assert "Several messages" in repr(reply.card)
    link = "https://soup.slack.com/archives/C2/p1700000000000200"
    assert (await kitchen.data(f"why {link}", "ada"))["message"] == str(MessageRef(CHAT, ANSWER))


async def test_a_deleted_message_is_forgotten() -> None:
    kitchen = await Kitchen.opened(Deletion(MessageRef(HELP, ANSWER)))
    assert (await kitchen.say(f"why {ANSWER}", "ada")).failed
    assert (await kitchen.data(f"why {QUESTION}", "ada"))["questions"][0]["credits"] == []


TEXTS: tuple[tuple[Fact, str], ...] = (
    (wrote("1", 2, CYD, "thanks all!", thread=QUESTION), "chatter"),
    (wrote("1", 2, ADA, "I stirred it for an hour with the big spoon.", thread=QUESTION), "own-question"),
    (wrote("1", 2, BOT, "Have you read the handbook, page four?", thread=QUESTION), "bot"),
    (wrote("1", 80, DEE, "The new tables look lovely in the hall.", channel=CHAT), "no-question"),
    (wrote("1", 2, CYD, "I would turn the heat down.", thread=QUESTION, to=BEN), "to-somebody-else"),
)


@pytest.mark.parametrize(("fact", "why"), TEXTS, ids=[why for _, why in TEXTS])
async def test_what_answers_nothing_says_why(fact: Fact, why: str) -> None:
    kitchen = await Kitchen.opened(fact)
    data = await kitchen.data("why 1", "dee")
    assert (data["answers"], data["no_answer"]) == ([], why)
    assert "Nothing: " in await shown(kitchen, "why 1")


async def test_corrections_are_shown_with_who_and_when_and_count_at_once() -> None:
    kitchen = await Kitchen.opened()
    await kitchen.say(f"answer unmark {ANSWER}", "ada", now=at(90))
    await kitchen.say(f"answer mark {ANSWER}", now=at(91))
    told = await shown(kitchen, f"why {ANSWER}")
    assert "18:00 · Ada: this is no answer by Ben" in told
    assert "at the terminal: this answered, by Ben · decided by an admin" in told
    assert "somebody said so" in told


async def test_whoever_does_not_want_to_be_named_is_not_and_sees_themselves() -> None:
    kitchen = await Kitchen.opened()
    await kitchen.say("optout", "ben")
    for told in (await shown(kitchen, f"why {QUESTION}"), repr(await kitchen.data(f"why {ANSWER}", "ada"))):
        assert "Ben" not in told
        assert str(BEN) not in told
    assert "Credit: a member" in await shown(kitchen, f"why {QUESTION}")
    assert "Credit: you" in await shown(kitchen, f"why {QUESTION}", "ben")


async def test_somebody_without_a_known_name_is_called_the_same() -> None:
    stranger = replace(DEE, id="U99")
    kitchen = await Kitchen.opened(wrote("1", 2, stranger, "Put less heat on it.", thread=QUESTION))
    assert "a member" in await shown(kitchen, "why 1")


async def test_nothing_of_the_text_is_told() -> None:
    kitchen = await Kitchen.opened()
    for message in (QUESTION, ANSWER, THANKS, FLAT, REPLY):
        told = (await shown(kitchen, f"why {message}")).casefold() + repr(
            await kitchen.data(f"why {message}")
        )
        for word in ("lentils", "burning", "flame", "tamer", "stir", "ladle", "pantry", "door"):
            assert word not in told


async def test_what_waits_to_be_worked_out_is_told_by_the_rules_of_today() -> None:
    kitchen = await Kitchen.opened()
    late = wrote("1", 2, CYD, "A heavier pot helps as well, it keeps the heat.", thread=QUESTION)
    async with kitchen.store.writing(next(iter(await kitchen.store.communities())).id) as unit:
        await unit.facts.ingest([late])
        found = await why(unit, "1", DEE)
    assert [one.helper for told in found.questions for one in told.credits] == [CYD]


@pytest.mark.parametrize("code", ReasonCode)
def test_every_reason_has_its_words(code: ReasonCode) -> None:
    told: Any = REASONS[code]
    assert told
