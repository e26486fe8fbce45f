from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest

from adapters.discord.tenants import Tenant
from adapters.synthetic.community import generate
from adapters.synthetic.discord import GUILD, channel_ids
from bot.delivery_ports import Mark
from bot.domain.errors import UserFacingError
from bot.domain.facts import Message
from bot.domain.judging import judge
from bot.domain.refs import ChannelRef, MemberRef, Platform, SpaceRef
from bot.domain.times import Micros
from tests.fakes.discord_gateway import events, guild
from tests.fakes.discord_live import Live, made, running
from tests.fakes.discord_server import FakeDiscord, Fault

WORLD = generate(3, weeks=2, size=8)
EVENTS = [event for event in events(WORLD) if event[0] != "GUILD_CREATE"]
ANA = str(77 << 22)


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as server:
        server.gateway.guilds[GUILD["id"]] = guild(WORLD)
        yield server
        assert server.problems == []


@pytest.fixture
async def live(discord: FakeDiscord) -> AsyncIterator[Live]:
    async with running(discord, made(discord)) as service:
        yield service


def used(words: str = "help", permissions: int = 0, number: int = 1, **changes: object) -> dict[str, Any]:
    """Somebody uses a command."""
    member = {"user": {"id": ANA, "username": "ana"}, "permissions": str(permissions), "roles": []}
    first, *rest = words.split()
    options = [{"type": 1, "name": part, "options": []} for part in [first, *rest]]
    data: dict[str, Any] = {"name": "foster", "options": options[:1]}
    head = {"id": str(number), "token": f"t{number}", "application_id": str(900 << 22), "type": 2}
    return {**head, "guild_id": GUILD["id"], "member": member, "data": data, **changes}


async def say(discord: FakeDiscord, some: list[tuple[str, dict[str, Any]]]) -> None:
    for event, payload in some:
        await discord.gateway.emit(event, payload)


async def test_what_is_said_is_stored(discord: FakeDiscord, live: Live) -> None:
    await say(discord, EVENTS)
    said = [event for event in EVENTS if event[0] == "MESSAGE_CREATE"]
    await discord.until(lambda: live.service.intake.counts["MESSAGE_CREATE"] == len(said))
    await live.settled()
    people = [p for _, p in said if not p["author"]["bot"]]
    assert len({f.ref for f in live.writer.facts if isinstance(f, Message)}) == len(people)


async def test_commands_are_registered_once(discord: FakeDiscord, live: Live) -> None:
    await discord.until(lambda: discord.commands)
    assert [c["name"] for c in discord.commands if c["type"] == 1] == ["foster", "foster-admin"]
    async with running(discord, made(discord, live.store)):
        await asyncio.sleep(0.05)
    assert [method for method, path in discord.requests if path.endswith("/commands")].count("PUT") == 1


async def test_a_command_is_answered_privately(discord: FakeDiscord, live: Live) -> None:
    answer = await discord.interact(used("help"))
    assert answer["type"] == 4
    assert answer["data"]["flags"] == 64
    assert "help" in str(answer["data"]["embeds"])
    assert live.purged == []


async def test_only_admins_see_and_use_what_is_theirs(discord: FakeDiscord, live: Live) -> None:
    history = [{"type": 2, "name": "settings", "options": [{"type": 1, "name": "history", "options": []}]}]
    admin_only = {"name": "foster-admin", "options": history}
    refused = await discord.interact(used(number=1, data=admin_only))
    allowed = await discord.interact(used(number=2, permissions=1 << 5, data=admin_only))
    assert "admins of this community" in str(refused["data"]["embeds"])
    assert "admins of this community" not in str(allowed["data"]["embeds"])
    assert live.purged == []


@pytest.mark.usefixtures("live")
async def test_a_buttons_rights_are_its_pressers(discord: FakeDiscord) -> None:
    pressed = {"component_type": 2, "custom_id": "foster:run:0:settings history"}
    answer = await discord.interact(used(type=3, data=pressed))
    assert "admins of this community" in str(answer["data"]["embeds"])


@pytest.mark.usefixtures("live")
async def test_sharing_shows_everybody_only_what_anybody_may_see(discord: FakeDiscord) -> None:
    shared = await discord.interact(used(type=3, data={"custom_id": "foster:share:0:help"}))
    kept = await discord.interact(used(type=3, number=2, data={"custom_id": "foster:share:0:optout"}))
    assert "flags" not in shared["data"]
    assert kept["data"]["flags"] == 64
    assert "for you alone" in str(kept["data"]["embeds"])


@pytest.mark.usefixtures("live")
async def test_a_form_asks_and_its_answer_runs(discord: FakeDiscord) -> None:
    admin = 1 << 3
    opened = await discord.interact(
        used(type=3, permissions=admin, data={"custom_id": "foster:form:0:settings set slots"})
    )
    assert opened["type"] == 9
    filled = [{"components": [{"custom_id": "value", "value": "5"}]}]
    data = {"custom_id": opened["data"]["custom_id"], "components": filled}
    done = await discord.interact(used(type=5, number=2, permissions=admin, data=data))
    assert "slots" in str(done["data"]["embeds"])


@pytest.mark.usefixtures("live")
async def test_values_are_suggested_while_typing(discord: FakeDiscord) -> None:
    inner = [{"type": 3, "name": "key", "value": "digest", "focused": True}]
    options = [{"type": 2, "name": "settings", "options": [{"type": 1, "name": "set", "options": inner}]}]
    answer = await discord.interact(used(type=4, data={"name": "foster-admin", "options": options}))
    assert {"name": "digest-day", "value": "digest-day"} in answer["data"]["choices"]


async def test_a_slow_answer_is_announced_first(discord: FakeDiscord) -> None:
    live = made(discord)
    object.__setattr__(live.service.answers, "patience", 0.0)
    async with running(discord, live):
        answer = await discord.interact(used())
        assert answer == {"type": 5, "data": {"flags": 64}}
        await discord.until(lambda: discord.follow_ups)


@pytest.mark.usefixtures("live")
async def test_outside_servers_nothing_is_done(discord: FakeDiscord) -> None:
    answer = await discord.interact(used(guild_id=None))
    assert answer["data"]["content"] == "Ask me in a server where I live."


async def test_a_cut_connection_is_resumed_without_loss(discord: FakeDiscord, live: Live) -> None:
    await say(discord, EVENTS[:40])
    await discord.gateway.drop()
    await say(discord, EVENTS[40:80])
    await discord.until(lambda: discord.gateway.resumed == 1, 10)
    await say(discord, EVENTS[80:120])
    expected = sum(event == "MESSAGE_CREATE" for event, _ in EVENTS[:120])
    await discord.until(lambda: live.service.intake.counts["MESSAGE_CREATE"] == expected)


async def test_discord_may_ask_to_reconnect(discord: FakeDiscord, live: Live) -> None:
    await discord.gateway.each(7)
    await discord.until(lambda: discord.gateway.resumed == 1, 10)
    await say(discord, EVENTS[:10])
    await discord.until(lambda: live.service.intake.counts["MESSAGE_CREATE"] > 0)


async def test_a_gap_on_another_platform_is_not_asked_for_here(discord: FakeDiscord, live: Live) -> None:
    """A community of both: Slack's side closes it."""
    (community,) = await live.store.communities()
    gap = Mark(ChannelRef(SpaceRef(Platform.SLACK, "T1"), "C1"), Micros(1), Micros(2), gap=True)
    async with live.store.writing(community.id) as unit:
        await unit.marks.save([gap])
    await live.service.care.arrived(GUILD["id"], Tenant(community.id, partial(judge, salt=b"salt")))
    await live.settled()
    async with live.store.reading(community.id) as unit:
        marks = await unit.marks.all()
    assert gap in marks
    assert [mark.channel.id for mark in marks if mark.gap] == ["C1"]
    assert not any("C1" in path for _, path in discord.requests)


async def test_an_outage_deletes_nothing_and_a_removal_purges(discord: FakeDiscord, live: Live) -> None:
    await discord.gateway.emit("GUILD_DELETE", {"id": GUILD["id"], "unavailable": True})
    await discord.until(lambda: live.service.intake.counts["GUILD_DELETE"] == 1)
    assert live.purged == []
    await discord.gateway.emit("GUILD_DELETE", {"id": GUILD["id"]})
    await discord.until(lambda: live.purged)
    assert [space.id for space in live.purged] == [GUILD["id"]]


async def test_a_database_that_was_away_loses_nothing(discord: FakeDiscord, live: Live) -> None:
    live.writer.broken = True
    await say(discord, EVENTS[:20])
    await discord.until(lambda: live.service.intake.put_off > 0)
    live.writer.broken = False
    await live.settled()
    expected = [p for e, p in EVENTS[:20] if e == "MESSAGE_CREATE" and not p["author"]["bot"]]
    assert len({f.ref for f in live.writer.facts if isinstance(f, Message)}) == len(expected)


@pytest.mark.parametrize(("code", "says"), [(4014, "Server Members Intent")])
async def test_missing_intents_say_what_to_switch_on(discord: FakeDiscord, code: int, says: str) -> None:
    discord.gateway.refuse = code
    with pytest.raises(UserFacingError, match=says):
        await made(discord).service.serve()


async def test_a_wrong_token_says_what_to_copy(discord: FakeDiscord) -> None:
    with pytest.raises(UserFacingError, match="DISCORD_TOKEN"):
        await made(discord, token="wrong").service.serve()  # noqa: S106 - opens nothing
    assert len(discord.requests) < 5


async def test_waits_when_told_to(discord: FakeDiscord) -> None:
    headers = {"Via": "1.1", "Retry-After": "0.1"}
    told = {"message": "slow down", "retry_after": 0.1, "global": True}
    discord.faults.append(Fault("PUT", "commands$", 429, headers, told))
    async with running(discord, made(discord)):
        await discord.until(lambda: discord.commands)


async def test_setup_is_one_message_whose_choices_count_at_once(discord: FakeDiscord, live: Live) -> None:
    admin = 1 << 5
    data = {"name": "foster-admin", "options": [{"type": 1, "name": "setup", "options": []}]}
    refused = await discord.interact(used(data=data))
    assert "admins of this community" in str(refused["data"]["embeds"])
    form = await discord.interact(used(number=2, permissions=admin, data=data))
    ids = [part["custom_id"] for row in form["data"]["components"] for part in row["components"]]
    assert ids[0] == "foster:pick:0:settings set help-channels"
    help_ = channel_ids(WORLD)["help"]
    choice = {"component_type": 8, "custom_id": ids[0], "values": [help_]}
    chosen = await discord.interact(used(type=3, number=3, permissions=admin, data=choice))
    assert "help-channels" in str(chosen["data"]["embeds"])
    assert "#help" in str(chosen["data"]["embeds"])
    day = {"component_type": 3, "custom_id": ids[2], "values": ["friday"]}
    assert "friday" in str(await discord.interact(used(type=3, number=4, permissions=admin, data=day)))
    denied = await discord.interact(used(type=3, number=5, data=day))
    assert "admins of this community" in str(denied["data"]["embeds"])
    (community,) = await live.store.communities()
    async with live.store.reading(community.id) as unit:
        assert (await unit.settings.all())["digest-day"] == "friday"


async def test_staff_are_chosen_from_a_list(discord: FakeDiscord, live: Live) -> None:
    admin = 1 << 5
    listed = await discord.interact(used(type=3, permissions=admin, data={"custom_id": "foster:run:0:staff"}))
    custom_id = listed["data"]["components"][0]["components"][0]["custom_id"]
    bo = {"id": "555", "username": "bo"}
    data = {"component_type": 5, "custom_id": custom_id, "values": ["555"]}
    data |= {"resolved": {"users": {"555": bo}, "members": {"555": {"nick": "Bo"}}}}
    done = await discord.interact(used(type=3, number=2, permissions=admin, data=data))
    assert "<@555>" in str(done["data"]["embeds"])
    (community,) = await live.store.communities()
    async with live.store.reading(community.id) as unit:
        assert len(await unit.evidence.all()) == 1


async def test_the_doctor_says_what_is_missing_and_how_to_mend_it(discord: FakeDiscord, live: Live) -> None:
    await discord.until(lambda: discord.commands)
    data = {"name": "foster-admin", "options": [{"type": 1, "name": "doctor", "options": []}]}
    await discord.interact(used(permissions=1 << 5, data=data))
    await discord.until(lambda: discord.follow_ups)
    text = discord.follow_ups[0]["embeds"][0]["description"]
    assert "Message Content Intent" in text
    assert "Embed Links" in text
    assert "❌ **Commands**" not in text
    assert live.purged == []


async def test_an_export_follows_in_private_as_a_file_and_forgetting_is_done_at_once(
    discord: FakeDiscord, live: Live
) -> None:
    me = {"type": 1, "name": "me", "options": []}
    data = {"name": "foster", "options": [{"type": 2, "name": "export", "options": [me]}]}
    await discord.interact(used(number=70, data=data))
    await discord.until(lambda: discord.follow_ups)
    assert discord.follow_ups[0]["flags"] == 64
    words = {"type": 1, "name": "me", "options": [{"type": 5, "name": "yes", "value": True}]}
    data = {"name": "foster", "options": [{"type": 2, "name": "forget", "options": [words]}]}
    answer = await discord.interact(used(number=71, data=data))
    assert "You are forgotten" in str(answer)
    ana = MemberRef(SpaceRef(Platform.DISCORD, GUILD["id"]), ANA)
    (community,) = await live.store.communities()
    async with live.store.reading(community.id) as unit:
        assert await unit.privacy.is_forgotten(ana)
        assert await unit.people.accounts([ana]) == {}
    assert not live.service.answers.callers.world.people.knows(ana.space, ANA)
