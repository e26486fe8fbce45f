"""Role × command × surface through Slack's own requests: each cell of `bot.commands.access` holds there."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest

from bot.commands.access import may
from bot.commands.catalogue import catalogue
from bot.commands.spec import Command, Role, Surface
from tests.fakes.slack_workspace import Here

PEOPLE = {
    "U1": Role.ADMIN,
    "U2": Role.MEMBER,
    "U3": Role.MEMBER,  # from another workspace
    "U4": Role.MEMBER,  # a guest
    "U5": None,  # deactivated
    "UBOT": None,
    "U404": None,
}
SURFACES = (Surface.TYPED, Surface.DIRECT, Surface.BUTTON, Surface.SHARED, Surface.HOME)
REFUSALS = (
    "is for the admins",
    "is for the team",
    "cannot be run from here",
    "for you alone",
)
CELLS = list(product(PEOPLE, catalogue(), SURFACES))


async def told(at: Here, user: str, words: str, surface: Surface, number: int) -> str:
    """What Slack was told in answer to words that came from there."""
    before = len(at.slack.responses), len(at.slack.named("views.open"))
    if surface in (Surface.TYPED, Surface.DIRECT):
        channel = "C1" if surface is Surface.TYPED else "D1"
        await at.command(words, user, channel_id=channel, trigger_id=f"m{number}")
    else:
        action = "foster.share" if surface is Surface.SHARED else "foster.run.0"
        click: dict[str, Any] = {"type": "block_actions", "user": {"id": user}, "trigger_id": f"m{number}"}
        click |= {"actions": [{"action_id": action, "value": words}]}
        if surface is not Surface.HOME:
            click |= {"channel": {"id": "C1"}, "response_url": at.slack.response_url}
        await at.interact(click)
    opened = at.slack.named("views.open")[before[1] :]
    return json.dumps([at.slack.responses[before[0] :], opened], ensure_ascii=False)


async def holds(at: Here, user: str, command: Command, surface: Surface, number: int) -> None:
    role = PEOPLE[user]
    answer = await told(at, user, command.example or command.name, surface, number)
    refused = any(words in answer for words in REFUSALS)
    if role is None:
        assert "Only people of this workspace" in answer or "for you alone" in answer
    else:
        assert refused != may(role, command, surface), (user, command.name, surface, answer[:400])


async def test_some_cells(at: Here) -> None:
    for number, (user, command, surface) in list(enumerate(CELLS))[::23]:
        await holds(at, user, command, surface, number)


@pytest.mark.soak
async def test_every_cell(at: Here) -> None:
    for number, (user, command, surface) in enumerate(CELLS):
        await holds(at, user, command, surface, number)
