"""What goes on behind a connection, when not all goes well."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError

from adapters.slack import care
from adapters.slack.doctor import Access, examine
from adapters.slack.listening import listen
from adapters.slack.tokens import Tokens
from bot.commands.spec import Role
from bot.delivery_ports import Mark
from bot.domain.errors import UserFacingError
from bot.domain.refs import ChannelRef, Platform, SpaceRef
from bot.domain.times import SECOND
from bot.views.texts import texts
from tests.fakes.slack_events import message, reaction
from tests.fakes.slack_server import FakeSlack, Fault
from tests.fakes.slack_stage import Stage, event, fake
from tests.fakes.slack_workspace import KELPLINE, NOW, Here, Json, ts

ELSEWHERE = ChannelRef(SpaceRef(Platform.DISCORD, "1"), "2")


async def marks(stage: Stage) -> Mapping[str, Mark]:
    async with stage.store.reading(KELPLINE) as unit:
        return {mark.channel.id: mark for mark in await unit.marks.all()}


async def test_whoever_takes_foster_out_of_a_channel_does_not_find_it_there_again() -> None:
    async with fake() as slack:
        stage = Stage(slack)
        async with stage.running():
            await slack.until(lambda: len(stage.messages()) >= 70)
            seat = stage.service.seats["T1"]
            slack.channels[0]["is_member"] = False
            calls = len(slack.calls)
            assert await seat.care.catch_up()
            asked = {name for name, _ in slack.calls[calls:]}
            assert asked == {"users.conversations"}
            assert (await marks(stage))["C1"].gap  # until it is let in again
            slack.channels[0]["is_member"] = True
            missed = message(ts(NOW - SECOND), text="while away")
            slack.history["C1"].append(missed)
            await seat.care.joined("C1")
            assert missed["ts"] in {ref.id for ref in stage.messages()}
            assert not (await marks(stage))["C1"].gap


async def test_channels_of_another_platform_are_none_of_slacks() -> None:
    async with fake() as slack:
        stage = Stage(slack)
        async with stage.running():
            await slack.until(lambda: len(stage.messages()) >= 70)
            async with stage.store.writing(KELPLINE) as unit:
                await unit.marks.save([Mark(ELSEWHERE, NOW, NOW, gap=True)])
            assert await stage.service.seats["T1"].care.catch_up()
            assert (await marks(stage))[ELSEWHERE.id].gap


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("users.list", Fault(error="fatal_error")),
        ("users.list", Fault(lost=True)),
        ("users.conversations", Fault(lost=True)),
        ("conversations.history", Fault(error="internal_error")),
        ("conversations.history", Fault(lost=True)),
    ],
)
async def test_what_fails_on_arrival_is_tried_again(
    method: str, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(care, "_PAUSE_SECONDS", 0.05)
    async with fake() as slack:
        stage = Stage(slack)
        slack.faults[method] += [fault] * 2  # a lost answer to GET is asked for again once by the library
        async with stage.running():
            await slack.until(lambda: len(stage.messages()) >= 70)


async def test_what_fails_later_is_tried_again_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "_PAUSE_SECONDS", 0.02)
    async with fake() as slack:
        stage = Stage(slack)
        async with stage.running():
            await slack.until(lambda: len(stage.messages()) >= 70)
            for number in range(3):
                missed = message(ts(NOW - SECOND - number), text="while away")
                slack.history["C1"].append(missed)
                slack.faults["users.list"] += [Fault(error="fatal_error")] * 2
                slack.faults["users.conversations"].append(Fault(error="fatal_error"))
                assert not await stage.service.seats["T1"].care.catch_up()
                await slack.until(lambda ts=missed["ts"]: ts in {ref.id for ref in stage.messages()})  # type: ignore[misc] # bound now


@pytest.mark.parametrize("method", ["users.conversations", "conversations.history"])
async def test_a_channel_that_cannot_be_read_on_joining_is_read_later(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(care, "_PAUSE_SECONDS", 0.02)
    async with fake() as slack:
        stage = Stage(slack)
        async with stage.running():
            await slack.until(lambda: len(stage.messages()) >= 70)
            attending = stage.service.seats["T1"].care
            for way in (attending.joined, attending.read):
                slack.channels.append({"id": f"C3{way.__name__}", "name": way.__name__, "is_member": True})
                said = message(ts(NOW - SECOND), text="hi", channel=f"C3{way.__name__}")
                slack.history[said["channel"]].append(said)
                slack.faults[method].append(Fault(error="fatal_error"))
                with suppress(SlackApiError):
                    await way(said["channel"])
                where = attending.workspace.known.ref(said["channel"])
                await slack.until(lambda where=where: where in {ref.channel for ref in stage.messages()})  # type: ignore[misc] # bound now


async def test_what_fails_while_everything_is_looked_at_is_tried_again_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(care, "_PAUSE_SECONDS", 0.02)
    async with fake() as slack:
        stage = Stage(slack)
        async with stage.running():
            await slack.until(lambda: len(stage.messages()) >= 70)
            seat, turn = stage.service.seats["T1"], asyncio.Semaphore(0)
            for task in seat._tasks:
                task.cancel()
            looking = asyncio.create_task(seat.care.attend(turn))
            await asyncio.sleep(0)  # it waits for its turn
            slack.faults["users.conversations"].append(Fault(error="fatal_error"))
            await seat.care.joined("C2")
            before = len(slack.named("users.list"))
            turn.release()
            await slack.until(lambda: len(slack.named("users.list")) > before + 1)
            looking.cancel()


async def test_events_that_slack_kept_back_are_asked_for() -> None:
    async with fake() as slack, ClientSession() as session:
        stage = Stage(slack)
        async with stage.running() as url:
            await slack.until(lambda: len(stage.messages()) >= 70)
            seat = stage.service.seats["T1"]
            seat.care.limit_seconds = 0.1
            missed = message(ts(NOW - SECOND), text="one of very many")
            slack.history["C1"].append(missed)
            before = len(slack.named("users.conversations"))
            for minute in range(3):
                told: Json = {"type": "app_rate_limited", "minute_rate_limited": minute, "team_id": "T1"}
                assert await event(session, url, {}, whole=told) == 200
            await slack.until(lambda: missed["ts"] in {ref.id for ref in stage.messages()})
            assert len(slack.named("users.conversations")) == before + 1


async def test_a_closed_channel_is_not_asked_about_at_each_event(at: Here) -> None:
    at.slack.channels.append({"id": "C8", "name": "hidden", "is_private": True})
    for number in range(20):
        told = reaction(ts(NOW + number), item={"type": "message", "channel": "C8", "ts": ts(NOW)})
        assert await at.event(told) == 200
    assert len(at.slack.named("conversations.info")) == 1
    assert at.intake.counts["closed"] == 20


@pytest.mark.parametrize(
    "fault", [Fault(error="internal_error"), Fault(error="ratelimited"), Fault(status=503)]
)
async def test_a_question_about_a_channel_that_failed_is_asked_again_and_costs_no_reaction(
    at: Here, fault: Fault
) -> None:
    """Slack sends an event again that was not taken: at once, after a minute, after five."""
    at.slack.channels.append({"id": "C8", "name": "new"})
    at.slack.faults["conversations.info"] += [fault, fault]
    at.intake.pause = 0.0
    told = reaction(ts(NOW), item={"type": "message", "channel": "C8", "ts": ts(NOW)})
    assert [await at.event(told) for _ in range(3)] == [500, 500, 200]
    assert at.intake.counts == {"not kept": 2, "kept": 1}


async def test_while_slack_fails_it_is_asked_with_pauses_and_nothing_is_taken_for_closed(at: Here) -> None:
    at.slack.channels.append({"id": "C8", "name": "new"})
    at.slack.faults["conversations.info"] += [Fault(error="internal_error")] * 3
    told = reaction(ts(NOW), item={"type": "message", "channel": "C8", "ts": ts(NOW)})
    assert {await at.event(told) for _ in range(5)} == {500}
    assert len(at.slack.named("conversations.info")) == 1
    assert at.intake.counts["closed"] == 0


async def test_a_connection_that_slack_ends_for_good_is_told_and_not_waited_for() -> None:
    async with fake() as slack:
        stage = Stage(slack, app="xapp-1")
        async with stage.running():
            await slack.until(lambda: slack.sockets)
            at = stage.service._door
            assert at is not None
            slack.faults["apps.connections.open"] += [Fault(), *[Fault(error="link_disabled")] * 50]
            tokens = Tokens("xoxb-1", "xapp-1", "", slack.url)
            heard: list[int] = []

            async def caught_up() -> None:
                heard.append(1)

            listening = asyncio.create_task(listen(at, tokens, caught_up, asyncio.Event(), patience=2))
            await slack.until(lambda: len(slack.sockets) > 1)
            await slack.sockets[1].send_json({"type": "disconnect", "reason": "link_disabled"})
            await slack.sockets[1].close()
            with pytest.raises(UserFacingError, match="link_disabled"):
                async with asyncio.timeout(20):
                    await listening
            assert heard == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(error="missing_scope"), "missing_scope: channels:read"),
        (Fault(lost=True), "Slack does not answer."),
    ],
)
async def test_the_doctor_goes_on_where_channels_cannot_be_listed(at: Here, fault: Fault, said: str) -> None:
    async with at.store.writing(KELPLINE) as unit:
        await unit.settings.put("help-channels", '[["slack", "T1", "C1"]]')
    at.slack.faults["users.conversations"] += [fault] * 2
    tokens = Tokens("xoxb-1", "", "secret", at.slack.url)
    access = Access(tokens, (at.workspace.client,), at.store, at.workspace.clock, events=3)
    found = str(await examine(access, texts("en")))
    assert said in found
    assert "came in since Foster started" in found


@pytest.mark.parametrize("fault", [Fault(error="internal_error"), Fault(lost=True)])
async def test_rights_that_slack_does_not_confirm_are_none(at: Here, fault: Fault) -> None:
    assert (await at.workspace.caller("U1")).role is Role.ADMIN
    at.slack.faults["users.info"] += [fault] * 2
    with pytest.raises(UserFacingError, match="try again"):
        await at.workspace.caller("U1")
    at.slack.faults["users.info"].clear()
    at.slack.faults["users.info"] += [fault] * 2
    await at.command("settings set slots 3")
    assert "try again" in str(at.slack.responses)


@pytest.mark.parametrize(("bot", "app"), [("xapp-1", "xoxb-1"), ("xoxp-1", ""), ("xoxb-1", "xoxb-1")])
async def test_tokens_of_another_kind_are_named_before_slack_is_asked(bot: str, app: str) -> None:
    stage = Stage(FakeSlack(), bot=bot, app=app)
    with pytest.raises(UserFacingError, match="another kind of token"):
        await stage.service.serve()


async def test_where_nobody_answers_it_says_where_to_look() -> None:
    async with fake() as slack:
        for method, app in (("auth.test", ""), ("apps.connections.open", "xapp-1")):
            slack.faults[method] += [Fault(lost=True)] * 2
            with pytest.raises(UserFacingError, match="Look at the network"):
                await Stage(slack, app=app).service.serve()
            slack.faults[method].clear()


async def test_the_doctor_knows_private_channels_that_were_agreed_to(at: Here) -> None:
    at.slack.channels.append({"id": "C8", "name": "hidden", "is_private": True, "is_member": True})
    async with at.store.writing(KELPLINE) as unit:
        await unit.settings.put("help-channels", '[["slack", "T1", "C8"]]')
        await unit.settings.put("private-channels", '[["slack", "T1", "C8"]]')
    tokens = Tokens("xoxb-1", "", "secret", at.slack.url)
    access = Access(tokens, (at.workspace.client,), at.store, at.workspace.clock)
    assert "member of 1 chosen channel" in str(await examine(access, texts("en")))
