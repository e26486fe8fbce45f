"""Foster was removed from a workspace. Slack's events are believed where its API says the same.

An event may be redelivered minutes later, when Foster has long been let in again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.clients import DEAD
from adapters.slack.seat import Outside
from bot.domain.refs import SpaceRef

log = logging.getLogger(__name__)

PAUSES = (0.0, 1.0, 3.0, 10.0)


async def is_gone(client: AsyncWebClient, pauses: Sequence[float] = PAUSES) -> bool:
    """Whether the token is dead, asked a few times: the event may be faster than what it tells of."""
    for pause in pauses:
        await asyncio.sleep(pause)
        try:
            await client.auth_test()
        except SlackApiError as refused:
            return str(refused.response.get("error", "")) in DEAD
    return False


async def forget(outside: Outside, space: SpaceRef) -> None:
    """The tokens go at once; the data in a while, unless Foster is let in again."""
    if outside.installations is not None:
        await outside.installations.remove(space)
    owner = await outside.core.store.community_of(space)
    if owner is not None:
        await outside.leave(owner, space)
