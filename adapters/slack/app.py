"""Foster's two ways to Slack: signed HTTP requests, or Socket Mode. Both end in the same intake.

Plain events go there straight, everything else by way of Bolt.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.events import Events
from adapters.slack.intake import Intake
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.quiet import library_logger

PATIENCE_SECONDS = 3.0
"""A request must be here by then: Slack itself would have given up on it."""

_STAMP = re.compile(r"[0-9]{1,12}")
_UNSIGNED = "socket mode signs nothing"  # never compared: envelopes come through our own connection


class _Taking(AsyncMiddleware):
    """Bolt's `before_authorize`: after the signature was checked, before anything else."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt's signature
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        """Answer, or leave it to Bolt."""
        answer = await self.intake.take(req.body)
        return await next() if answer is None else answer


async def _nobody() -> AuthorizeResult:
    """Nothing gets so far that Bolt would have to find a token for it."""
    raise PermissionError


@dataclass(frozen=True, slots=True)
class Door:
    """Where everything comes in: plain events, and Bolt for the rest."""

    app: AsyncApp
    events: Events


def door(intake: Intake, client: AsyncWebClient, signing_secret: str) -> Door:
    """Signatures are checked and Slack's own questions answered; everything else goes to the intake."""
    secret = signing_secret or _UNSIGNED
    app = AsyncApp(
        client=client,
        authorize=_nobody,  # never asked; without it Bolt would set up an installation store of its own
        signing_secret=secret,
        before_authorize=_Taking(intake),
        logger=library_logger(),
    )
    return Door(app, Events(intake, SignatureVerifier(secret)))


def route(found: Callable[[], Door | None], server: web.Application) -> None:
    """Take Slack's requests at `/slack/events`. While there is no door yet, Slack tries again."""

    async def handle(request: web.Request) -> web.Response:
        at = found()
        if at is None:
            return web.Response(status=503)
        if not _STAMP.fullmatch(request.headers.get("X-Slack-Request-Timestamp", "")):
            return web.Response(status=401)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                raw = await request.read()
            if request.content_type == "application/json":
                status = await at.events.posted(raw, request.headers)
                if status is not None:
                    return web.Response(status=status)
            asked = await to_bolt_request(request)
        except TimeoutError:
            return web.Response(status=408)
        except (AttributeError, TypeError, ValueError, LookupError, RecursionError):
            return web.Response(status=400)  # Bolt looks into the body before it checks the signature
        return await to_aiohttp_response(await at.app.async_dispatch(asked))

    server.router.add_post(EVENTS_PATH, handle)


class _Socket(AsyncSocketModeHandler):
    """Bolt's own, past which plain events go."""

    events: Events

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override] # Bolt's base is laxer
        """Keep an event, or have Bolt do what is to be done."""
        if not await self.events.heard(client, req):
            await super().handle(client, req)


def socket(at: Door, app_token: str) -> AsyncSocketModeHandler:
    """A Socket Mode connection, not opened yet: `await handler.connect_async()`."""
    handler = _Socket(at.app, app_token, logger=library_logger())
    handler.events = at.events
    return handler
