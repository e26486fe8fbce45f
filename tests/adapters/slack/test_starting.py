from __future__ import annotations

from aiohttp import ClientSession

from adapters.slack.starting import follow
from tests.fakes.slack_server import Fault
from tests.fakes.slack_stage import Stage, fake, submitted
from tests.fakes.slack_workspace import KELPLINE, Json

CHOSEN: Json = {
    "help-channels": {"channels": {"selected_channels": ["C1"]}},
    "digest-channel": {"v": {"selected_channel": "C2"}},
    "zone": {"v": {"value": "UTC"}},
}


async def test_setting_up_reads_tells_how_far_and_shows_a_preview_to_that_admin_alone() -> None:
    async with fake() as slack, ClientSession() as session:
        stage = Stage(slack)
        async with stage.running() as url:
            assert "Ready" in await submitted(session, url, "foster.setup", CHOSEN)

            def said() -> list[Json]:
                return [call for call in slack.named("chat.postMessage") if call["channel"] == "DU1"]

            await slack.until(lambda: len(said()) >= 3)
            assert "Clock" in said()[0]["text"]  # the clock of these tests stands still
            assert "Reading the last eight weeks" in said()[1]["text"]
            assert "Everything is read" in slack.named("chat.update")[-1]["text"]
            assert said()[2]["text"].startswith("Preview:")
            assert {call["channel"] for call in slack.named("chat.postMessage")} == {"DU1"}
            assert {call["channel"] for call in slack.named("conversations.join")} >= {"C1", "C2"}
            async with stage.store.reading(KELPLINE) as unit:
                marks = {mark.channel.id: mark.gap for mark in await unit.marks.all()}
            assert marks == {"C1": False, "C2": False}


async def test_what_is_missing_is_said_at_once_with_what_mends_it() -> None:
    async with fake() as slack, ClientSession() as session:
        stage = Stage(slack)
        slack.scopes = "chat:write,commands,channels:read,channels:history,channels:join,users:read"
        slack.faults["conversations.open"].append(Fault(error="missing_scope"))
        async with stage.running() as url:
            assert "Ready" in await submitted(session, url, "foster.setup", CHOSEN)
            await slack.until(lambda: slack.named("chat.postMessage"))
            (first, *_) = slack.named("chat.postMessage")
            assert first["channel"] == "U1"
            assert "Something needs mending" in first["text"]
            assert "im:write" in first["text"]
            assert "reactions:read" in first["text"]


async def test_where_slack_does_not_let_it_write_reading_goes_on() -> None:
    async with fake() as slack:
        stage = Stage(slack)
        async with stage.running():
            slack.faults["chat.postMessage"].append(Fault(error="cannot_dm_bot"))
            await follow(stage.service.seats["T1"], "U1", stage.service._examined, every=0.01)
            assert slack.named("chat.update") == []
            await slack.until(lambda: len(stage.messages()) >= 50)


async def test_what_was_read_before_anybody_looked_is_said_to_be_read() -> None:
    async with fake() as slack:
        stage = Stage(slack)
        async with stage.running():
            await slack.until(lambda: len(stage.messages()) >= 70)
            await follow(stage.service.seats["T1"], "U1", stage.service._examined)
            (first,) = [call["text"] for call in slack.named("chat.postMessage") if "Reading" in call["text"]]
            assert "0 of 0" not in first
            assert "Everything is read" in slack.named("chat.update")[-1]["text"]
