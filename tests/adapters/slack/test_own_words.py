"""Words that Slack has beside the catalogue: listed, suggested, and for admins alone."""

from __future__ import annotations

import json

import pytest
from aiohttp import ClientSession

from adapters.slack.own_words import COMMANDS, widened
from bot.commands.access import matrix
from bot.commands.catalogue import catalogue
from bot.commands.parse import parse
from bot.commands.spec import Role, Surface
from bot.domain.errors import UserFacingError
from tests.fakes.slack_stage import Stage, fake
from tests.fakes.slack_workspace import Here, Json

ADMINS_ALONE = "is for the admins"


def texts(at: Here) -> str:
    return json.dumps(at.slack.responses, ensure_ascii=False)


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("setpu", "setup"),
        ("docter", "doctor"),
        ("settings chnge", "settings change"),
    ],
)
def test_a_wrong_word_gets_a_suggestion(words: str, near: str) -> None:
    with pytest.raises(UserFacingError, match="Did you mean") as caught:
        parse(words, widened(catalogue()))
    assert f"“{near}”" in str(caught.value)


def test_everything_else_is_there_as_before() -> None:
    here = widened(catalogue())
    assert [command.name for command in here if command not in COMMANDS] == [c.name for c in catalogue()]
    assert here[0].name == "help"


def test_they_are_typed_by_admins_and_the_core_offers_them_nowhere_else() -> None:
    for command, surfaces in matrix(COMMANDS):
        assert command.role is Role.ADMIN
        assert surfaces == {Surface.TYPED, Surface.DIRECT, Surface.TERMINAL}


@pytest.mark.parametrize(
    "words", ["setup", "settings", "settings change", "doctor", "private on", "Private  OFF"]
)
@pytest.mark.parametrize("user", ["U1", "U2", "U3", "U4", "U5", "UBOT", "U404"])
async def test_nobody_but_admins_gets_anything_out_of_them(at: Here, words: str, user: str) -> None:
    await at.command(words, user)
    opened = at.slack.named("views.open")
    if user == "U1":
        assert opened or "Doctor for U1" in texts(at) or "public" in texts(at) or "nothing here" in texts(at)
        return
    assert opened == []
    refused = "Only people of this workspace" if user in {"U5", "UBOT", "U404"} else ADMINS_ALONE
    assert refused in texts(at)


@pytest.mark.parametrize("user", ["U2", "U5"])
async def test_a_forged_click_gets_nothing_either(at: Here, user: str) -> None:
    click: Json = {"type": "block_actions", "user": {"id": user}, "view": {"type": "home", "id": "V2"}}
    action = {"action_id": "foster.run.0", "value": "doctor"}
    await at.interact(click | {"trigger_id": "t", "actions": [action]})
    assert "Doctor for" not in json.dumps(at.slack.named("views.open"))
    assert len(at.slack.named("views.open")) == 1


async def test_help_lists_them() -> None:
    async with fake() as slack, ClientSession():
        stage = Stage(slack)
        async with stage.running():
            workspace = stage.service.seats["T1"].workspace
            assert "/foster setup" in str(await workspace.answer("U1", "help"))
            assert "/foster setup" not in str(await workspace.answer("U2", "help"))
            assert "Slack alone" in str(await workspace.answer("U1", "setup"))  # unless the desk takes it
