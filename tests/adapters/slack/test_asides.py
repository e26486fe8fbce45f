from __future__ import annotations

import pytest

from tests.fakes.slack_server import Fault
from tests.fakes.slack_workspace import Here


def posted(at: Here) -> list[tuple[object, str]]:
    return [(found["channel"], str(found["blocks"])) for found in at.slack.named("chat.postMessage")]


async def test_thanks_reach_the_thanked_one_privately_with_what_was_written(at: Here) -> None:
    await at.command("thank U2 for the tidal trick")
    ((channel, blocks),) = posted(at)
    assert channel == "U2"
    assert "the tidal trick" in blocks


async def test_thanks_stand_where_they_were_said_for_those_who_like_that(at: Here) -> None:
    await at.command("me thanks thread", user="U2")
    await at.command("thank U2 for all of it")
    assert [channel for channel, _ in posted(at)] == ["C1"]


async def test_where_foster_may_not_write_they_arrive_privately(at: Here) -> None:
    await at.command("me thanks thread", user="U2")
    at.slack.faults["chat.postMessage"].append(Fault(error="not_in_channel"))
    await at.command("thank U2")
    assert [channel for channel, _ in posted(at)] == ["C1", "U2"]


async def test_what_slack_does_not_take_at_all_is_only_logged(
    at: Here, caplog: pytest.LogCaptureFixture
) -> None:
    at.slack.faults["chat.postMessage"].append(Fault(error="messages_tab_disabled"))
    await at.command("thank U2 for the tidal trick")
    assert "not passed on" in caplog.text
    assert "tidal" not in caplog.text
