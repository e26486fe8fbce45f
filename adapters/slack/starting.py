"""After somebody set Foster up: what it lacks, how far reading is, a first preview; to them alone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.directory import joined
from adapters.slack.render import Draft, Look, render
from adapters.slack.replies import answered, payload
from adapters.slack.seat import Seat
from adapters.slack.workspace import Workspace
from bot.commands.spec import Reply, Surface
from bot.usecases.credit import credit
from bot.views.card import Card, Paragraph

log = logging.getLogger(__name__)

Examined = Callable[[Workspace, str], Awaitable[Reply]]

EVERY = 2.0
"""Seconds between two looks at how far it is."""


@dataclass(slots=True)
class _Far:
    done: int = 0
    all: int = -1

    def __call__(self, done: int, all_: int) -> None:
        self.done, self.all = done, all_


async def follow(seat: Seat, user: str, examined: Examined, every: float = EVERY) -> None:
    """Say what Foster lacks, read every channel that it is in, and show then what a digest would say.

    `examined` looks at tokens, permissions and channels.
    """
    workspace, far = seat.workspace, _Far()
    look = await workspace.look()
    try:
        reading = seat.start(seat.care.read(*sorted(await joined(workspace)), told=far))
        channel = await _aside(workspace.client, user)
        found = await examined(workspace, user)
        if found.failed:
            for draft in render(found.card, look):
                await workspace.client.chat_postMessage(channel=channel, **payload(draft))
        await _tell(workspace.client, channel, reading, far, look, every)
        await reading
        await credit(workspace.core.store, workspace.community)
        reply = await answered(workspace, user, "digest preview", Surface.BUTTON)
        for draft in render(reply.card, look):
            await workspace.client.chat_postMessage(channel=channel, **payload(draft))
    except SlackApiError as refused:
        log.warning("set-up not followed", extra={"problem": str(refused.response.get("error", ""))})
    except Exception:
        log.exception("set-up not followed")


async def _aside(client: AsyncWebClient, user: str) -> str:
    """Where to write to one person. Their id does, too, where the permission to open a talk is missing."""
    try:
        opened = await client.conversations_open(users=user)
    except SlackApiError:
        return user
    return str(opened["channel"]["id"])


async def _tell(
    client: AsyncWebClient, channel: str, reading: asyncio.Task[None], far: _Far, look: Look, every: float
) -> None:
    """One message that is edited as it goes on."""
    shown = _reading(far, look)
    sent = await client.chat_postMessage(channel=channel, **payload(shown))
    done = False
    while not done:
        await asyncio.wait([reading], timeout=every)
        done = reading.done()
        now = _reading(far, look, done=done)
        if now != shown:
            shown = now
            ts, blocks = str(sent["ts"]), list(now.blocks)
            await client.chat_update(
                channel=channel, ts=ts, text=now.text, blocks=blocks, parse="none", link_names=False
            )


def _reading(far: _Far, look: Look, *, done: bool = False) -> Draft:
    t = look.texts
    if done:
        text = t.say("Everything is read. This is what a digest would say; only you see it.")
    elif far.all <= 0:
        text = t.say("Reading the last eight weeks of every channel that I am in.")
    else:
        text = t.say(
            "Reading the last eight weeks: {done} of {all} channels are done.", done=far.done, all=far.all
        )
    return render(Card("", (Paragraph((text,)),)), look)[0]
