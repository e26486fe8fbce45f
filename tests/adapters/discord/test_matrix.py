"""Role × command × surface through Discord's own interactions: each cell of `bot.commands.access` holds."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from adapters.discord.tree import Path
from adapters.synthetic.community import generate
from adapters.synthetic.discord import GUILD, channel_ids
from bot.commands.access import may
from bot.commands.catalogue import catalogue
from bot.commands.parse import parse
from bot.commands.spec import Command, Kind, Role, Surface
from tests.fakes.discord_gateway import guild
from tests.fakes.discord_live import Live, made, running
from tests.fakes.discord_server import OWN, FakeDiscord

WORLD = generate(3, weeks=1, size=5)
HELP = channel_ids(WORLD)["help"]
ANA = "90"
MANAGE, ADMINISTRATOR = 1 << 5, 1 << 3

PEOPLE = {
    "manager": Role.ADMIN,
    "administrator": Role.ADMIN,
    "staff": Role.STAFF,
    "member": Role.MEMBER,
    "moderator": Role.MEMBER,  # every right but those two
    "bot": None,
    "nobody": None,  # without the server's word on who that is
}
RIGHTS = {
    "manager": MANAGE,
    "administrator": ADMINISTRATOR,
    "moderator": ~(MANAGE | ADMINISTRATOR) & (1 << 50) - 1,
}
SURFACES = (Surface.TYPED, Surface.DIRECT, Surface.BUTTON, Surface.SHARED, Surface.FORM)
REFUSALS = (
    "is for the admins",
    "is for the team",
    "cannot be run from here",
    "for you alone",
)
CELLS = list(product(PEOPLE, catalogue(), SURFACES))
MENUS = ("Mark as answer", "Not an answer", "Credit somebody else", "Thank")
_TYPES = {Kind.INTEGER: 4, Kind.FLAG: 5, Kind.MEMBER: 6, Kind.CHANNEL: 7}


@dataclass(slots=True)
class Here:
    """Foster in one server, and the fake Discord. `number`: of the latest interaction."""

    discord: FakeDiscord
    live: Live
    number: int = 0

    async def use(self, who: str, kind: int, data: dict[str, Any], **changes: object) -> str:
        """Somebody's interaction; everything that was said to it."""
        id_ = {"staff": str(10_000 + self.number)}.get(who, str(91 + list(PEOPLE).index(who)))
        user = {"id": id_, "username": who, "bot": who == "bot"}
        member = {"user": user, "permissions": str(RIGHTS.get(who, 0)), "roles": []}
        if who == "staff":  # somebody new, as earlier cells may have forgotten or removed the last one
            await self._staff(user)
        payload = self._head(kind) | {"guild_id": GUILD["id"], "channel_id": HELP, "data": data, **changes}
        payload |= {} if who == "nobody" or "user" in changes else {"member": member}
        before = len(self.discord.follow_ups)
        first = await self.discord.interact(payload)
        if first["type"] == 5:
            await self.discord.until(lambda: len(self.discord.follow_ups) > before)
        return json.dumps([first, self.discord.follow_ups[before:]], ensure_ascii=False)

    async def _staff(self, user: dict[str, Any]) -> None:
        option = {"type": 6, "name": "member", "value": user["id"]}
        data = self.slash(command("staff add"), [option]) | {"resolved": {"users": {user["id"]: user}}}
        admin = {"user": {"id": "91", "username": "manager"}, "permissions": str(MANAGE), "roles": []}
        payload = self._head(2) | {"guild_id": GUILD["id"], "member": admin, "data": data}
        answer = await self.discord.interact(payload)
        assert "Recorded" in str(answer), answer

    def _head(self, kind: int) -> dict[str, Any]:
        self.number += 1
        return {"id": str(self.number), "token": f"t{self.number}", "application_id": OWN, "type": kind}

    def slash(self, one: Command, options: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """What Discord sends for a typed command."""
        path: Path = next(p for p, known in self.live.service.tree.paths.items() if known.name == one.name)
        inner: list[dict[str, Any]] = list(options)
        for depth, name in enumerate(reversed(path[1:])):
            inner = [{"type": 1 if depth == 0 else 2, "name": name, "options": inner}]
        return {"type": 1, "name": path[0], "options": inner}


def command(name: str) -> Command:
    return next(one for one in catalogue() if one.name == name)


def options(one: Command) -> list[dict[str, Any]]:
    """Its example, filled into Discord's form."""
    texts, made_ = parse(one.example or one.name, catalogue()).texts, []
    for option in one.options:
        if (text := texts.get(option.name)) is not None:
            value: object = {Kind.MEMBER: ANA, Kind.CHANNEL: HELP, Kind.FLAG: True}.get(option.kind, text)
            made_.append({"type": _TYPES.get(option.kind, 3), "name": option.name, "value": value})
    return made_


@pytest.fixture
async def here() -> AsyncIterator[Here]:
    async with FakeDiscord() as discord:
        discord.gateway.guilds[GUILD["id"]] = guild(WORLD)
        async with running(discord, made(discord)) as live:
            await discord.gateway.emit(
                "GUILD_MEMBER_ADD",
                {"guild_id": GUILD["id"], "user": {"id": ANA, "username": "ana"}, "roles": []},
            )
            await discord.until(lambda: live.service.intake.counts["GUILD_MEMBER_ADD"] == 1)
            await live.settled()
            yield Here(discord, live)
        assert discord.problems == []


async def told(at: Here, who: str, one: Command, surface: Surface) -> str:
    """What was said in answer to a command given there. Ids of buttons and forms may be forged."""
    words = one.example or one.name
    match surface:
        case Surface.TYPED:
            return await at.use(who, 2, at.slash(one, options(one)))
        case Surface.DIRECT:
            user = {"id": "91", "username": who}
            return await at.use(who, 2, at.slash(one, options(one)), guild_id=None, user=user)
        case Surface.FORM:
            return await at.use(who, 3, {"component_type": 2, "custom_id": f"foster:pick:0:{words}"})
        case _:
            ask = "share" if surface is Surface.SHARED else "run"
            return await at.use(who, 3, {"component_type": 2, "custom_id": f"foster:{ask}:0:{words}"})


async def holds(at: Here, who: str, one: Command, surface: Surface) -> None:
    role = PEOPLE[who]
    answer = await told(at, who, one, surface)
    refused = any(words in answer for words in REFUSALS)
    if surface is Surface.DIRECT:
        assert "Ask me in a server where I live" in answer
    elif role is None:
        assert "Only people of this server" in answer or "for you alone" in answer
    else:
        assert refused != may(role, one, surface), (who, one.name, surface, answer[:400])


async def test_some_cells(here: Here) -> None:
    for who, one, surface in CELLS[::29]:
        await holds(here, who, one, surface)


@pytest.mark.soak
async def test_every_cell(here: Here) -> None:
    for who, one, surface in CELLS:
        await holds(here, who, one, surface)


async def test_the_menus_of_a_message_are_for_people_of_the_server(here: Here) -> None:
    target = {"id": "55", "channel_id": HELP, "type": 0, "author": {"id": ANA, "username": "ana"}}
    for who, menu in product(PEOPLE, MENUS[:2] + MENUS[3:]):
        data = {"type": 3, "name": menu, "target_id": "55", "resolved": {"messages": {"55": target}}}
        answer = await here.use(who, 2, data)
        assert ("Only people of this server" in answer) == (PEOPLE[who] is None), (who, menu, answer)
        assert not any(words in answer for words in REFUSALS)


async def test_what_is_discords_own_is_for_admins(here: Here) -> None:
    for words, (who, role) in product(("setup", "doctor", "settings change", "staff"), PEOPLE.items()):
        answer = await here.use(who, 3, {"component_type": 2, "custom_id": f"foster:run:0:{words}"})
        assert ("is for the admins" in answer) == (role in (Role.MEMBER, Role.STAFF)), (who, words, answer)
        assert ("Only people of this server" in answer) == (role is None), (who, words, answer)
