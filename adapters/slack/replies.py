"""Replies on their way: by `response_url` where there is one, else as a message only the asker sees."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.slack.asides import pass_on
from adapters.slack.limits import BUTTON_VALUE, size
from adapters.slack.pictures import hand_over
from adapters.slack.render import Draft, render
from adapters.slack.response_urls import respond
from adapters.slack.rich import Element
from adapters.slack.workspace import Workspace
from bot.commands.access import offered
from bot.commands.parse import parse
from bot.commands.spec import Reply, Role, Surface
from bot.domain.errors import UserFacingError
from bot.views import problem
from bot.views.texts import Texts

log = logging.getLogger(__name__)

SHARE = "foster.share"
_RESPONSES = 5
"""How often Slack takes an answer at one `response_url`."""

PLAIN: Mapping[str, Any] = {
    "mrkdwn": False,
    "parse": "none",
    "link_names": False,
    "unfurl_links": False,
    "unfurl_media": False,
}
"""On every message: nothing in its text is read as markup, and no link is looked into."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody asked: who, in which channel (empty in App Home), and the address for answers.

    `thread` is the first message of the thread that was pointed at.
    """

    workspace: Workspace
    user: str
    channel: str = ""
    url: object = None
    thread: str = ""


async def run(place: Place, words: str, surface: Surface = Surface.TYPED) -> None:
    """Answer words; `SHARED`: for everybody in the channel, where the command is anybody's to give."""
    workspace, share = place.workspace, surface is Surface.SHARED
    if share and not shareable(words, workspace):
        reply = await refusal(workspace, UserFacingError("This answer is for you alone."))
    else:
        reply = await answered(workspace, place.user, words, surface)
    await say(place, reply, words, public=not reply.failed and (share or not reply.private))
    for aside in reply.asides:
        await pass_on(place, aside)


async def answered(workspace: Workspace, user: str, words: str, surface: Surface = Surface.TYPED) -> Reply:
    """The answer to somebody, also where they may not ask at all."""
    try:
        reply = await workspace.answer(user, words, surface)
    except UserFacingError as error:
        return await refusal(workspace, error)
    for file in reply.files:
        await hand_over(workspace.client, user, file)
    workspace.known.forget(reply.forgotten)
    return reply


async def refusal(workspace: Workspace, error: UserFacingError) -> Reply:
    """What could not be done, and why."""
    return Reply(problem.problem(await workspace.texts(), error), failed=True)


async def say(place: Place, reply: Reply, words: str = "", *, public: bool = False) -> None:
    """Bring a reply to where it was asked for. A private one carries a button to share it."""
    look = await place.workspace.look()
    drafts = list(render(reply.card, look))
    if words and not public and not reply.failed and shareable(words, place.workspace):
        drafts[-1] = _with_share(drafts[-1], words, look.texts)
    for number, draft in enumerate(drafts):
        sent = number < _RESPONSES and await respond(
            place.url,
            {
                **payload(draft),
                "response_type": "in_channel" if public else "ephemeral",
                "replace_original": False,
            },
            place.workspace.client.base_url,
        )
        if not sent:
            await _ephemeral(place, draft)


def payload(draft: Draft) -> dict[str, Any]:
    """A message's own fields."""
    return {"text": draft.text, "blocks": list(draft.blocks), **PLAIN}


def shareable(words: str, workspace: Workspace) -> bool:
    """Whether everybody may see the answer: only what everybody may ask."""
    try:
        command = parse(words, workspace.core.catalogue).command
        return command.role is Role.MEMBER and offered(command, Surface.SHARED)
    except UserFacingError:
        return False


def _with_share(draft: Draft, words: str, t: Texts) -> Draft:
    if size(words) > BUTTON_VALUE or not words:
        return draft
    button: Element = {
        "type": "button",
        "action_id": SHARE,
        "text": {"type": "plain_text", "text": t.say("Share in this channel"), "emoji": False},
        "value": words,
    }
    return Draft(draft.text, (*draft.blocks, {"type": "actions", "block_id": SHARE, "elements": [button]}))


async def _ephemeral(place: Place, draft: Draft) -> None:
    """The way without a `response_url`: private, whatever was asked for."""
    if not place.channel:
        return
    try:
        await place.workspace.client.chat_postEphemeral(
            channel=place.channel,
            user=place.user,
            text=draft.text,
            blocks=list(draft.blocks),
            parse="none",
            link_names=False,
        )
    except SlackApiError as refused:
        log.warning("answer not taken", extra={"problem": str(refused.response.get("error", ""))})
