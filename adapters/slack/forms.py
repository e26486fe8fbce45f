"""Forms that are filled in: each becomes the commands somebody would type, with that person's rights."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.slack import views
from adapters.slack.own_words import CHANGE, FORMS, SETUP
from adapters.slack.replies import answered
from adapters.slack.staffing import members, suggested
from adapters.slack.workspace import Workspace
from bot.commands.access import allow
from bot.commands.spec import Reply, Surface
from bot.usecases.importing import suggested_help_channels
from bot.views.card import Block, Bullets, Button, Buttons, Card, Paragraph, Tone

log = logging.getLogger(__name__)

_KEYS = ("help-channels", "digest-channel", "digest-day", "digest-time", "zone")


async def opened(workspace: Workspace, form: str, user: str) -> views.View:
    """The form to show to an admin, with what is known: channels by their activity, the asker's zone."""
    command = FORMS[form]
    allow(await workspace.caller(user), command)
    chosen, t = await workspace.preferences(), await workspace.texts()
    if command is CHANGE:
        return views.settings(t, {})
    channels = [ref.id for ref in chosen.channels("help-channels") if ref.space == workspace.space]
    if not channels:
        async with workspace.core.store.reading(workspace.community) as unit:
            asked = [each.channel for each in await suggested_help_channels(unit)]
        channels = [ref.id for ref in asked if ref.space == workspace.space]
    zone = str(chosen.zone) if "zone" in chosen.chosen else await workspace.zone_of(user)
    return views.setup(chosen, channels, zone, await suggested(workspace), t)


async def set_up(workspace: Workspace, user: str, view: Mapping[str, Any]) -> Reply:
    """The set-up form: what could not be kept is said, the rest is kept."""
    t = await workspace.texts()
    problems: list[Reply] = []
    given = views.values(view)
    allow(await workspace.caller(user), SETUP)  # whose form it was does not matter
    team = await members(workspace, several(given, "staff-domains"), several(given, "staff-groups"))
    for words in _commands(given, team):
        reply = await answered(workspace, user, words, Surface.FORM)
        if reply.failed:
            problems.append(reply)
    if not problems:
        await _come_along(workspace, given)
        blocks: tuple[Block, ...] = (
            Paragraph((t.say("Foster is set up. Nothing is posted before the time you chose."),), Tone.GOOD),
            Paragraph((t.say("I read the last weeks now, and send you a preview of the first digest."),)),
            Buttons(
                (Button(t.say("See the digest"), "digest"), Button(t.say("All settings"), "settings show"))
            ),
        )
        return Reply(Card(t.say("Ready"), blocks, Tone.GOOD))
    said = [block for reply in problems for block in reply.card.blocks if isinstance(block, Paragraph)]
    listed = Bullets(tuple(paragraph.text for paragraph in said))
    return Reply(Card(t.say("Some of it did not work"), (listed,), Tone.CAUTION), failed=True)


async def submit_settings(workspace: Workspace, user: str, view: Mapping[str, Any]) -> Reply:
    """One setting: what it would mean is shown first, with a button that saves it."""
    given = views.values(view)
    key, value = (str(given.get(name, "")).replace("»", "”") for name in ("key", "value"))
    return await answered(workspace, user, f"settings set {key} «{value}» preview=yes", Surface.FORM)


async def _come_along(workspace: Workspace, given: Mapping[str, str | list[str]]) -> None:
    """Join the channels that were chosen: Foster hears a channel only as a member."""
    digest = given.get("digest-channel")
    chosen = [*several(given, "help-channels"), *([digest] if isinstance(digest, str) else ())]
    for channel in dict.fromkeys(chosen):
        try:
            await workspace.client.conversations_join(channel=channel)
        except SlackApiError as refused:
            log.warning("channel not joined", extra={"problem": str(refused.response.get("error", ""))})


def several(given: Mapping[str, str | list[str]], name: str) -> Sequence[str]:
    """What was chosen of a list."""
    found = given.get(name)
    return found if isinstance(found, list) else ()


def _commands(given: Mapping[str, str | list[str]], team: Sequence[str]) -> Iterator[str]:
    for key in _KEYS:
        value = given.get(key)
        if value:
            yield f"settings set {key} {','.join(value) if isinstance(value, list) else value}"
    for member in dict.fromkeys([*several(given, "staff"), *team]):
        yield f"staff add <@{member}>"
