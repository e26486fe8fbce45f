from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession

from adapters.slack.service import Outside, SlackService, Tokens
from bot.commands.catalogue import catalogue
from bot.core import Core
from bot.delivery_ports import TryLaterError
from bot.domain.community import Community
from bot.domain.errors import UserFacingError
from bot.domain.facts import Features
from bot.domain.refs import ChannelRef, CommunityId, MessageRef, SpaceRef
from bot.domain.times import DAY, SECOND
from bot.settings import Settings
from bot.views.card import Card
from bot.wiring.slack import slack_doctor, slack_service
from tests.fakes.memory_store import MemoryStore
from tests.fakes.slack_events import SPACE, message
from tests.fakes.slack_server import FakeSlack, Fault
from tests.fakes.slack_workspace import KELPLINE, NOW, SECRET, Json, StillClock, signed

NEWS = ChannelRef(SPACE, "C2")


def ts(at: int) -> str:
    return f"{at // SECOND}.{at % SECOND:06d}"


class Stage:
    def __init__(self, slack: FakeSlack, *, app: str = "", secret: str = SECRET) -> None:
        self.slack = slack
        self.store = MemoryStore()
        self.purged: list[str] = []
        self.core = Core(self.store, self.store, catalogue())
        tokens = Tokens("xoxb-1", app, secret, slack.url, "127.0.0.1", 0)
        self.service = SlackService(tokens, Outside(self.core, StillClock(), self.join, self.purge))

    async def join(self, space: SpaceRef, title: str) -> Json:
        if not await self.store.communities():
            await self.store.create(Community(KELPLINE, title, b"s" * 32), [space])
        return KELPLINE, lambda text: Features(words=len(text.split()))

    async def purge(self, community: CommunityId, space: SpaceRef) -> None:
        self.purged.append(f"{community} {space.id}")

    def messages(self) -> Json:
        return self.store._tenant(KELPLINE).state.messages

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.service.serve())
        try:
            await self.slack.until(lambda: task.done() or self.service.ready())
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def fake() -> FakeSlack:
    users: list[Json] = [
        {"id": "U1", "team_id": "T1", "name": "ada", "is_admin": True},
        {"id": "U2", "team_id": "T1", "name": "bo"},
        {"id": "UBOT", "team_id": "T1", "name": "foster", "is_bot": True},
    ]
    channels: list[Json] = [{"id": "C1", "name": "help", "is_member": True}, {"id": "C2", "name": "news"}]
    slack = FakeSlack(users=users, channels=channels, page=50)
    old = [message(ts(NOW - n * DAY), text=f"question {n}?") for n in range(1, 80)]
    slack.history["C1"] += old
    return slack


async def test_it_learns_the_workspace_and_reads_eight_weeks() -> None:
    async with fake() as slack:
        stage = Stage(slack)
        async with stage.running():
            await slack.until(lambda: len(stage.messages()) >= 70)  # and the look-back
            await slack.until(lambda: stage.service.port)
            assert stage.service.workspace is not None
            assert stage.service.workspace.url == "https://kelpline.slack.com/"
        await asyncio.sleep(0)
        assert len(stage.messages()) < 79
        assert not stage.service.ready()
        async with stage.store.reading(KELPLINE) as unit:
            (mark,) = await unit.marks.all()
            assert mark.channel.id == "C1"


async def test_over_http_it_takes_signed_events_and_leaves_on_removal() -> None:
    async with fake() as slack, ClientSession() as session:
        stage = Stage(slack)
        async with stage.running():
            await slack.until(lambda: stage.service.port)
            url = f"http://127.0.0.1:{stage.service.port}/slack/events"
            for event in (message(ts(NOW), text="hi"), {"type": "app_uninstalled"}):
                body = json.dumps({"type": "event_callback", "team_id": "T1", "event": event})
                async with session.post(url, data=body, headers=signed(body, "application/json")) as answer:
                    assert answer.status == 200
            await slack.until(lambda: stage.purged)
            with pytest.raises(TryLaterError):
                await stage.service.post(NEWS, Card("T", ()), "k")
        assert stage.purged == ["kelpline T1"]


async def test_over_a_socket_it_works_without_a_secret_and_comes_back_after_a_drop() -> None:
    async with fake() as slack:
        stage = Stage(slack, app="xapp-1", secret="")
        async with stage.running():
            await slack.until(lambda: slack.sockets)
            event = {"type": "event_callback", "team_id": "T1", "event": message(ts(NOW), text="hi")}
            await slack.deliver("e1", "events_api", event)
            external = await stage.service.post(NEWS, Card("T", ()), "k")
            assert await stage.service.find(NEWS, "k") == external
            await stage.service.edit(NEWS, external, Card("U", ()), "k")
            missed = message(ts(NOW - SECOND), text="while away")
            slack.history["C1"].append(missed)
            await slack.sockets[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
            await slack.until(lambda: missed["ts"] in {ref.id for ref in stage.messages()}, seconds=20)


def test_permalinks_are_made_without_asking() -> None:
    stage = Stage(FakeSlack())
    assert stage.service.permalink(MessageRef(NEWS, "1.2")) == ""


async def test_a_message_has_an_address() -> None:
    async with fake() as slack:
        stage = Stage(slack)
        async with stage.running():
            assert stage.service.workspace is not None
            found = stage.service.permalink(MessageRef(NEWS, "1700000000.000100"))
            assert found == "https://kelpline.slack.com/archives/C2/p1700000000000100"
            reply = stage.service.permalink(MessageRef(NEWS, "1700000000.000200"), "1700000000.000100")
            assert reply.endswith("/p1700000000000200?thread_ts=1700000000.000100&cid=C2")


@pytest.mark.parametrize(("app", "secret", "name"), [("", "", "SECRET"), ("xapp-1", "", "APP_TOKEN")])
async def test_what_is_missing_is_named(app: str, secret: str, name: str) -> None:
    async with fake() as slack:
        slack.faults["apps.connections.open"].append(Fault(error="invalid_auth"))
        with pytest.raises(UserFacingError) as caught:
            await Stage(slack, app=app, secret=secret).service.serve()
        assert name in str(caught.value)


async def test_a_wrong_token_is_said_with_what_mends_it() -> None:
    async with fake() as slack:
        slack.faults["auth.test"].append(Fault(error="invalid_auth"))
        with pytest.raises(UserFacingError, match="SLACK_BOT_TOKEN"):
            await Stage(slack).service.serve()


async def test_the_doctor_names_each_fault() -> None:
    async with fake() as slack:
        stage = Stage(slack, app="xapp-1")
        slack.faults["apps.connections.open"].append(Fault(error="missing_scope"))
        slack.scopes = "chat:write,commands"
        said = str(await stage.service.doctor())
        assert "missing: app_mentions:read" in said
        assert "connections:write" in said
        assert "seconds off" in said  # the test's clock stands still
        slack.faults["auth.test"].append(Fault(error="token_revoked"))
        assert "token_revoked" in str(await stage.service.doctor())


async def test_the_doctor_looks_at_channels_once_connected() -> None:
    async with fake() as slack:
        stage = Stage(slack)
        async with stage.running():
            assert "none chosen yet" in str(await stage.service.doctor())
            async with stage.store.writing(KELPLINE) as unit:
                await unit.settings.put("help-channels", '[["slack", "T1", "C9"]]')
            said = str(await stage.service.doctor())
            assert "not a member of C9" in said
            assert "/invite @Foster" in said


async def test_the_settings_decide_whether_slack_runs() -> None:
    stage = Stage(FakeSlack())
    off = Settings.model_validate({"SLACK_BOT_TOKEN": ""})
    assert slack_service(off, stage.core, StillClock()) is None
    with pytest.raises(UserFacingError, match="SLACK_BOT_TOKEN"):
        await slack_doctor(off, stage.core, StillClock())
    async with fake() as slack:
        on = Settings.model_validate({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_API_URL": slack.url})
        reply = await slack_doctor(on, stage.core, StillClock())
        assert "good for Kelpline" in str(reply)
