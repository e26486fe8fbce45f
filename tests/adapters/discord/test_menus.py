from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.discord.talks import talk_offer
from adapters.synthetic.community import generate
from adapters.synthetic.discord import GUILD, channel_ids
from bot.domain.evidence import EvidenceKind
from bot.domain.facts import Correction, Reaction, Verdict
from bot.usecases.offers import open_offers
from tests.fakes.discord_gateway import guild
from tests.fakes.discord_live import Live, made, running
from tests.fakes.discord_server import OWN, FakeDiscord

WORLD = generate(3, weeks=1, size=5)
HELP = channel_ids(WORLD)["help"]
ASKER, HELPER, OTHER = str(11 << 22), str(12 << 22), str(13 << 22)
QUESTION, ANSWER = str(2_000 << 22), str(2_001 << 22)


def row(id_: str, author: str, **changes: object) -> dict[str, Any]:
    return {"id": id_, "channel_id": HELP, "type": 0, "author": {"id": author, "username": author}, **changes}


REPLY = row(ANSWER, HELPER, type=19, message_reference={"message_id": QUESTION, "channel_id": HELP})
ASKED = row(QUESTION, ASKER, content="How do I mend a net?")
LONE = row(str(1_000 << 22), HELPER, content="So it goes.")


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as server:
        server.gateway.guilds[GUILD["id"]] = guild(WORLD)
        server.history[HELP] += [ASKED, REPLY, LONE]
        yield server
        assert server.problems == []


@pytest.fixture
async def live(discord: FakeDiscord) -> AsyncIterator[Live]:
    async with running(discord, made(discord)) as service:
        for said in (LONE, ASKED, REPLY):
            more = {"guild_id": GUILD["id"], "timestamp": "2015-01-01T00:00:08+00:00", "mentions": []}
            await discord.gateway.emit("MESSAGE_CREATE", {"content": "With a needle.", **said, **more})
        await discord.until(lambda: service.service.intake.counts["MESSAGE_CREATE"] == 3)
        await service.settled()
        yield service


def menu(name: str, by: str, target: dict[str, Any] = REPLY, number: int = 1) -> dict[str, Any]:
    data = {
        "type": 3,
        "name": name,
        "target_id": target["id"],
        "resolved": {"messages": {target["id"]: target}},
    }
    member = {"user": {"id": by, "username": by}, "permissions": "0", "roles": []}
    head = {"id": str(number), "token": f"t{number}", "application_id": OWN, "type": 2}
    return {**head, "guild_id": GUILD["id"], "member": member, "data": data}


async def corrections(live: Live) -> list[tuple[Verdict, str, str | None]]:
    (community,) = await live.store.communities()
    facts = live.store._tenant(community.id).state.facts.values()
    found = [fact for fact in facts if isinstance(fact, Correction)]
    async with live.store.reading(community.id) as unit:
        assert [entry.by for entry in await unit.audit.latest(9)] == [fact.by for fact in found]
    return [(fact.verdict, fact.helper.id, fact.question.id if fact.question else None) for fact in found]


async def test_whoever_asked_marks_the_answer(discord: FakeDiscord, live: Live) -> None:
    answer = await discord.interact(menu("Mark as answer", ASKER))
    assert answer["data"]["flags"] == 64
    assert "Noted: this message answered" in str(answer)
    assert await corrections(live) == [(Verdict.ANSWER, HELPER, QUESTION)]


async def test_others_may_not(discord: FakeDiscord, live: Live) -> None:
    for number, name in enumerate(("Mark as answer", "Not an answer"), 1):
        assert "Only whoever asked" in str(await discord.interact(menu(name, OTHER, number=number)))
    assert await corrections(live) == []


async def test_a_helper_says_that_it_was_not_them(discord: FakeDiscord, live: Live) -> None:
    await discord.interact(menu("Not an answer", HELPER))
    assert await corrections(live) == [(Verdict.NOT_ME, HELPER, QUESTION)]


async def test_thanks_count_once_and_never_for_oneself(discord: FakeDiscord, live: Live) -> None:
    await discord.interact(menu("Thank", OTHER))
    refused = await discord.interact(menu("Thank", HELPER, number=2))
    assert "Thanking yourself" in str(refused)
    assert [fact.member.id for fact in live.writer.facts if isinstance(fact, Reaction)] == [OTHER]
    again = await discord.interact(menu("Thank", OTHER, number=3))
    assert "today already" in str(again)
    (community,) = await live.store.communities()
    async with live.store.reading(community.id) as unit:
        (record,) = await unit.evidence.all(EvidenceKind.THANKS)
    assert record.by is not None
    assert record.member is not None
    assert (record.by.id, record.member.id) == (OTHER, HELPER)
    assert [path for _, path in discord.requests if path.endswith("/users/@me/channels")] != []


async def test_somebody_else_is_credited_from_a_list(discord: FakeDiscord, live: Live) -> None:
    form = await discord.interact(menu("Credit somebody else", ASKER))
    select = form["data"]["components"][0]["components"][0]
    users = {OTHER: {"id": OTHER, "username": "other"}}
    data = {
        "custom_id": select["custom_id"],
        "component_type": 5,
        "values": [OTHER],
        "resolved": {"users": users},
    }
    await discord.interact({**menu("", ASKER, number=2), "type": 3, "data": data})
    assert await corrections(live) == [(Verdict.ALSO, OTHER, QUESTION)]


@pytest.mark.parametrize(
    ("target", "says"),
    [
        (LONE, "not clear what was asked"),
        (row(str(5 << 22), HELPER), "I know no message"),
        (row(ANSWER, HELPER) | {"author": {"id": HELPER, "bot": True}}, "not written by a person"),
        (row(ANSWER, HELPER, channel_id="4242"), "only look at public channels"),
        (ASKED, "not clear what was asked"),
    ],
)
async def test_what_cannot_be_marked_says_why(
    discord: FakeDiscord, live: Live, target: dict[str, Any], says: str
) -> None:
    asked = menu("Mark as answer", ASKER, target)
    asked["member"]["permissions"] = str(1 << 5)
    assert says in str(await discord.interact(asked))
    assert await corrections(live) == []


@pytest.mark.usefixtures("live")
async def test_menus_are_registered_in_both_languages(discord: FakeDiscord) -> None:
    await discord.until(lambda: discord.commands)
    names = {c["name"]: c["name_localizations"]["de"] for c in discord.commands if c["type"] == 3}
    assert names["Mark as answer"] == "Als Antwort markieren"
    assert len(names) == 4


def scheduled(**changes: object) -> dict[str, Any]:
    """An event that is over."""
    start = "2026-03-04T18:00:00+00:00"
    payload = {"id": "7", "guild_id": GUILD["id"], "name": "Flows at scale", "scheduled_start_time": start}
    return {**payload, "status": 3, **changes}


async def test_an_event_that_took_place_is_offered_as_a_talk_once(discord: FakeDiscord, live: Live) -> None:
    for changes in ({"status": 1}, {}, {}):
        await discord.gateway.emit("GUILD_SCHEDULED_EVENT_UPDATE", scheduled(**changes))
    await discord.until(lambda: live.service.intake.counts["GUILD_SCHEDULED_EVENT_UPDATE"] == 3)
    await live.settled()
    (community,) = await live.store.communities()
    async with live.store.reading(community.id) as unit:
        (offer,) = await open_offers(unit)
    assert (offer.title, str(offer.on)) == ("Flows at scale", "2026-03-04")
    assert offer.link == f"https://discord.com/events/{GUILD['id']}/7"


@pytest.mark.parametrize(
    "odd", [{"name": " "}, {"scheduled_start_time": "soon"}, {"id": "x"}, {"status": "3"}]
)
def test_odd_events_are_no_talks(odd: dict[str, Any]) -> None:
    assert talk_offer(scheduled(**odd)) is None


async def test_a_recording_that_is_posted_is_offered_without_anything_hung_on_to_it(
    discord: FakeDiscord, live: Live
) -> None:
    said = row(str(3_000 << 22), HELPER, content="my talk: https://youtu.be/abcdefghijk?si=me — zanzibar")
    said |= {"guild_id": GUILD["id"], "timestamp": "2026-03-04T18:00:00+00:00", "mentions": []}
    await discord.gateway.emit("MESSAGE_CREATE", said)
    await discord.until(lambda: live.service.intake.counts["MESSAGE_CREATE"] == 4)
    await live.settled()
    (community,) = await live.store.communities()
    async with live.store.reading(community.id) as unit:
        (offer,) = await open_offers(unit)
    assert offer.link == "https://www.youtube.com/watch?v=abcdefghijk"
    assert offer.member is not None
    assert offer.member.id == HELPER
    assert "zanzibar" not in repr(offer)
