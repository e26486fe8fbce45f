"""Context menus on messages: the message that somebody points at, and the command that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.discord.api import Api, NoError
from adapters.discord.publisher import MESSAGE
from adapters.discord.rows import MessageRow
from adapters.discord.world import World, read, space_of
from adapters.markup.discord import snowflake
from bot.commands.spec import Caller
from bot.domain.errors import UserFacingError
from bot.domain.facts import Fact, Reaction, Sentiment
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
    """A message somebody pointed at."""

    ref: MessageRef
    author: MemberRef


def pointed(world: World, guild: str, row: MessageRow) -> Pointed:
    """A message that counts; a `UserFacingError` for all others."""
    spot = world.places.spot(row.channel_id, guild)
    if spot is None:
        raise UserFacingError("I only look at public channels.")
    if row.author is None or row.author.bot or row.webhook_id or snowflake(row.id) is None:
        raise UserFacingError("That message was not written by a person.")
    space = space_of(guild)
    return Pointed(MessageRef(ChannelRef(space, spot.place.id), row.id), MemberRef(space, row.author.id))


def words(menu: str, caller: Caller, at: Pointed, helper: str = "") -> str:
    """What the caller would type to say the same as by a menu, of which the helper's own denial is one."""
    if menu == CREDIT:
        return f"answer credit {at.ref} <@{helper}>"
    denied = "notme" if caller.member == at.author else "unmark"
    return f"answer {denied if menu == NOT_ANSWER else 'mark'} {at.ref}"


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
