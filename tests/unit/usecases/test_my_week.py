from __future__ import annotations

import json
import re
from typing import Any

import pytest

from adapters.terminal.as_json import to_json
from bot.commands.spec import Reply
from bot.domain.delivery import Digest, State
from bot.domain.facts import Features, Message
from bot.domain.recognition.ledger import Standing
from bot.domain.refs import PersonId
from bot.usecases.recognise import history
from tests.fakes.weeks import FIRST, GARDEN, Garden, at, helped, member

WEEKS = 6


def words(reply: Reply) -> str:
    return to_json(reply.card)


def data(reply: Reply) -> Any:  # noqa: ANN401 - JSON
    return json.loads(words(reply))["data"]


def paragraphs(reply: Reply) -> list[str]:
    return [
        str(block["text"]) for block in json.loads(words(reply))["blocks"] if block["type"] == "paragraph"
    ]


async def garden() -> Garden:
    """ann helps every week, bob every second one, cat since the last digest's week."""
    credits_ = [helped("ann", f"a{week}", week) for week in range(WEEKS)]
    credits_ += [helped("bob", f"b{week}", week) for week in range(0, WEEKS, 2)]
    return await Garden.grown([*credits_, helped("cat", "a1", WEEKS, waited=0)], WEEKS)


async def test_everybody_is_told_why_or_why_not_for_every_week() -> None:
    here = await garden()
    for week in range(WEEKS):
        for who in ("ann", "bob"):
            reply = await here.say(f"me {FIRST.shift(week)}", who)
            assert not reply.failed
            assert data(reply)["week"] == str(FIRST.shift(week))
            assert data(reply)["named"] == (data(reply)["why"] in (Standing.OVERDUE, Standing.OWED))
            assert len(re.findall(r"\d+", " ".join(paragraphs(reply)))) <= 2
    assert data(await here.say("me", "ann"))["week"] == str(FIRST.shift(WEEKS - 1))


async def test_what_came_after_the_digest_is_said_to_count_next() -> None:
    here = await garden()
    assert "counts in the next digest" in words(await here.say("me", "cat", hours=12))
    assert "counts in the next digest" not in words(await here.say("me", "bob", hours=12))
    assert "counts in the next digest" not in words(await here.say(f"me {FIRST}", "cat", hours=12))


async def test_a_posted_week_is_told_as_it_was_posted() -> None:
    here = await garden()
    async with here.store.writing(GARDEN) as unit:
        past = await history(unit, None, at(WEEKS))
        await unit.ledger.freeze(past.week, past.picks, ())
        await unit.ledger.settle(past.week)
        await unit.digests.save(Digest(past.week, at(WEEKS), State.POSTED))
    reply = data(await here.say("me", "ann"))
    assert reply["replayed"] is False
    before = data(await here.say(f"me {FIRST}", "ann"))
    assert before["replayed"] is True


@pytest.mark.parametrize(("said", "why"), [("optout", "opted-out"), ("", "staff")])
async def test_who_is_never_named_is_told_so_on_every_account(said: str, why: str) -> None:
    here = await garden()
    await here.say("link @ann @bob")
    await (here.say(said, "ann") if said else here.say("staff add @ann"))
    assert data(await here.say("me", "bob"))["why"] == why


async def test_talks_and_thanks_that_counted_are_mentioned() -> None:
    here = await Garden.grown([helped("ann", "bob", 0), helped("cat", "bob", 0)], 1)
    await here.say(f'talk add @ann {FIRST.monday()} "On compost"')
    await here.say("thank @ann", "bob", hours=-24)
    told = words(await here.say("me", "ann"))
    assert "A talk, or what you did" in told
    assert "Thanks that others said" in told


async def test_welcoming_somebody_new_counts_what_the_settings_say() -> None:
    here = await Garden.grown([helped("ann", "new", 0), helped("bob", "old", 0)], 1)
    async with here.store.writing(GARDEN) as unit:
        first = helped("ann", "new", 0)
        await unit.facts.ingest([Message(first.question, first.asker, first.asked_at, Features())])
    for weight, merit in (("0", 1000), ("0.25", 1250)):
        await here.say(f"settings set weight-welcome {weight}")
        async with here.store.reading(GARDEN) as unit:
            past = await history(unit, None, at(1))
        assert past.picks.places[PersonId(str(member("ann")))].merit == merit
        assert past.picks.places[PersonId(str(member("bob")))].merit == 1000
