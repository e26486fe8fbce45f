"""App Home: one's own thanks and why, who waits for an answer, and for admins how things stand."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from slack_sdk.errors import SlackApiError

from adapters.slack import views
from adapters.slack.replies import answered, refusal
from adapters.slack.workspace import Workspace
from bot.commands.spec import Role, Surface
from bot.domain.errors import UnsureError, UserFacingError
from bot.domain.slots import Coming
from bot.ports import Unit
from bot.usecases.questions import Wanted, open_questions
from bot.usecases.steer import next_posts
from bot.views.card import Block, Button, Buttons, Card, Note, Paragraph, Tone
from bot.views.delivery import coming_blocks
from bot.views.questions import open_questions_part
from bot.views.texts import Texts

log = logging.getLogger(__name__)

_QUESTIONS = 5


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
    except UnsureError as error:
        return [(await refusal(workspace, error)).card]
    except UserFacingError:
        return []  # nobody of this workspace
    mine = await answered(workspace, user, "me", Surface.HOME)
    async with workspace.core.store.reading(workspace.community) as unit:
        out = caller.member in await unit.people.opted_out()
        waiting = await _waiting(workspace, unit, t)
        posts = await next_posts(unit, workspace.clock.now())
    cards = [_nothing_yet(t) if mine.early else mine.card, _choice(t, out=out), waiting]
    if caller.role >= Role.ADMIN:
        admin = await _admin(workspace, posts, t)
        cards = [*cards, admin] if posts else [admin, *cards]
        ready = await answered(workspace, user, "ready", Surface.HOME)
        cards += () if ready.early else (ready.card,)
    return cards


def _nothing_yet(t: Texts) -> Card:
    """A greeting, before there is anything to tell."""
    text = t.say("Nothing was counted here yet. From the first week on you find your thanks here, and why.")
    return Card(t.say("Your thanks"), (Paragraph((text,)),))


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


async def _waiting(workspace: Workspace, unit: Unit, t: Texts) -> Card:
    """Everybody may answer: the longest waiting first."""
    preferences, now = await workspace.preferences(), workspace.clock.now()
    found = await open_questions(unit, now, Wanted(most=_QUESTIONS), workspace.core.address)
    part = open_questions_part(found, now, preferences.zone, t, preferences.text("word"))
    return Card(t.say("Questions that wait for an answer"), part)


async def _admin(workspace: Workspace, posts: Sequence[Coming], t: Texts) -> Card:
    """What is set up, and the next digest with what can be done about it."""
    chosen = await workspace.preferences()
    blocks: list[Block] = []
    if not posts:
        text = t.say("Foster is not set up yet: nobody chose where the weekly thank-you is posted.")
        blocks.append(Paragraph((text,), Tone.CAUTION))
    elif not chosen.channels("help-channels"):
        text = t.say("No help channels are chosen: every public channel counts.")
        blocks.append(Paragraph((text,), Tone.CAUTION))
    blocks += coming_blocks(posts[:1], t, chosen.zone)
    if posts:
        week = posts[0].week
        blocks.append(
            Buttons(
                (
                    Button(t.say("Preview"), "digest preview"),
                    Button(t.say("Post now"), "digest post", danger=True),
                    Button(t.say("Skip"), f"digest skip {week}", danger=True),
                )
            )
        )
    more = (
        Button(t.say("Set up Foster"), "setup"),
        Button(t.say("Change a setting"), "settings"),
        Button(t.say("All settings"), "settings show"),
        Button(t.say("Check everything"), "doctor"),
        Button(t.say("Everything I can do"), "help"),
    )
    return Card(t.say("For admins"), (*blocks, Buttons(more)))
