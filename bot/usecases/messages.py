"""Finding the message that somebody points at."""

from __future__ import annotations

from bot.domain.errors import UserFacingError
from bot.domain.facts import Message
from bot.domain.pointing import pointed
from bot.ports import Unit

_LISTED = 5


async def locate(unit: Unit, text: str, *, operator: bool = False) -> Message:
    """The message of a link or an id; a `UserFacingError` where there is none, or several.

    Messages of channels that not everybody can read are for the `operator` at the terminal alone.
    """
    at = pointed(text)
    channels = {channel.ref: channel for channel in await unit.facts.channels()}
    found = [
        message
        for message in await unit.facts.with_id(at.id, at.channel)
        if operator or channels[message.ref.channel].public
    ]
    if not found:
        raise UserFacingError(
            "I know no message “{id}”. I see public channels, since I was invited or as they were imported, "
            "and forget what is deleted. Is the link complete?",
            id=at.id[:60],
        )
    if len(found) > 1:
        raise UserFacingError(
            "Several messages have this id. Say which: {refs}.",
            refs=", ".join(str(message.ref) for message in found[:_LISTED]),
        )
    return found[0]
