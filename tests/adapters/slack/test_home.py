"""App Home: what everybody finds there, what admins find, and what is told where something fails."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.commands.spec import Arguments, Context, Reply
from tests.fakes.slack_server import Fault
from tests.fakes.slack_workspace import Here, Json


async def test_home_shows_ones_own_week_and_the_switch(at: Here) -> None:
    await at.event({"type": "app_home_opened", "user": "U2", "tab": "home"})
    await at.intake.close()
    assert '"optout"' in json.dumps(at.slack.named("views.publish")[-1])
    view = {"type": "home", "id": "V2"}
    click = {"type": "block_actions", "user": {"id": "U2"}, "trigger_id": "h", "view": view}
    await at.interact(click | {"actions": [{"action_id": "foster.run.0", "value": "optout"}]})
    assert '"optin"' in json.dumps(at.slack.named("views.publish")[-1])
    assert len(at.slack.named("views.open")) == 1
    await at.event({"type": "app_home_opened", "user": "U5", "tab": "home"})
    await at.event({"type": "app_home_opened", "user": "U1", "tab": "messages"})
    await at.intake.close()
    assert at.slack.named("views.publish")[-1]["view"]["blocks"] == []
    assert len(at.slack.named("views.publish")) == 3


async def home(at: Here, user: str) -> str:
    await at.event({"type": "app_home_opened", "user": user, "tab": "home"})
    await at.intake.close()
    return json.dumps(at.slack.named("views.publish")[-1], ensure_ascii=False)


async def test_home_shows_who_waits_and_to_admins_how_things_stand(at: Here) -> None:
    for user in ("U1", "U2"):
        assert "Nobody is waiting" in await home(at, user)
    shown = await home(at, "U1")
    assert shown.index("not set up yet") < shown.index("Nothing was counted here yet")
    assert "did not work" not in shown
    assert "not set up yet" not in await home(at, "U2")
    await at.command("settings set digest-channel <#C2>")
    shown = await home(at, "U1")
    assert shown.index("Nothing was counted here yet") < shown.index("Next posts")
    for words in ("digest preview", "digest post", "digest skip 20", "settings show", "setup", "doctor"):
        assert words in shown
    assert "digest post" not in await home(at, "U2")


@pytest.mark.parametrize("words", ["me", "ready"])
async def test_home_tells_a_failure_and_greets_nobody_instead(at: Here, words: str) -> None:
    """A bug is no newcomer: the greeting would hide it, and nobody would learn its code."""

    async def broken(_context: Context, _arguments: Arguments) -> Reply:
        raise RuntimeError

    core = at.workspace.core
    catalogue = tuple(
        replace(one, handler=broken) if one.words == (words,) else one for one in core.catalogue
    )
    at.intake.workspaces = {"T1": replace(at.workspace, core=replace(core, catalogue=catalogue))}
    shown = await home(at, "U1")
    assert "Something went wrong on our side" in shown
    assert "tell an admin this code" in shown
    assert ("Nothing was counted here yet" in shown) == (words == "ready")


async def test_home_says_that_slack_does_not_tell_who_somebody_is(at: Here) -> None:
    at.slack.faults["users.info"].append(Fault(error="internal_error"))
    assert "Please try again in a minute" in await home(at, "U2")


@pytest.mark.parametrize(("words", "said"), [("digest post", "for the admins"), ("staff none", "from here")])
async def test_what_is_pressed_at_home_is_checked_again(at: Here, words: str, said: str) -> None:
    user = "U1" if said == "from here" else "U2"
    click: Json = {"type": "block_actions", "user": {"id": user}, "trigger_id": words}
    click |= {"view": {"type": "home", "id": "V2"}}
    await at.interact(click | {"actions": [{"action_id": "foster.run.0", "value": words}]})
    assert said in json.dumps(at.slack.named("views.open")[-1])
