from __future__ import annotations

import json

import pytest

from adapters.terminal.as_json import to_json
from bot.commands.spec import Reply, Role
from bot.domain.evidence import EvidenceKind
from bot.domain.recognition.slices import SLOT
from bot.domain.refs import PersonId
from bot.usecases.recognise import history
from bot.usecases.standing import standing
from tests.fakes.weeks import GARDEN, Garden, at, helped, member

WEEKS = 8
LONG = "for " + "x" * 301


async def garden() -> Garden:
    """ann helps somebody else every week; bob is known to others, and so is cat."""
    credits_ = [helped("ann", f"a{week}", week) for week in range(WEEKS)]
    credits_ += [helped("dan", who, week) for week in range(WEEKS) for who in ("bob", "cat")]
    return await Garden.grown(credits_, WEEKS, more=("eve", "ann2"))


def words(reply: Reply) -> str:
    return to_json(reply.card)


async def test_a_thank_you_arrives_privately_counts_and_its_words_are_kept_nowhere() -> None:
    here = await garden()
    reply = await here.say("thank @eve for the zanzibar trick", "bob", hours=-24)
    (aside,) = reply.asides
    assert (aside.to, aside.here, reply.failed) == (member("eve"), False, False)
    assert "“the zanzibar trick”" in json.loads(to_json(aside.card))["blocks"][1]["text"][0]
    assert "zanzibar" not in words(reply)
    async with here.store.reading(GARDEN) as unit:
        assert "zanzibar" not in repr(await unit.evidence.all())
        past = await history(unit, None, at(WEEKS))
    assert past.picks.places[PersonId(str(member("eve")))].merit == 500


async def test_thanks_survive_deriving_everything_again() -> None:
    here = await garden()
    await here.say("thank @eve", "bob", hours=-24)
    async with here.store.writing(GARDEN) as unit:
        await unit.facts.touch()
        (record,) = await unit.evidence.all(EvidenceKind.THANKS)
    assert (record.by, record.member, record.title) == (member("bob"), member("eve"), "")


async def test_each_member_chooses_where_thanks_arrive() -> None:
    here = await garden()
    assert not (await here.say("me thanks thread", "eve")).failed
    (aside,) = (await here.say("thank @eve for all", "bob")).asides
    assert aside.here
    await here.say("me thanks nowhere", "eve")
    reply = await here.say("thank @eve for all", "cat")
    assert reply.asides == ()
    assert "on their way" in words(reply)
    await here.say("me thanks private", "eve")
    assert not (await here.say("thank @eve", "ann")).asides[0].here


async def test_the_same_thanks_on_one_day_are_passed_on_once() -> None:
    here = await garden()
    await here.say("thank @eve for one", "bob")
    again = await here.say("thank @eve for two", "bob", hours=2)
    assert again.asides == ()
    assert "today already" in words(again)
    assert (await here.say("thank @eve for two", "bob", hours=25)).asides


async def test_nobody_can_flood_others_with_thanks() -> None:
    here = await Garden.grown([helped("ann", f"a{i}", 0) for i in range(12)], 1)
    for i in range(10):
        assert not (await here.say(f"thank @a{i}", "ann")).failed
    assert "thanked 10 people today" in words(await here.say("thank @a11", "ann"))


@pytest.mark.parametrize(
    ("said", "who", "answer"),
    [
        ("thank @bob", "bob", "That is you"),
        ("thank @nobody", "bob", "Nobody here is called"),
        ("thank", "bob", "needs member"),
        (f"thank @eve {LONG}", "bob", "at most 300"),
        ("thank @eve", "", "Only a member"),
        ("me thanks thread", "", "Only a member"),
        ("me thanks loudly", "bob", "is one of"),
        ("link @bob", "bob", "same account"),
        ("link @ann @ann2", "bob", "Only an admin"),
        ("link @ann", "", "Name both"),
        ("unlink @ann", "bob", "Only an admin"),
        ("unlink", "bob", "not linked"),
        ("unlink", "", "is missing"),
        ("ledger", "bob", "for the admins"),
    ],
)
async def test_what_cannot_be_is_said_kindly(said: str, who: str, answer: str) -> None:
    reply = await (await garden()).say(said, who)
    assert reply.failed
    assert answer in words(reply)


async def test_who_left_cannot_be_thanked() -> None:
    here = await garden()
    await here.account("eve", present=False)
    assert "not here any more" in words(await here.say("thank @eve", "bob"))


async def test_two_accounts_are_one_person_once_both_say_so() -> None:
    here = await garden()
    half = await here.say("link @ann2", "ann")
    assert json.loads(words(half))["data"] == {"linked": False}
    assert not (await here.say("link @ann2", "ann")).failed
    async with here.store.reading(GARDEN) as unit:
        assert (await standing(unit)).primary == {}
    whole = await here.say("link @ann", "ann2")
    assert json.loads(words(whole))["data"] == {"linked": True}
    async with here.store.reading(GARDEN) as unit:
        assert (await standing(unit)).primary == {member("ann"): member("ann"), member("ann2"): member("ann")}
    assert "That is you" in words(await here.say("thank @ann", "ann2"))
    assert "already" in words(await here.say("link @ann", "ann2"))
    await here.say("unlink", "ann2")
    async with here.store.reading(GARDEN) as unit:
        assert (await standing(unit)).primary == {}


async def test_an_admin_links_two_accounts_and_their_balances_add_up_down_to_minus_one() -> None:
    here = await garden()
    one, two = (PersonId(str(member(name))) for name in ("ann", "ann2"))
    async with here.store.writing(GARDEN) as unit:
        past = await history(unit, None, at(WEEKS))
        await unit.ledger.freeze(past.week, past.picks, ())
        await unit.ledger.settle(past.week)
        before = (await unit.ledger.balances([one])).balances[one]
    reply = await here.say("link @ann @ann2")
    assert json.loads(words(reply))["data"] == {"linked": True}
    async with here.store.reading(GARDEN) as unit:
        ledger = await unit.ledger.balances([one, two])
    assert ledger.balances == {one: max(before, -SLOT)}
    assert not (await here.say("unlink @ann2", role=Role.ADMIN)).failed


async def test_one_person_with_two_accounts_is_counted_and_named_once() -> None:
    credits_ = [helped(who, "asker", week) for week in range(WEEKS) for who in ("ann", "ann2", "bob")]
    here = await Garden.grown(credits_, WEEKS)
    await here.say("link @ann @ann2")
    async with here.store.reading(GARDEN) as unit:
        past = await history(unit, None, at(WEEKS))
    people = {PersonId(str(member(name))) for name in ("ann", "bob")}
    assert set(past.picks.places) == people
    assert all(set(week.picks.named) <= people for week in past.weeks)
    assert all(abs(balance) < SLOT for week in past.weeks for balance in week.after.balances.values())
