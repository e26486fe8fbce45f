"""The whole Slack service over a fake Slack, a store in memory and a web server of the program's own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import urlencode

from aiohttp import ClientSession

from adapters.http.metrics import Metrics
from adapters.http.server import application, serving
from adapters.slack.seat import Outside
from adapters.slack.service import SlackService
from adapters.slack.tokens import Tokens
from bot.commands.catalogue import catalogue
from bot.core import Core
from bot.domain.community import Community
from bot.domain.facts import Features
from bot.domain.refs import CommunityId, SpaceRef
from bot.domain.times import DAY
from bot.install_ports import Installations
from tests.fakes.memory_store import MemoryStore
from tests.fakes.slack_events import SPACE, message
from tests.fakes.slack_server import FakeSlack
from tests.fakes.slack_workspace import KELPLINE, NOW, SECRET, Json, StillClock, signed, ts


class Stage:
    """`async with stage.running() as url`: then `url` is where Slack and browsers reach it."""

    def __init__(
        self,
        slack: FakeSlack,
        *,
        bot: str = "xoxb-1",
        app: str = "",
        secret: str = SECRET,
        kept: Installations | None = None,
        clock: StillClock | None = None,
    ) -> None:
        self.slack = slack
        self.store = MemoryStore()
        self.clock = clock or StillClock()
        self.left: list[str] = []
        self.core = Core(self.store, self.store, catalogue())
        client = ("", "") if kept is None else ("client-id", "client-secret")
        outside = Outside(self.core, self.clock, self.join, self.leave, installations=kept)
        self.service = SlackService(Tokens(bot, app, secret, slack.url, *client), outside)

    async def join(self, space: SpaceRef, title: str) -> Json:
        name = KELPLINE if space == SPACE else CommunityId(f"kelpline-{space.id.casefold()}")
        if name not in {known.id for known in await self.store.communities()}:
            await self.store.create(Community(name, title, b"s" * 32), [space])
        return name, lambda text: Features(words=len(text.split()))

    async def leave(self, community: CommunityId, space: SpaceRef) -> None:
        self.left.append(f"{community} {space.id}")

    def messages(self, community: CommunityId = KELPLINE) -> Json:
        return self.store._tenant(community).state.messages

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        async def ready() -> Mapping[str, str]:
            return {}

        async with serving(application(Metrics(), ready, self.service.routes), "127.0.0.1", 0) as port:
            task = asyncio.create_task(self.service.serve())
            try:
                await self.slack.until(lambda: task.done() or self.service.ready())
                yield f"http://127.0.0.1:{port}"
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)


async def event(
    session: ClientSession,
    url: str,
    given: Mapping[str, Json],
    team: str = "T1",
    whole: Mapping[str, Json] | None = None,
) -> int:
    """Send an event as Slack does, or something else that it sends; the status of the answer."""
    body = json.dumps(whole or {"type": "event_callback", "team_id": team, "event": given})
    headers = signed(body, "application/json")
    async with session.post(f"{url}/slack/events", data=body, headers=headers) as answer:
        return answer.status


async def submitted(session: ClientSession, url: str, form: str, state: Mapping[str, Json]) -> str:
    """Send a form as an admin does; the text of the answer."""
    view = {"callback_id": form, "state": {"values": state}}
    payload = {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": view}
    body = urlencode({"payload": json.dumps(payload)})
    headers = signed(body, "application/x-www-form-urlencoded")
    async with session.post(f"{url}/slack/events", data=body, headers=headers) as answer:
        return await answer.text()


def fake() -> FakeSlack:
    """Two people, two channels, and a question a day in one of them."""
    users: list[Json] = [
        {"id": "U1", "team_id": "T1", "name": "ada", "is_admin": True},
        {"id": "U2", "team_id": "T1", "name": "bo"},
        {"id": "UBOT", "team_id": "T1", "name": "foster", "is_bot": True},
    ]
    channels: list[Json] = [{"id": "C1", "name": "help", "is_member": True}, {"id": "C2", "name": "news"}]
    slack = FakeSlack(users=users, channels=channels, page=50)
    slack.history["C1"] += [message(ts(NOW - n * DAY), text=f"question {n}?") for n in range(1, 80)]
    return slack
