"""Socket Mode: one connection for all workspaces, opened again as often as it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.app import Door, socket
from adapters.slack.clients import REJECTED, asking, problem_of
from adapters.slack.tokens import Tokens
from bot.domain.errors import SettingsError, UserFacingError

_LOOK_SECONDS = 2.0
AWAY_SECONDS = 60.0


async def may_listen(tokens: Tokens) -> None:
    """Ask once before connecting: the library would try a wrong token for ever.

    A `SettingsError` where Slack rejects it, another `UserFacingError` where nothing is known of it.
    """
    try:
        await asking("", tokens.api_url).apps_connections_open(app_token=tokens.app)
    except SlackApiError as refused:
        if (problem := problem_of(refused)) not in REJECTED:
            raise silent(problem) from None
        raise SettingsError(
            "Socket Mode does not connect ({problem}). Look at {name}: it begins with xapp- and needs "
            "connections:write.",
            name="SLACK_APP_TOKEN",
            problem=problem,
        ) from None
    except (aiohttp.ClientError, TimeoutError):
        raise silent() from None


def silent(problem: str = "") -> UserFacingError:
    """Slack says nothing, or nothing about our tokens: that may pass."""
    if problem:
        return UserFacingError("Slack cannot be used just now ({problem}).", problem=problem)
    return UserFacingError("Slack does not answer. Look at the network and SLACK_API_URL.")


async def listen(
    at: Door,
    tokens: Tokens,
    caught_up: Callable[[], Awaitable[None]],
    stopped: asyncio.Event,
    patience: float = AWAY_SECONDS,
) -> None:
    """Until cancelled or stopped. After each new connection, what fell between is asked back.

    The library connects again by itself. Where it cannot for a minute, what Slack says about it is raised.
    """
    handler = socket(at, tokens.app)
    client = handler.client
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call] # Bolt's
        session, away = client.current_session, 0.0
        while not stopped.is_set():
            await asyncio.sleep(_LOOK_SECONDS)
            away = 0.0 if await client.is_connected() else away + _LOOK_SECONDS
            if away >= patience:
                await may_listen(tokens)
                raise ConnectionError
            if not away and client.current_session is not session:
                session = client.current_session
                await caught_up()
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # Bolt's
