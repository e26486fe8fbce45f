from __future__ import annotations

import json

import pytest

from adapters.slack.agreeing import KEY, remember
from tests.fakes.slack_events import message, reaction
from tests.fakes.slack_workspace import KELPLINE, Here, Json

TS = "1700000000.000100"
SECRET = "G7"  # noqa: S105 - a channel


@pytest.fixture
def there(at: Here) -> Here:
    """A private channel beside the others, with Foster in it."""
    row: Json = {"id": SECRET, "name": "canary-secret", "is_private": True, "is_member": True}
    at.slack.channels.append(row)
    return at


async def say(at: Here, words: str, user: str = "U1", channel: str = SECRET) -> str:
    at.slack.responses.clear()
    await at.command(
        words, user, channel_id=channel, trigger_id=f"{words}{user}{channel}{len(at.slack.calls)}"
    )
    return json.dumps(at.slack.responses, ensure_ascii=False)


async def heard(at: Here, ts: str = TS) -> bool:
    assert await at.event(message(ts, channel=SECRET, channel_type="group")) == 200
    return any(ref.channel.id == SECRET and ref.id == ts for ref in at.messages())


async def test_nothing_is_read_before_an_admin_said_so_in_the_channel(there: Here) -> None:
    assert not await heard(there)
    await there.event({"type": "group_rename", "channel": {"id": SECRET, "name": "canary"}})
    for user in ("U2", "U3", "U5"):
        await say(there, "private on", user)
        assert not await heard(there)
    assert "canary" not in str(there.store._tenant(KELPLINE).state.facts)
    assert "read this channel" in await say(there, "private on")
    assert await heard(there)
    assert there.joined == [SECRET]


async def test_taking_it_back_ends_it_at_once(there: Here) -> None:
    await say(there, "private on")
    await say(there, "private on")
    assert "nothing here any more" in await say(there, "private off")
    assert not await heard(there)
    async with there.store.reading(KELPLINE) as unit:
        assert KEY not in await unit.settings.all()
        changes = [entry for entry in await unit.audit.latest(9) if entry.what == f"settings {KEY}"]
    assert len(changes) == 2


async def test_what_another_process_was_told_counts_here_too(there: Here) -> None:
    await say(there, "private on")
    there.workspace.known.agree(())
    assert not await heard(there)
    await remember(there.workspace)
    assert await heard(there)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"is_private": True, "is_member": False}, "/invite @Foster first"),
        ({"is_private": False, "is_member": True}, "is public"),
        ({"is_im": True}, "direct messages"),
        (None, "groups:read"),
    ],
)
async def test_what_cannot_be_agreed_to_says_why(at: Here, row: Json, said: str) -> None:
    if row is not None:
        at.slack.channels.append({"id": SECRET, "name": "x", **row})
    assert said in await say(at, "private on")
    assert not await heard(at)


async def test_direct_messages_stay_closed_whatever_is_agreed(at: Here) -> None:
    assert "direct messages" in await say(at, "private on", channel="D1") or at.joined == []
    at.workspace.known.agree(("D1",))
    assert await at.event(message(TS, channel="D1", channel_type="im")) == 200
    assert at.messages() == {}


async def test_a_channel_that_becomes_private_is_not_read_any_more(at: Here) -> None:
    assert await at.event(message(TS)) == 200
    next(row for row in at.slack.channels if row["id"] == "C1")["is_private"] = True
    assert await at.event(message("1700000001.000100", channel_type="group")) == 200
    assert {ref.id for ref in at.messages()} == {TS}
    assert await at.event(reaction(TS, "tada")) == 200
    assert at.intake.counts["closed"] == 2
