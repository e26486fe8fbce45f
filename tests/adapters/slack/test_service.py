from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.delivery_ports import TryLaterError
from bot.domain.errors import SettingsError, UserFacingError
from bot.domain.refs import ChannelRef, MessageRef
from bot.domain.times import DAY, SECOND, Micros
from bot.settings import Settings
from bot.views.card import Card
from bot.wiring.departures import GRACE, leave, purge
from bot.wiring.doctor import doctor
from bot.wiring.services import Parts
from bot.wiring.slack import join, slack_platform, slack_service
from tests.fakes.memory_installs import MemoryDepartures
from tests.fakes.slack_events import SPACE, message
from tests.fakes.slack_server import FakeSlack, Fault
from tests.fakes.slack_stage import Stage, event, fake
from tests.fakes.slack_workspace import KELPLINE, NOW, Json, StillClock, ts

NEWS = ChannelRef(SPACE, "C2")


async def test_it_learns_the_workspace_and_reads_eight_weeks() -> None:
    async with fake() as slack:
        stage = Stage(slack)
        async with stage.running():
            await slack.until(lambda: len(stage.messages()) >= 70)  # and the look-back
            assert stage.service.seats["T1"].workspace.url == "https://kelpline.slack.com/"
        await asyncio.sleep(0)
        assert len(stage.messages()) < 79
        assert not stage.service.ready()
        async with stage.store.reading(KELPLINE) as unit:
            (mark,) = await unit.marks.all()
            assert mark.channel.id == "C1"


async def test_over_http_it_takes_signed_events_and_leaves_on_removal() -> None:
    async with fake() as slack, ClientSession() as session:
        stage = Stage(slack)
        async with stage.running() as url:
            assert await event(session, url, message(ts(NOW), text="hi")) == 200
            slack.revoked.add("xoxb-1")
            assert await event(session, url, {"type": "app_uninstalled"}) == 200
            await slack.until(lambda: stage.left)
            with pytest.raises(TryLaterError):
                await stage.service.post(NEWS, Card("T", ()), "k")
        assert stage.left == ["kelpline T1"]
        assert len(slack.named("chat.postMessage")) == 0


@pytest.mark.parametrize(
    "told",
    [
        {"type": "app_uninstalled"},  # redelivered long after Foster was let in again
        {"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}},  # somebody's own token
        {"type": "tokens_revoked"},
    ],
)
async def test_a_removal_that_slack_does_not_confirm_changes_nothing(told: Json) -> None:
    async with fake() as slack, ClientSession() as session:
        stage = Stage(slack)
        stage.service.pauses = (0, 0)
        async with stage.running() as url:
            asked = len(slack.named("auth.test"))
            assert await event(session, url, told) == 200
            expected = asked + (2 if told["type"] == "app_uninstalled" else 0)
            await slack.until(lambda: len(slack.named("auth.test")) == expected)
            assert await event(session, url, message(ts(NOW), text="hi")) == 200
            assert stage.left == []
            assert stage.service.ready()


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
            found = stage.service.permalink(MessageRef(NEWS, "1700000000.000100"))
            assert found == "https://kelpline.slack.com/archives/C2/p1700000000000100"
            reply = stage.service.permalink(MessageRef(NEWS, "1700000000.000200"), "1700000000.000100")
            assert reply.endswith("/p1700000000000200?thread_ts=1700000000.000100&cid=C2")


@pytest.mark.parametrize(("app", "secret", "name"), [("", "", "SECRET"), ("xapp-1", "", "APP_TOKEN")])
async def test_what_is_missing_is_named(app: str, secret: str, name: str) -> None:
    async with fake() as slack:
        slack.faults["apps.connections.open"].append(Fault(error="invalid_auth"))
        with pytest.raises(SettingsError) as caught:
            await Stage(slack, app=app, secret=secret).service.serve()
        assert name in str(caught.value)


async def test_a_wrong_token_is_said_with_what_mends_it() -> None:
    async with fake() as slack:
        slack.faults["auth.test"].append(Fault(error="invalid_auth"))
        with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
            await Stage(slack).service.serve()


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
@pytest.mark.parametrize("fault", [Fault(503, "service_unavailable"), Fault(error="internal_error")])
async def test_a_slack_that_errs_says_nothing_of_a_token(method: str, fault: Fault) -> None:
    async with fake() as slack:
        slack.faults[method].append(fault)
        stage = Stage(slack, app="xapp-1")
        with pytest.raises(UserFacingError, match=fault.error) as caught:
            await stage.service.serve()
        assert not isinstance(caught.value, SettingsError)
        assert not stage.service.been


async def test_no_answer_of_slacks_says_nothing_of_a_token() -> None:
    async with fake() as slack:
        slack.faults["auth.test"].append(Fault(502, raw="<html>"))
        with pytest.raises(UserFacingError, match="does not answer"):
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
        assert "none chosen yet" in said
        slack.faults["auth.test"].append(Fault(error="token_revoked"))
        assert "token_revoked" in str(await stage.service.doctor())
        assert "SLACK_SIGNING_SECRET" in str(await Stage(slack, secret="").service.doctor())


async def test_the_doctor_looks_at_channels_before_anything_runs() -> None:
    async with fake() as slack:
        stage = Stage(slack)
        await stage.join(SPACE, "Kelpline")
        async with stage.store.writing(KELPLINE) as unit:
            await unit.settings.put("help-channels", '[["slack", "T1", "C9"]]')
        said = str(await stage.service.doctor())
        assert "not a member of C9" in said
        assert "/invite @Foster" in said
        async with stage.store.writing(KELPLINE) as unit:
            await unit.settings.put("help-channels", '[["slack", "T1", "C1"]]')
        assert "member of 1 chosen channel" in str(await stage.service.doctor())


async def test_the_doctor_in_slack_says_whether_events_come_in() -> None:
    async with fake() as slack, ClientSession() as session:
        stage = Stage(slack)
        async with stage.running() as url:
            workspace = stage.service.seats["T1"].workspace
            none = str(await stage.service._examined(workspace, "U1"))
            assert "none came in" in none
            assert "message.channels" in none
            await event(session, url, message(ts(NOW), text="hi"))
            assert "1 came in" in str(await stage.service._examined(workspace, "U1"))


def parts(stage: Stage, **settings: str) -> Parts:
    chosen = Settings.model_validate({"SLACK_BOT_TOKEN": "", **settings})
    return Parts(chosen, stage.core, stage.store, stage.store, StillClock(), MemoryDepartures())


async def test_the_settings_decide_whether_slack_runs(tmp_path: Path) -> None:
    stage = Stage(FakeSlack())
    assert slack_service(parts(stage)) is None
    with pytest.raises(UserFacingError, match="SLACK_BOT_TOKEN"):
        await doctor("slack", parts(stage).settings, "sqlite:///nowhere", StillClock())
    async with fake() as slack:
        on = parts(stage, SLACK_BOT_TOKEN="xoxb-1", SLACK_API_URL=slack.url)  # noqa: S106 - no secret
        assert slack_platform(on) is not None
        reply = await doctor("slack", on.settings, f"sqlite:///{tmp_path / 'foster.db'}", StillClock())
        assert "good for Kelpline" in str(reply)


async def test_whoever_left_and_came_back_keeps_the_data() -> None:
    stage, departures = Stage(FakeSlack()), MemoryDepartures()
    await stage.join(SPACE, "Kelpline")
    await leave(departures, StillClock(), KELPLINE, SPACE)
    assert departures.leaving == {SPACE: NOW + GRACE}
    await join(stage.store, departures, SPACE, "Kelpline")
    assert departures.leaving == {}
    await leave(departures, StillClock(), KELPLINE, SPACE)
    await purge(departures, StillClock(Micros(NOW + GRACE)))
    assert departures.gone == [SPACE]
    assert GRACE <= 7 * DAY
