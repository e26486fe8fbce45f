"""Message shortcuts: what a person says about who answered whom, as facts that outrank the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.markup.names import usable
from adapters.markup.slack import instant
from adapters.slack.workspace import Workspace
from bot.commands.spec import Caller, Role
from bot.domain.errors import UserFacingError
from bot.domain.facts import Correction, Fact, Reaction, Sentiment, Verdict
from bot.domain.refs import MessageRef

THANKS = "foster-thanks"
"""The reaction that a "Thank" is kept as."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A message somebody pointed at. `root` is its thread's first message; empty outside threads."""

    channel: str
    ts: str
    author: str
    root: str = ""

    def packed(self) -> dict[str, str]:
        """To travel along in a form."""
        return {"channel": self.channel, "ts": self.ts, "author": self.author, "root": self.root}


def spot(body: Mapping[str, Any], workspace: Workspace) -> Spot:
    """The message of a shortcut; a `UserFacingError` where it counts for nothing."""
    channel, message = body.get("channel"), body.get("message")
    where = channel.get("id") if isinstance(channel, Mapping) else None
    told = message if isinstance(message, Mapping) else {}
    return unpacked(
        {
            "channel": where if isinstance(where, str) else "",
            "ts": str(told.get("ts") or ""),
            "author": str(told.get("user") or ""),
            "root": str(told.get("thread_ts") or ""),
        },
        workspace,
    )


def unpacked(parts: Mapping[str, str], workspace: Workspace) -> Spot:
    """The message that travelled along; nothing in it is believed unseen."""
    found = Spot(
        parts.get("channel", ""), parts.get("ts", ""), parts.get("author", ""), parts.get("root", "")
    )
    if not workspace.known.is_open(found.channel, None):
        raise UserFacingError("I only look at public channels.")
    known = workspace.known.accounts.get(found.author)
    if instant(found.ts) is None or not usable(found.author) or (known is not None and known.bot):
        raise UserFacingError("That message was not written by a person.")
    in_thread = found.root != found.ts and instant(found.root) is not None
    return found if in_thread else Spot(found.channel, found.ts, found.author)


async def correct(workspace: Workspace, caller: Caller, at: Spot, verdict: Verdict, helper: str) -> Fact:
    """The correction, where the caller may make it: whoever asked, the team, the helper of themselves."""
    member = caller.member
    if member is None:
        raise UserFacingError("Only a member can say this, for themselves.")
    channel = workspace.known.ref(at.channel)
    own = verdict is Verdict.NOT_ANSWER and member.id == at.author
    if not own and caller.role < Role.STAFF and member.id != await _asker(workspace, at):
        raise UserFacingError("Only whoever asked, and the team behind this community, can say so.")
    denied = verdict is Verdict.NOT_ANSWER
    if not at.root and not denied:
        raise UserFacingError("Only an answer in a thread can be marked: there it is clear what was asked.")
    return Correction(
        MessageRef(channel, at.ts),
        Verdict.NOT_ME if own else verdict,
        workspace.known.member(helper),
        member,
        workspace.clock.now(),
        MessageRef(channel, at.root) if at.root and not denied else None,
    )


def thank(workspace: Workspace, caller: Caller, at: Spot) -> Fact:
    """A thank-you, as a reaction that says so."""
    if caller.member is None or caller.member.id == at.author:
        raise UserFacingError("Thanking yourself does not count, but well done.")
    ref = MessageRef(workspace.known.ref(at.channel), at.ts)
    return Reaction(ref, caller.member, THANKS, Sentiment.THANKS, version=workspace.clock.now())


async def _asker(workspace: Workspace, at: Spot) -> str:
    """Who wrote the thread's first message, by Slack's own word."""
    if not at.root:
        return ""
    try:
        answer = await workspace.client.conversations_replies(channel=at.channel, ts=at.root, limit=1)
    except SlackApiError:
        return ""
    messages = answer.get("messages") or [{}]
    return str(messages[0].get("user") or "") if messages[0].get("ts") == at.root else ""
