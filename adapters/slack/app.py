"""Foster's two ways to Slack: signed HTTP requests, or Socket Mode. Both end in the same intake."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.intake import Intake
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.quiet import library_logger
from bot.domain.errors import UserFacingError

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


def bolt(intake: Intake, client: AsyncWebClient, signing_secret: str) -> AsyncApp:
    """Bolt checks signatures and answers Slack's own questions; everything else goes to the intake."""
    return AsyncApp(
        client=client,
        signing_secret=signing_secret or _UNSIGNED,
        before_authorize=_Taking(intake),
        logger=library_logger(),
    )


def refuse_unsigned(signing_secret: str) -> None:
    """HTTP needs the secret: a `UserFacingError` says so."""
    if not signing_secret:
        raise UserFacingError(
            "Slack over HTTP needs {name}: without it nobody can tell Slack's requests from others. "
            "Set it, or set {token} for Socket Mode.",
            name="SLACK_SIGNING_SECRET",
            token="SLACK_APP_TOKEN",  # noqa: S106 - the setting's name
        )


def route(app: Callable[[], AsyncApp | None], server: web.Application) -> None:
    """Take Slack's requests at `/slack/events`. While there is no app yet, Slack tries again."""

    async def handle(request: web.Request) -> web.Response:
        ready = app()
        if ready is None:
            return web.Response(status=503)
        return await to_aiohttp_response(await ready.async_dispatch(await to_bolt_request(request)))

    server.router.add_post(EVENTS_PATH, handle)


def socket(app: AsyncApp, app_token: str) -> AsyncSocketModeHandler:
    """A Socket Mode connection, not opened yet: `await handler.connect_async()`."""
    return AsyncSocketModeHandler(app, app_token, logger=library_logger())
