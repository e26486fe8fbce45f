"""The guided set-up: checked at once, read with progress, previewed for the admin alone; settings by form."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.synthetic.community import generate
from adapters.synthetic.discord import GUILD, channel_ids, snowflake
from bot.domain.facts import ThreadState
from bot.domain.times import SECOND, Micros
from tests.fakes.discord_gateway import events, guild, stamp
from tests.fakes.discord_live import Live, made, running
from tests.fakes.discord_server import OWN, FakeDiscord

WORLD = generate(3, weeks=2, size=8)
HELP = channel_ids(WORLD)["help"]
ADMIN = 1 << 5
SAID = [p for e, p in events(WORLD) if e == "MESSAGE_CREATE" and p["channel_id"] == HELP]
AFTER = Micros((WORLD.posts[-1].at + 86_400_000) * 1_000)


class Ticking:
    """A clock that moves a second at every look."""

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> Micros:
        self.at += SECOND
        return Micros(self.at)


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as server:
        server.gateway.guilds[GUILD["id"]] = guild(WORLD)
        server.history[HELP] = list(SAID)
        yield server
        assert server.problems == []


@pytest.fixture
async def live(discord: FakeDiscord) -> AsyncIterator[Live]:
    service = made(discord, clock=Ticking(AFTER))
    service.service.starting.every = 0.02
    async with running(discord, service):
        yield service


def used(number: int, kind: int, data: dict[str, Any], permissions: int = ADMIN) -> dict[str, Any]:
    member = {"user": {"id": "4242", "username": "cm"}, "permissions": str(permissions), "roles": []}
    head = {"id": str(number), "token": f"t{number}", "application_id": OWN, "type": kind}
    return {**head, "guild_id": GUILD["id"], "member": member, "data": data}


def typed(*words: str) -> dict[str, Any]:
    data: dict[str, Any] = {"type": 1, "name": words[-1], "options": []}
    for word in reversed(words[:-1]):
        data = {"name": word, "options": [data], "type": 2}
    return data


def shown(discord: FakeDiscord) -> list[str]:
    return [str(body["embeds"]) for body in discord.follow_ups]


@pytest.mark.usefixtures("live")
async def test_what_is_missing_is_said_with_the_form(discord: FakeDiscord) -> None:
    await discord.until(lambda: discord.commands)
    form = await discord.interact(used(1, 2, typed("foster-admin", "setup")))
    assert form["type"] == 4
    await discord.until(lambda: discord.follow_ups)
    assert "Message Content Intent" in shown(discord)[0]
    assert "Embed Links" in shown(discord)[0]
    assert discord.follow_ups[0]["flags"] == 64


@pytest.mark.usefixtures("live")
async def test_the_form_shows_what_is_chosen_already_and_speaks_german(discord: FakeDiscord) -> None:
    def part(form: dict[str, Any], row: int) -> dict[str, Any]:
        found: dict[str, Any] = form["data"]["components"][row]["components"][0]
        return found

    for number, (key, value) in enumerate(
        [("language", "de"), ("digest-day", "friday"), ("zone", "Asia/Tokyo")]
    ):
        pick = {"component_type": 3, "custom_id": f"foster:pick:0:settings set {key}", "values": [value]}
        await discord.interact(used(number, 3, pick))
    pick = {"component_type": 8, "custom_id": "foster:pick:0:settings set help-channels", "values": [HELP]}
    await discord.interact(used(7, 3, pick))
    form = await discord.interact(used(8, 2, typed("foster-admin", "setup")))
    assert part(form, 0)["default_values"] == [{"id": HELP, "type": "channel"}]
    assert "default_values" not in part(form, 1)
    chosen = [
        option["label"] for row in (2, 3) for option in part(form, row)["options"] if "default" in option
    ]
    assert chosen == ["Freitag", "10:00"]
    zone = await discord.interact(
        used(9, 3, {"component_type": 2, "custom_id": "foster:form:0:settings set zone"})
    )
    assert part(zone, 0)["value"] == "Asia/Tokyo"
    assert part(zone, 0)["placeholder"]


async def test_help_channels_are_read_with_progress_and_a_preview(discord: FakeDiscord, live: Live) -> None:
    """Once chosen: how far it is, then what a digest would say; all of it for that admin alone."""
    pick = {"component_type": 8, "custom_id": "foster:pick:0:settings set help-channels", "values": [HELP]}
    await discord.interact(used(1, 3, pick))
    await discord.until(lambda: any("Everything is read" in text for text in shown(discord)))
    await discord.until(lambda: "Nothing was posted" in shown(discord)[-1])
    assert any("Reading the last five weeks" in text for text in shown(discord))
    assert any("missing" in text for text in shown(discord))
    assert all(body.get("flags") == 64 for body in discord.follow_ups if "flags" in body)
    assert live.service.starting.every == 0.02


async def test_reading_that_takes_too_long_is_previewed_as_it_is(discord: FakeDiscord, live: Live) -> None:
    clock = live.service.starting.clock
    assert isinstance(clock, Ticking)
    async with live.service.care._turns, live.service.care._turns, live.service.care._turns:
        await live.service.care._turns.acquire()
        pick = {
            "component_type": 8,
            "custom_id": "foster:pick:0:settings set help-channels",
            "values": [HELP],
        }
        await discord.interact(used(1, 3, pick))
        await discord.until(lambda: any("of every channel" in text for text in shown(discord)))
        clock.at += 900 * SECOND
        await discord.until(lambda: any("Reading goes on" in text for text in shown(discord)))
        live.service.care._turns.release()


async def test_a_setting_is_changed_in_a_form_that_shows_what_it_means(
    discord: FakeDiscord, live: Live
) -> None:
    listed = await discord.interact(used(1, 2, typed("foster-admin", "settings", "change")))
    selects = [row["components"][0] for row in listed["data"]["components"]]
    keys = [option["value"] for select in selects for option in select["options"]]
    assert len(keys) == len(set(keys)) > 50
    choice = {"component_type": 3, "custom_id": selects[0]["custom_id"], "values": ["reach"]}
    form = await discord.interact(used(2, 3, choice))
    assert form["type"] == 9
    field = form["data"]["components"][0]["components"][0]
    assert field["value"] == "3"
    sent = {
        "custom_id": form["data"]["custom_id"],
        "components": [{"components": [{"custom_id": "value", "value": "4"}]}],
    }
    tried = await discord.interact(used(3, 5, sent))
    assert "nothing is saved" in str(tried["data"]["embeds"])
    (save,) = (part for row in tried["data"]["components"] for part in row["components"])
    assert "reach" not in await stored(live)
    saved = await discord.interact(used(4, 3, {"component_type": 2, "custom_id": save["custom_id"]}))
    assert "Saved" in str(saved["data"]["embeds"])
    assert (await stored(live))["reach"] == "4"


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize(
    ("key", "permissions", "says"),
    [("reach", 0, "admins of this community"), ("nothing", ADMIN, "There is no setting")],
)
async def test_no_form_for_others_and_none_for_nothing(
    discord: FakeDiscord, key: str, permissions: int, says: str
) -> None:
    choice = {"component_type": 3, "custom_id": "foster:edit:0:settings set", "values": [key]}
    answer = await discord.interact(used(1, 3, choice, permissions))
    assert says in str(answer["data"]["embeds"])


async def stored(live: Live) -> dict[str, str]:
    (community,) = await live.store.communities()
    async with live.store.reading(community.id) as unit:
        return dict(await unit.settings.all())


async def test_tags_that_say_solved_can_be_chosen(discord: FakeDiscord, live: Live) -> None:
    """A post that carries such a tag counts as solved at once, without waiting for it to change."""
    forum = next(c for c in discord.gateway.guilds[GUILD["id"]]["channels"] if c["type"] == 15)
    forum["available_tags"] = [{"id": "7", "name": "Fixed"}]
    await discord.gateway.emit("CHANNEL_UPDATE", {**forum, "guild_id": GUILD["id"]})
    at = WORLD.posts[0].at
    post = {"id": snowflake(at), "type": 11, "guild_id": GUILD["id"], "parent_id": forum["id"], "name": "x"}
    post |= {"applied_tags": ["7"], "thread_metadata": {"archived": False, "create_timestamp": stamp(at)}}
    discord.threads[post["id"]] = post
    await discord.until(lambda: live.service.intake.counts["CHANNEL_UPDATE"] == 1)
    assert solved(live) == []
    change = typed("foster-admin", "settings", "set")
    change["options"][0]["options"][0]["options"] = [
        {"name": "key", "type": 3, "value": "solved-tags"},
        {"name": "value", "type": 3, "value": "fixed, works"},
    ]
    await discord.interact(used(1, 2, change))
    await discord.until(lambda: solved(live) == [post["id"]])


def solved(live: Live) -> list[str]:
    return [fact.root.id for fact in live.writer.facts if isinstance(fact, ThreadState) and fact.solved]


async def test_a_private_channel_is_read_only_as_long_as_it_is_chosen(
    discord: FakeDiscord, live: Live
) -> None:
    hidden = {"id": GUILD["id"], "type": 0, "allow": "0", "deny": str(1 << 10)}
    channel = {"id": "555", "type": 0, "name": "team", "guild_id": GUILD["id"]}
    discord.gateway.guilds[GUILD["id"]]["channels"].append(channel)
    await discord.gateway.emit("CHANNEL_CREATE", {**channel, "permission_overwrites": [hidden]})
    await discord.until(lambda: live.service.intake.counts["CHANNEL_CREATE"] == 1)
    places = live.service.intake.world.places
    assert places.spot("555", GUILD["id"]) is None
    for number, (value, read) in enumerate([("555", True), (HELP, False)], 1):
        custom = "foster:pick:0:settings set help-channels"
        await discord.interact(used(number, 3, {"component_type": 8, "custom_id": custom, "values": [value]}))
        await discord.until(lambda read=read: (places.spot("555", GUILD["id"]) is not None) is read)
