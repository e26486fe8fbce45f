"""A workspace in memory behind a fake Slack: the adapter's parts, put together as the program does."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession, web

from adapters.clock import SystemClock
from adapters.slack.app import Door, door, route
from adapters.slack.clients import asking
from adapters.slack.desk import Desk
from adapters.slack.intake import Intake
from adapters.slack.known import Known
from adapters.slack.workspace import Workspace
from bot.commands.catalogue import catalogue
from bot.commands.spec import Reply
from bot.core import Core
from bot.domain.community import Community
from bot.domain.facts import Features, Message
from bot.domain.refs import CommunityId, MessageRef
from bot.domain.times import SECOND, Micros
from bot.views.card import Card
from tests.fakes.memory_store import MemoryStore
from tests.fakes.slack_events import CHANNELS, SPACE, USERS
from tests.fakes.slack_server import FakeSlack

Json = Any
"""Whatever JSON holds."""

SECRET = "signing-secret"  # noqa: S105 - of a fake
KELPLINE = CommunityId("kelpline")
NOW = Micros(1_800_000_000_000_000)


def signed(body: str, kind: str, *, secret: str = SECRET, at: str = "") -> dict[str, str]:
    """The headers that Slack sends along."""
    at = at or str(int(SystemClock().now() // SECOND))
    made = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"Content-Type": kind, "X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={made}"}


def ts(at: int) -> str:
    """An instant as Slack writes it."""
    return f"{at // SECOND}.{at % SECOND:06d}"


@dataclass(slots=True)
class StillClock:
    at: Micros = NOW

    def now(self) -> Micros:
        return self.at


@dataclass(slots=True)
class Here:
    """Everything of one test: the fake platform, the store, the intake and where requests go."""

    slack: FakeSlack
    store: MemoryStore
    workspace: Workspace
    intake: Intake
    app: Door
    session: ClientSession
    url: str
    gone: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)

    async def event(self, event: Mapping[str, Any], **headers: str) -> int:
        """Send an event as Slack does; the status of the answer."""
        body = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event": event}
        status, _ = await self.send(json.dumps(body), "application/json", **headers)
        return status

    async def interact(self, payload: Mapping[str, Any]) -> Json:
        """A click, a shortcut or a form; the answer's JSON, if any."""
        form = urlencode({"payload": json.dumps({"team": {"id": "T1"}, **payload})})
        status, text = await self.send(form, "application/x-www-form-urlencoded")
        assert status == 200
        await self.intake.close()
        return json.loads(text) if text else None

    async def command(self, words: str, user: str = "U1", **more: str) -> None:
        """Type `/foster …` in #help."""
        given = {"command": "/foster", "text": words, "team_id": "T1", "user_id": user, "channel_id": "C1"}
        given |= {"response_url": self.slack.response_url, "trigger_id": f"t.{words}.{user}"} | more
        status, text = await self.send(urlencode(given), "application/x-www-form-urlencoded")
        assert (status, text) == (200, "")
        await self.intake.close()

    async def send(
        self, body: str, kind: str, *, secret: str = SECRET, at: str = "", sign: str = ""
    ) -> tuple[int, str]:
        """One signed request; status and text of the answer."""
        headers = signed(body, kind, secret=secret, at=at)
        if sign:
            headers["X-Slack-Signature"] = sign
        async with self.session.post(self.url, data=body.encode(), headers=headers) as answer:
            return answer.status, await answer.text()

    def messages(self) -> Mapping[MessageRef, Message]:
        """The messages that are stored."""
        return self.store._tenant(KELPLINE).state.messages


def row(value: object) -> dict[str, Any]:
    """A struct as the JSON that Slack would send."""
    return {key: found for key, found in _fields(value) if found is not None}


def _fields(value: Json) -> Iterator[tuple[str, Json]]:
    for key in value.__struct_fields__:
        found = getattr(value, key)
        yield key, row(found) if hasattr(found, "__struct_fields__") else found


@asynccontextmanager
async def here() -> AsyncIterator[Here]:
    """A workspace with people and channels, set up, connected over HTTP."""
    users, channels = [row(user) for user in USERS], [row(channel) for channel in CHANNELS]
    async with FakeSlack(users=users, channels=channels) as slack, ClientSession() as session:
        store = MemoryStore()
        await store.create(Community(KELPLINE, "Kelpline", b"s" * 32), [SPACE])
        known = Known(SPACE, own="UBOT")
        core = Core(store, store, catalogue())
        client = asking("xoxb-canary-token", slack.url)
        judge = lambda text: Features(words=len(text.split()))  # noqa: E731 - short
        workspace = Workspace(
            KELPLINE, known, judge, client, core, StillClock(), "https://kelpline.slack.com/"
        )
        facts = [known.learn_user(user) for user in USERS] + [known.learn_channel(c) for c in CHANNELS]
        await core.observe(KELPLINE, [fact for fact in facts if fact is not None])
        gone: list[str] = []
        joined: list[str] = []

        async def leave(left: Workspace) -> None:
            gone.append(left.space.id)

        async def enter(_: Workspace, channel: str) -> None:
            joined.append(channel)

        async def doctor(_: Workspace, user: str) -> Reply:
            return Reply(Card(f"Doctor for {user}", ()))

        intake = Intake({"T1": workspace}, Desk(leave, enter, doctor))
        app = door(intake, client, SECRET)
        server = web.Application()
        route(lambda: app, server)
        runner = web.AppRunner(server)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        try:
            yield Here(slack, store, workspace, intake, app, session, url, gone, joined)
        finally:
            await intake.close()
            await runner.cleanup()
