"""Message shortcuts: the message that somebody points at, and the command that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.markup.names import usable
from adapters.markup.slack import instant
from adapters.slack.workspace import Workspace
from bot.commands.spec import Caller
from bot.domain.errors import UserFacingError
from bot.domain.facts import Fact, Reaction, Sentiment
from bot.domain.refs import MessageRef

ANSWER, NOT_ANSWER, CREDIT = "foster.answer", "foster.not_answer", "foster.credit"
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


def words(workspace: Workspace, shortcut: str, user: str, at: Spot, helper: str = "") -> str:
    """What `user` would type to say the same as by a shortcut, of which the helper's own denial is one."""
    ref = MessageRef(workspace.known.ref(at.channel), at.ts)
    if shortcut == CREDIT:
        return f"answer credit {ref} <@{helper}>"
    denied = "notme" if user == at.author else "unmark"
    return f"answer {denied if shortcut == NOT_ANSWER else 'mark'} {ref}"


def thank(workspace: Workspace, caller: Caller, at: Spot) -> Fact:
    """A thank-you, as a reaction that says so."""
    if caller.member is None or caller.member.id == at.author:
        raise UserFacingError("Thanking yourself does not count, but well done.")
    ref = MessageRef(workspace.known.ref(at.channel), at.ts)
    return Reaction(ref, caller.member, THANKS, Sentiment.THANKS, version=workspace.clock.now())
