"""Cards for somebody else, such as a thank-you: sent once, at once, and kept nowhere."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from adapters.discord.api import Api, LaterError, LostError, NoError
from adapters.discord.publisher import MESSAGES
from adapters.discord.render import draw
from adapters.discord.speech import PLAIN, Speech
from bot.commands.spec import Aside

log = logging.getLogger(__name__)

PRIVATE = "/users/@me/channels"


async def pass_on(api: Api, aside: Aside, channel: str, speech: Speech = PLAIN) -> None:
    """Say it where it was said, or privately; privately, too, where Foster may not write in `channel`."""
    if aside.here and channel and await _posted(api, aside, channel, speech):
        return
    try:
        opened: Mapping[str, Any] = await api.call("POST", PRIVATE, {"recipient_id": aside.to.id})
    except (NoError, LaterError, LostError) as problem:
        log.warning("not passed on", extra={"problem": type(problem).__name__})
        return
    await _posted(api, aside, str(opened["id"]), speech)


async def _posted(api: Api, aside: Aside, channel: str, speech: Speech) -> bool:
    """Whether Discord took it."""
    try:
        for drawn in draw(aside.card, speech=speech):
            await api.call("POST", MESSAGES, drawn.payload, channel_id=channel)
    except (NoError, LaterError, LostError) as problem:
        log.warning("not passed on", extra={"problem": type(problem).__name__})
        return False
    return True
