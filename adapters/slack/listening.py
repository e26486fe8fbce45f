"""Socket Mode: one connection for all workspaces, opened again as often as it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from slack_sdk.errors import SlackApiError

from adapters.slack.app import Door, socket
from adapters.slack.clients import asking
from adapters.slack.tokens import Tokens
from bot.domain.errors import UserFacingError

_LOOK_SECONDS = 2.0


async def may_listen(tokens: Tokens) -> None:
    """Ask once before connecting: the library would try a wrong token for ever."""
    try:
        await asking("", tokens.api_url).apps_connections_open(app_token=tokens.app)
    except SlackApiError as refused:
        raise UserFacingError(
            "Socket Mode does not connect ({problem}). Look at {name}: it begins with xapp- and needs "
            "connections:write.",
            name="SLACK_APP_TOKEN",
            problem=str(refused.response.get("error", "")),
        ) from None


async def listen(
    at: Door, tokens: Tokens, caught_up: Callable[[], Awaitable[None]], stopped: asyncio.Event
) -> None:
    """Until cancelled or stopped. After each new connection, what fell between is asked back."""
    handler = socket(at, tokens.app)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call] # Bolt's
        session = handler.client.current_session
        while not stopped.is_set():
            await asyncio.sleep(_LOOK_SECONDS)
            if handler.client.current_session is not session and await handler.client.is_connected():
                session = handler.client.current_session
                await caught_up()
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # Bolt's
