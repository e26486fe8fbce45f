"""Slack, put together: one workspace, served until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from adapters.slack.app import bolt, refuse_unsigned, route, socket
from adapters.slack.care import Care, NotingWriter
from adapters.slack.clients import asking, posting
from adapters.slack.desk import Desk
from adapters.slack.doctor import Access, examine
from adapters.slack.inbound import Judge
from adapters.slack.intake import Intake
from adapters.slack.known import Known
from adapters.slack.pictures import Draw
from adapters.slack.publisher import SlackPublisher
from adapters.slack.workspace import Workspace
from bot.commands.spec import Reply
from bot.core import Core
from bot.delivery_ports import Target, TryLaterError
from bot.domain.errors import UserFacingError
from bot.domain.refs import CommunityId, MessageRef, Platform, SpaceRef
from bot.domain.times import MINUTE
from bot.ports import Clock
from bot.usecases.backfill import HighWater
from bot.views.card import Card
from bot.views.texts import texts

log = logging.getLogger(__name__)

Join = Callable[[SpaceRef, str], Awaitable[tuple[CommunityId, Judge]]]
"""The community of a workspace with this title, made where it is new; and the judge of its texts."""
Purge = Callable[[CommunityId, SpaceRef], Awaitable[None]]
"""Forget everything of a workspace that removed Foster."""

_LOOK_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Tokens:
    """With an app token Socket Mode, else signed HTTP on `host` and `port`, behind whatever ends TLS."""

    bot: str
    app: str = ""
    signing_secret: str = ""
    api_url: str = "https://slack.com/api/"
    host: str = "0.0.0.0"  # noqa: S104 - Slack, or a proxy in front, has to reach it
    port: int = 3000


@dataclass(frozen=True, slots=True)
class Outside:
    """What the program gives to Slack. `paint` draws charts, `join` finds a workspace's community."""

    core: Core
    clock: Clock
    join: Join
    purge: Purge
    paint: Draw | None = None


@dataclass(slots=True)
class SlackService:
    """`serve` runs until cancelled; what came in before is stored and answered then.

    It is also `bot.delivery_ports.Publisher`, which asks to come back later until the workspace is known.
    """

    tokens: Tokens
    outside: Outside
    workspace: Workspace | None = None
    port: int = 0
    _publisher: SlackPublisher | None = None
    _app: AsyncApp | None = None
    _intake: Intake | None = None
    _care: Care | None = None
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self) -> None:
        """Connect and work. A `UserFacingError` where Slack will not have us."""
        workspace = await self._connect()
        care, intake = self._care, self._intake
        if care is None or intake is None:
            raise RuntimeError("not connected")
        tasks = [asyncio.create_task(care.forever()), asyncio.create_task(care.arrive())]
        log.info("on Slack", extra={"space": str(workspace.space), "socket": bool(self.tokens.app)})
        try:
            if self.tokens.app and self._app is not None:
                await self._listen(self._app, care)
            else:
                await self._serve_http()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await intake.close()
            await care.close()
            self._app = None

    def ready(self) -> bool:
        """Whether the workspace is connected."""
        return self._app is not None

    def permalink(self, message: MessageRef, thread: str | None = None) -> str:
        """A message's address, without asking Slack; with its thread, it opens beside. Empty elsewhere."""
        workspace = self.workspace
        if workspace is None or message.channel.space != workspace.space or not workspace.url:
            return ""
        here = message.channel.id
        beside = "" if thread is None else f"?thread_ts={thread}&cid={here}"
        return f"{workspace.url.rstrip('/')}/archives/{here}/p{message.id.replace('.', '')}{beside}"

    async def post(self, to: Target, card: Card, key: str) -> str:
        """See `bot.delivery_ports.Publisher`."""
        return await self._carrier().post(to, card, key)

    async def find(self, to: Target, key: str) -> str | None:
        """See `bot.delivery_ports.Publisher`."""
        return await self._carrier().find(to, key)

    async def edit(self, to: Target, external: str, card: Card, key: str) -> None:
        """See `bot.delivery_ports.Publisher`."""
        await self._carrier().edit(to, external, card, key)

    async def doctor(self) -> Reply:
        """What is wrong, as far as it shows from here. Needs no connection."""
        return await examine(self._access(), self.workspace, texts("en"))

    def _carrier(self) -> SlackPublisher:
        if self._publisher is None:
            raise TryLaterError(MINUTE)
        return self._publisher

    async def _connect(self) -> Workspace:
        tokens, core, clock = self.tokens, self.outside.core, self.outside.clock
        self._stopped.clear()
        client = asking(tokens.bot, tokens.api_url)
        try:
            me = await client.auth_test()
        except SlackApiError as refused:
            raise UserFacingError(
                "Slack does not take {name} ({problem}). Copy it again from “OAuth & Permissions” at "
                "api.slack.com/apps, or run {doctor}.",
                name="SLACK_BOT_TOKEN",
                problem=str(refused.response.get("error", "")),
                doctor="foster doctor slack",
            ) from None
        space = SpaceRef(Platform.SLACK, str(me["team_id"]))
        community, judge = await self.outside.join(space, str(me.get("team") or space.id))
        high = HighWater(core.store)
        noting = replace(core, writer=NotingWriter(core.writer, high))
        known = Known(space, own=str(me["user_id"]))
        workspace = Workspace(community, known, judge, client, noting, clock, str(me.get("url") or ""))
        self.workspace = workspace
        self._care = care = Care(workspace, core.writer, high)

        async def joined(_: Workspace, channel: str) -> None:
            await care.joined(channel)

        self._intake = Intake({space.id: workspace}, Desk(self._gone, joined, self._examined))
        self._app = bolt(self._intake, client, tokens.signing_secret)
        self._publisher = SlackPublisher(workspace, posting(tokens.bot, tokens.api_url), self.outside.paint)
        return workspace

    async def _listen(self, app: AsyncApp, care: Care) -> None:
        """Socket Mode until cancelled. After each new connection, what fell between is asked back."""
        await self._may_listen()
        handler = socket(app, self.tokens.app)
        session = None
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call] # Bolt's
            session = handler.client.current_session
            while not self._stopped.is_set():
                await asyncio.sleep(_LOOK_SECONDS)
                if handler.client.current_session is not session and await handler.client.is_connected():
                    session = handler.client.current_session
                    await care.catch_up()
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call] # Bolt's

    async def _may_listen(self) -> None:
        """Ask once before connecting: the library would try a wrong token for ever."""
        client = asking(self.tokens.bot, self.tokens.api_url)
        try:
            await client.apps_connections_open(app_token=self.tokens.app)
        except SlackApiError as refused:
            raise UserFacingError(
                "Socket Mode does not connect ({problem}). Look at {name}: it begins with xapp- and needs "
                "connections:write.",
                name="SLACK_APP_TOKEN",
                problem=str(refused.response.get("error", "")),
            ) from None

    async def _serve_http(self) -> None:
        """Signed HTTP until cancelled."""
        refuse_unsigned(self.tokens.signing_secret)
        server = web.Application(client_max_size=1 << 20)
        route(lambda: self._app, server)
        runner = web.AppRunner(server, access_log=None, shutdown_timeout=5)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.tokens.host, self.tokens.port).start()
            self.port = runner.addresses[0][1]
            await self._stopped.wait()
        finally:
            await runner.cleanup()

    async def _gone(self, workspace: Workspace) -> None:
        """Foster was removed from the workspace: nothing more is sent there, and its data goes."""
        self._publisher = None
        await self.outside.purge(workspace.community, workspace.space)
        self._stopped.set()

    async def _examined(self, workspace: Workspace, _user: str) -> Reply:
        return await examine(self._access(), workspace, await workspace.texts())

    def _access(self) -> Access:
        tokens = self.tokens
        app = asking("", tokens.api_url) if tokens.app else None
        return Access(asking(tokens.bot, tokens.api_url), app, tokens.app, self.outside.clock)
