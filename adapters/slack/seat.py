"""One workspace that Foster is connected to: heard, looked after and written to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.slack.care import Care, NotingWriter
from adapters.slack.clients import asking, posting
from adapters.slack.inbound import Judge
from adapters.slack.known import Known
from adapters.slack.own_words import widened
from adapters.slack.pictures import Draw
from adapters.slack.publisher import SlackPublisher
from adapters.slack.workspace import Workspace
from bot.core import Core
from bot.domain.refs import CommunityId, Platform, SpaceRef
from bot.install_ports import Installations
from bot.ports import Clock
from bot.usecases.backfill import HighWater

Join = Callable[[SpaceRef, str], Awaitable[tuple[CommunityId, Judge]]]
"""The community of a workspace with this title, made where it is new; and the judge of its texts."""
Leave = Callable[[CommunityId, SpaceRef], Awaitable[None]]
"""Have everything of a workspace forgotten that removed Foster, in a while."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What the program gives to Slack. `paint` draws charts; `installations` keeps tokens, with a key."""

    core: Core
    clock: Clock
    join: Join
    leave: Leave
    paint: Draw | None = None
    installations: Installations | None = None


@dataclass(slots=True)
class Seat:
    """`begin` looks after the workspace in the background until `close`."""

    workspace: Workspace
    care: Care
    publisher: SlackPublisher
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def token(self) -> str:
        """The token that calls are made with now."""
        return self.workspace.client.token or ""

    def renew(self, token: str) -> None:
        """Go on with another token."""
        self.workspace.client.token = token
        self.publisher.sender.token = token

    def begin(self, turns: asyncio.Semaphore) -> None:
        """Look after it; few workspaces at a time read what they missed."""
        self._tasks = [asyncio.create_task(self.care.forever()), asyncio.create_task(self.care.attend(turns))]

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do something more in the background, until `close` at the latest."""
        self._tasks = [task for task in self._tasks if not task.done()]
        self._tasks.append(asyncio.create_task(work))
        return self._tasks[-1]

    async def close(self) -> None:
        """Stop, and write down how far it was known."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.care.close()


async def connect(outside: Outside, token: str, api_url: str) -> Seat:
    """Take a seat in the workspace that the token is for; `SlackApiError` where Slack refuses it."""
    client = asking(token, api_url)
    me = await client.auth_test()
    space = SpaceRef(Platform.SLACK, str(me["team_id"]))
    community, judge = await outside.join(space, str(me.get("team") or space.id))
    high = HighWater(outside.core.store)
    words = widened(outside.core.catalogue)
    noting = replace(outside.core, writer=NotingWriter(outside.core.writer, high), catalogue=words)
    known = Known(space, own=str(me["user_id"]))
    workspace = Workspace(community, known, judge, client, noting, outside.clock, str(me.get("url") or ""))
    publisher = SlackPublisher(workspace, posting(token, api_url), outside.paint)
    return Seat(workspace, Care(workspace, outside.core.writer, high), publisher)
