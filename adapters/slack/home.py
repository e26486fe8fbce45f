"""App Home: one's own thanks and why, and for admins how things stand."""

from __future__ import annotations

import logging

from slack_sdk.errors import SlackApiError

from adapters.slack import views
from adapters.slack.replies import answered
from adapters.slack.workspace import Workspace
from bot.commands.spec import Role
from bot.domain.errors import UserFacingError
from bot.views.card import Button, Buttons, Card, Note
from bot.views.texts import Texts

log = logging.getLogger(__name__)


async def publish(workspace: Workspace, user: str) -> None:
    """Draw somebody's Home anew."""
    if not user:
        return
    look = await workspace.look()
    cards = await _cards(workspace, user, look.texts)
    view = {"type": "home", "callback_id": "foster.home", "blocks": views.blocks(cards, look)}
    try:
        await workspace.client.views_publish(user_id=user, view=view)
    except SlackApiError as refused:
        log.warning("home not taken", extra={"problem": str(refused.response.get("error", ""))})


async def _cards(workspace: Workspace, user: str, t: Texts) -> list[Card]:
    try:
        caller = await workspace.caller(user)
    except UserFacingError:
        return []
    async with workspace.core.store.reading(workspace.community) as unit:
        out = caller.member in await unit.people.opted_out()
    cards = [(await answered(workspace, user, "me")).card, _choice(t, out=out)]
    if caller.role >= Role.ADMIN:
        cards.append((await answered(workspace, user, "ready")).card)
        cards.append(_admin(t))
    return cards


def _choice(t: Texts, *, out: bool) -> Card:
    """The switch for being named."""
    if out:
        note, button = t.say("You are not named anywhere."), Button(t.say("Name me again"), "optin")
    else:
        note, button = (
            t.say("You may be named in a weekly digest."),
            Button(t.say("Do not name me"), "optout"),
        )
    return Card(t.say("Your choice"), (Note((note,)), Buttons((button,))))


def _admin(t: Texts) -> Card:
    buttons = (
        Button(t.say("See the digest"), "digest"),
        Button(t.say("All settings"), "settings show"),
        Button(t.say("Everything I can do"), "help"),
    )
    return Card(t.say("For admins"), (Buttons(buttons),))
