"""Staff by role: from the list when it is chosen and on connecting, then by what the gateway says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.synthetic.community import generate
from adapters.synthetic.discord import GUILD
from bot.usecases.standing import standing
from tests.fakes.discord_gateway import guild, person
from tests.fakes.discord_live import Live, made, running
from tests.fakes.discord_server import OWN, FakeDiscord, Fault

TEAM = "4001"
ANN, BEN, BOT = "10001", "10002", "10003"
WORLD = generate(3, weeks=1, size=6)


def holding(id_: str, *roles: str, bot: bool = False) -> dict[str, Any]:
    return {**person(id_, f"user{id_}", f"Nick {id_}", bot=bot), "roles": list(roles)}


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as server:
        server.gateway.guilds[GUILD["id"]] = guild(WORLD)
        server.members[GUILD["id"]] = [
            holding(ANN, TEAM, "9"),
            holding(BEN, "9"),
            holding(BOT, TEAM, bot=True),
            *(holding(str(20_000 + number)) for number in range(1_100)),
        ]
        yield server
        assert server.problems == []


@pytest.fixture
async def live(discord: FakeDiscord) -> AsyncIterator[Live]:
    async with running(discord, made(discord)) as service:
        yield service


def pressed(number: int, data: dict[str, Any]) -> dict[str, Any]:
    member = {"user": {"id": BEN, "username": "ben"}, "permissions": str(1 << 5), "roles": []}
    head = {"id": str(number), "token": f"t{number}", "application_id": OWN, "type": 3}
    return {**head, "guild_id": GUILD["id"], "member": member, "data": data}


async def choose(discord: FakeDiscord, number: int, *roles: str) -> None:
    shown = len(discord.follow_ups)
    data = {"component_type": 6, "custom_id": "foster:pick:0:settings set staff-roles", "values": roles}
    answer = await discord.interact(pressed(number, data))
    assert "staff-roles" in str(answer["data"]["embeds"])
    await discord.until(lambda: len(discord.follow_ups) > shown)


async def staff(live: Live) -> list[str]:
    (community,) = await live.store.communities()
    async with live.store.reading(community.id) as unit:
        return sorted(member.id for member in (await standing(unit)).staff.members)


async def news(discord: FakeDiscord, live: Live, event: str, payload: dict[str, Any]) -> None:
    known = live.service.intake.counts[event]
    await discord.gateway.emit(event, {"guild_id": GUILD["id"], **payload})
    await discord.until(lambda: live.service.intake.counts[event] > known)
    await live.settled()


async def test_the_form_asks_for_people_and_roles(discord: FakeDiscord, live: Live) -> None:
    form = await discord.interact(pressed(1, {"custom_id": "foster:run:0:staff"}))
    parts = [row["components"][0] for row in form["data"]["components"]]
    assert [part["type"] for part in parts] == [5, 6, 2]
    nobody = await discord.interact(pressed(2, {"component_type": 2, "custom_id": parts[2]["custom_id"]}))
    assert "Recorded" in str(nobody["data"]["embeds"])
    assert await staff(live) == []


async def test_choosing_a_role_names_everybody_who_holds_it(discord: FakeDiscord, live: Live) -> None:
    """The list is asked for page by page, and the admin sees at once who that is."""
    await choose(discord, 1, TEAM)
    assert await staff(live) == [ANN]
    assert f"<@{ANN}>" in str(discord.follow_ups[-1]["embeds"])
    assert [path for _, path in discord.requests if path.endswith("/members")] == [
        f"/api/v10/guilds/{GUILD['id']}/members"
    ] * 2
    await choose(discord, 2)
    assert await staff(live) == []


async def test_roles_given_and_taken_count_from_then_on(discord: FakeDiscord, live: Live) -> None:
    await choose(discord, 1, TEAM)
    await news(discord, live, "GUILD_MEMBER_UPDATE", holding(BEN, TEAM))
    assert await staff(live) == [ANN, BEN]
    await news(discord, live, "GUILD_MEMBER_UPDATE", holding(ANN, "9"))
    assert await staff(live) == [BEN]
    await news(discord, live, "GUILD_MEMBER_UPDATE", holding(BOT, TEAM, bot=True))
    await news(discord, live, "GUILD_MEMBER_REMOVE", {"user": {"id": BEN, "username": "ben"}})
    assert await staff(live) == [BEN]
    await news(discord, live, "GUILD_MEMBER_ADD", holding(BEN))
    assert await staff(live) == []


async def test_without_chosen_roles_nobody_is_guessed(discord: FakeDiscord, live: Live) -> None:
    await news(discord, live, "GUILD_MEMBER_UPDATE", holding(BEN, TEAM))
    assert await staff(live) == []
    assert not any(path.endswith("/members") for _, path in discord.requests)


async def test_what_changed_while_foster_was_away_is_made_up_for(discord: FakeDiscord) -> None:
    """Whoever lost the role is no longer staff; whoever left the server stays what they were."""
    first = made(discord)
    async with running(discord, first):
        await choose(discord, 1, TEAM)
        await news(discord, first, "GUILD_MEMBER_UPDATE", holding(BEN, TEAM))
    discord.members[GUILD["id"]] = [holding(BEN, "9"), holding("30000", TEAM)]
    async with running(discord, made(discord, first.store)) as again:
        assert await staff(again) == [ANN, "30000"]


async def test_a_role_that_is_deleted_makes_nobody_staff(discord: FakeDiscord, live: Live) -> None:
    await choose(discord, 1, TEAM)
    discord.members[GUILD["id"]] = [holding(ANN), holding(BEN, "9")]
    await news(discord, live, "GUILD_ROLE_DELETE", {"role_id": "9"})
    assert await staff(live) == [ANN]
    await news(discord, live, "GUILD_ROLE_DELETE", {"role_id": TEAM})
    assert await staff(live) == []


async def test_a_list_that_cannot_be_had_changes_nothing(discord: FakeDiscord, live: Live) -> None:
    await choose(discord, 1, TEAM)
    discord.faults.append(Fault("GET", "/members$", 403))
    await news(discord, live, "GUILD_ROLE_DELETE", {"role_id": TEAM})
    assert await staff(live) == [ANN]
