"""Context menus on messages: what a person says about who answered whom, as facts that outrank the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.discord.api import Api, NoError
from adapters.discord.publisher import MESSAGE
from adapters.discord.rows import MessageRow
from adapters.discord.world import World, read, space_of
from adapters.markup.discord import snowflake
from bot.commands.spec import Caller, Role
from bot.domain.errors import UserFacingError
from bot.domain.facts import Correction, Fact, Reaction, Sentiment, Verdict
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.times import Micros

THANKS = "foster-thanks"
"""The reaction that a "Thank" is kept as."""

ANSWER, NOT_ANSWER, CREDIT, THANK = "Mark as answer", "Not an answer", "Credit somebody else", "Thank"
_GERMAN = {
    ANSWER: "Als Antwort markieren",
    NOT_ANSWER: "Keine Antwort",
    CREDIT: "Jemand anderem danken",
    THANK: "Danken",
}
_MESSAGE_MENU = 3

PAYLOAD: tuple[dict[str, Any], ...] = tuple(
    {"type": _MESSAGE_MENU, "name": name, "name_localizations": {"de": german}, "contexts": [0]}
    for name, german in _GERMAN.items()
)
"""As Discord lists them."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """A message somebody pointed at, and the one that it answers, where that is clear."""

    ref: MessageRef
    author: MemberRef
    where: str
    question: str | None


def pointed(world: World, guild: str, row: MessageRow) -> Pointed:
    """A message that counts; a `UserFacingError` for all others."""
    spot = world.places.spot(row.channel_id, guild)
    if spot is None:
        raise UserFacingError("I only look at public channels.")
    if row.author is None or row.author.bot or row.webhook_id or snowflake(row.id) is None:
        raise UserFacingError("That message was not written by a person.")
    space = space_of(guild)
    reply = row.message_reference.message_id if row.message_reference and row.type == 19 else None
    root = spot.thread if spot.thread != row.id else None
    ref = MessageRef(ChannelRef(space, spot.place.id), row.id)
    return Pointed(ref, MemberRef(space, row.author.id), row.channel_id, reply or root)


async def correct(
    api: Api, caller: Caller, at: Pointed, verdict: Verdict, helper: MemberRef, now: Micros
) -> Fact:
    """The correction, where the caller may make it: whoever asked, the team, the helper of themselves."""
    member = caller.member
    if member is None:
        raise UserFacingError("Only a member can say this, for themselves.")
    own = verdict is Verdict.NOT_ANSWER and member == at.author
    if not own and caller.role < Role.STAFF and member.id != await _asker(api, at):
        raise UserFacingError("Only whoever asked, and the team behind this community, can say so.")
    denied = verdict is Verdict.NOT_ANSWER
    if at.question is None and not denied:
        raise UserFacingError(
            "Only a reply, or an answer in a thread, can be marked: there it is clear what was asked."
        )
    question = None if denied or at.question is None else MessageRef(at.ref.channel, at.question)
    return Correction(at.ref, Verdict.NOT_ME if own else verdict, helper, member, now, question)


def thank(caller: Caller, at: Pointed, now: Micros) -> Fact:
    """A thank-you, as a reaction that says so."""
    if caller.member is None or caller.member == at.author:
        raise UserFacingError("Thanking yourself does not count, but well done.")
    return Reaction(at.ref, caller.member, THANKS, Sentiment.THANKS, version=now)


async def look_up(api: Api, where: str, message: str) -> MessageRow:
    """A message as it is now; a `UserFacingError` where it is gone."""
    try:
        answer = await api.call("GET", MESSAGE, channel_id=where, message_id=message)
    except NoError:
        answer = None
    row = read(answer, MessageRow) if isinstance(answer, Mapping) else None
    if row is None:
        raise UserFacingError("That message is gone.")
    return row


async def _asker(api: Api, at: Pointed) -> str:
    """Who wrote what it answers, by Discord's own word. A thread's beginning may stand in its channel."""
    for where in dict.fromkeys((at.where, at.ref.channel.id)):
        if at.question is not None:
            try:
                row = await look_up(api, where, at.question)
            except UserFacingError:
                continue
            return row.author.id if row.author else ""
    return ""
