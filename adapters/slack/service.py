"""Slack, put together: every workspace that Foster is in, served until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import Door, door, route
from adapters.slack.clients import REJECTED, asking, problem_of
from adapters.slack.desk import Desk
from adapters.slack.doctor import Access, examine
from adapters.slack.installs import Keeper
from adapters.slack.intake import Intake
from adapters.slack.listening import listen, may_listen, silent
from adapters.slack.oauth import Doorway
from adapters.slack.publisher import SlackPublisher
from adapters.slack.removal import PAUSES, forget, is_gone
from adapters.slack.seat import Outside, Seat, connect
from adapters.slack.starting import follow
from adapters.slack.tokens import Tokens
from adapters.slack.workspace import Workspace
from bot.commands.spec import Reply
from bot.delivery_ports import Admins, Target, TryLaterError
from bot.domain.errors import SettingsError
from bot.domain.refs import MessageRef, Platform
from bot.domain.times import MINUTE
from bot.views.card import Card
from bot.views.texts import texts

log = logging.getLogger(__name__)

_ARRIVING = 4
"""Workspaces that read what they missed at the same time."""


@dataclass(slots=True)
class SlackService:
    """`serve` runs until cancelled; what came in before is stored and answered then.

    `routes` adds what has to be reached to the program's web server. It is also
    `bot.delivery_ports.Publisher`, which asks to come back later while a workspace is not connected.
    `been` once Slack took our tokens; `rejected` where it does not take the settings' own, and others work.
    """

    tokens: Tokens
    outside: Outside
    pauses: Sequence[float] = PAUSES
    seats: dict[str, Seat] = field(default_factory=dict)
    been: bool = False
    rejected: SettingsError | None = None
    _workspaces: dict[str, Workspace] = field(default_factory=dict)
    _door: Door | None = None
    _intake: Intake | None = None
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_ARRIVING))
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self) -> None:
        """Connect and work. A `SettingsError` where Slack will not have us as we are set up."""
        tokens, keeper = self.tokens, self._keeper()
        tokens.check(sealed=self.outside.installations is not None)
        self._stopped.clear()
        intake = self._intake = Intake(
            self._workspaces, Desk(self._gone, self._joined, self._examined, self._begun, self._limited)
        )
        self.rejected = await self._own() if tokens.bot else None
        if keeper is not None:
            intake.stranger = keeper.look_for
            await keeper.look()
        self._all_rejected()
        if tokens.app:
            await may_listen(tokens)
        at = self._door = door(intake, asking("", tokens.api_url), tokens.signing_secret)
        self.been = True
        log.info("on Slack", extra={"workspaces": len(self.seats), "socket": bool(tokens.app)})
        keeping = None if keeper is None else asyncio.create_task(keeper.forever())
        try:
            await (listen(at, tokens, self._catch_up, self._stopped) if tokens.app else self._stopped.wait())
        finally:
            if keeping is not None:
                keeping.cancel()
                await asyncio.gather(keeping, return_exceptions=True)
            self._door = None
            await intake.close()
            for team in list(self.seats):
                await self.drop(team)

    def ready(self) -> bool:
        """Whether what comes in is taken."""
        return self._door is not None

    def trouble(self) -> str:
        """What does not work, though others do."""
        return "" if self.rejected is None else str(self.rejected)

    def counts(self) -> Mapping[str, int]:
        """Payloads since it began, each once, by what came of it."""
        return {} if self._intake is None else self._intake.counts

    def routes(self, server: web.Application) -> None:
        """Add `/slack/events`, and the way in for further workspaces where they are let in."""
        route(lambda: self._door, server)
        keeper = self._keeper()
        if keeper is not None:
            Doorway(self.tokens, self.outside, keeper).route(server)

    async def sit(self, seat: Seat) -> None:
        """Serve a workspace from now on; one that is served already goes on with the new token."""
        team = seat.workspace.space.id
        if team in self.seats:
            self.seats[team].renew(seat.token)
            return
        self.seats[team] = seat
        self._workspaces[team] = seat.workspace
        seat.begin(self._turns)

    async def drop(self, team: str) -> None:
        """Serve a workspace no longer."""
        seat = self.seats.pop(team, None)
        self._workspaces.pop(team, None)
        if seat is not None:
            await seat.close()

    def permalink(self, message: MessageRef, thread: str | None = None) -> str:
        """A message's address, without asking Slack; with its thread, it opens beside. Empty elsewhere."""
        workspace = self._workspaces.get(message.channel.space.id)
        if workspace is None or message.channel.space != workspace.space or not workspace.url:
            return ""
        here = message.channel.id
        beside = "" if thread is None else f"?thread_ts={thread}&cid={here}"
        return f"{workspace.url.rstrip('/')}/archives/{here}/p{message.id.replace('.', '')}{beside}"

    async def post(self, to: Target, card: Card, key: str) -> str:
        """See `bot.delivery_ports.Publisher`."""
        return await self._carrier(to).post(to, card, key)

    async def find(self, to: Target, key: str) -> str | None:
        """See `bot.delivery_ports.Publisher`."""
        return await self._carrier(to).find(to, key)

    async def edit(self, to: Target, external: str, card: Card, key: str) -> None:
        """See `bot.delivery_ports.Publisher`."""
        await self._carrier(to).edit(to, external, card, key)

    async def doctor(self) -> Reply:
        """What is wrong, as far as it shows from here. Needs no connection."""
        return await examine(self._access(await self._clients()), texts("en"))

    def _carrier(self, to: Target) -> SlackPublisher:
        for seat in self.seats.values():
            workspace = seat.workspace
            if workspace.community == to.community if isinstance(to, Admins) else workspace.space == to.space:
                return seat.publisher
        raise TryLaterError(MINUTE)

    async def _own(self) -> SettingsError | None:
        """Serve the workspace whose token is in the settings; or what is wrong with that."""
        try:
            await self.sit(await connect(self.outside, self.tokens.bot, self.tokens.api_url))
        except SlackApiError as refused:
            if (problem := problem_of(refused)) not in REJECTED:
                raise silent(problem) from None
            return SettingsError(
                "Slack does not take {name} ({problem}). Copy it again from “OAuth & Permissions” at "
                "api.slack.com/apps, or run {doctor}.",
                name="SLACK_BOT_TOKEN",
                problem=problem,
                doctor="foster doctor slack",
            )
        except (aiohttp.ClientError, TimeoutError):
            raise silent() from None
        return None

    def _all_rejected(self) -> None:
        """A `SettingsError` where Slack takes no token; where it takes stored ones, they go on."""
        if self.rejected is None:
            return
        if not self.seats:
            raise self.rejected
        log.error("own workspace refused; the others are served", extra={"why": str(self.rejected)})

    def _keeper(self) -> Keeper | None:
        """Who looks after stored installations, where further workspaces are let in."""
        kept = self.outside.installations
        if not self.tokens.client_id or kept is None:
            return None
        return Keeper(self.tokens, self.outside, kept, self)

    async def _catch_up(self) -> None:
        for seat in list(self.seats.values()):
            await seat.care.catch_up()

    async def _joined(self, workspace: Workspace, channel: str) -> None:
        seat = self.seats.get(workspace.space.id)
        if seat is not None:
            await seat.care.joined(channel)

    def _begun(self, workspace: Workspace, user: str) -> None:
        """Somebody set Foster up: look what it lacks, read, and show them a preview."""
        seat = self.seats.get(workspace.space.id)
        if seat is not None:
            seat.start(follow(seat, user, self._examined))

    def _limited(self, workspace: Workspace) -> None:
        """Slack sent less than there was, because there was so much."""
        seat = self.seats.get(workspace.space.id)
        if seat is not None:
            log.warning("events kept back by Slack", extra={"space": str(workspace.space)})
            seat.start(seat.care.limited())

    async def _gone(self, workspace: Workspace) -> None:
        """Foster was removed, if Slack says so, too: its tokens go at once, its data in a while."""
        if not await is_gone(workspace.client, self.pauses):
            log.warning("removal not believed: the token is good", extra={"space": str(workspace.space)})
            return
        await forget(self.outside, workspace.space)
        await self.drop(workspace.space.id)
        if not self.tokens.client_id:
            self._stopped.set()

    async def _examined(self, workspace: Workspace, _user: str) -> Reply:
        events = 0 if self._intake is None else self._intake.events
        return await examine(self._access((workspace.client,), events), await workspace.texts())

    def _access(self, clients: Sequence[AsyncWebClient], events: int | None = None) -> Access:
        outside = self.outside
        sealed = outside.installations is not None
        return Access(self.tokens, clients, outside.core.store, outside.clock, events, sealed)

    async def _clients(self) -> tuple[AsyncWebClient, ...]:
        """One for each token there is."""
        kept, api = self.outside.installations, self.tokens.api_url
        stored = [] if kept is None else await kept.all(Platform.SLACK)
        tokens = [self.tokens.bot] if self.tokens.bot else []
        return tuple(asking(token, api) for token in [*tokens, *(one.token for one in stored)])
