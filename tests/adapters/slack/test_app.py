from __future__ import annotations

import asyncio
import json
from urllib.parse import urlencode

import pytest

from adapters.clock import SystemClock
from adapters.slack.app import socket
from adapters.slack.response_urls import is_slacks, respond
from bot.domain.times import SECOND
from bot.usecases.offers import open_offers
from tests.fakes.slack_events import edited, message, reaction
from tests.fakes.slack_server import Fault
from tests.fakes.slack_workspace import Here, Json

TS = "1700000000.000100"
REPLY = "1700000060.000100"


def texts(at: Here) -> str:
    return json.dumps(at.slack.responses, ensure_ascii=False)


async def test_an_event_is_stored_before_it_is_acknowledged(at: Here) -> None:
    seen: list[int] = []
    real = at.store.write

    async def slow(community: Json, given: Json) -> None:
        await real(community, given)
        await asyncio.sleep(0.05)
        seen.append(len(given))

    object.__setattr__(at.store, "write", slow)
    assert await at.event(message(TS)) == 200
    assert seen == [1]


async def test_what_cannot_be_stored_is_not_acknowledged(at: Here) -> None:
    async def full(*_: object) -> None:
        raise OSError("disk full")

    object.__setattr__(at.store, "write", full)
    assert await at.event(message(TS)) >= 500


async def test_redelivery_edits_and_order_leave_one_state(at: Here) -> None:
    later = edited(message(TS, text="a b c"), "1700000100.000200")
    for event in (later, message(TS), later, message(TS), reaction(TS), reaction(TS)):
        assert await at.event(event) == 200
    (kept,) = at.messages().values()
    assert kept.features.words == 3


@pytest.mark.parametrize("event", [{"type": "emoji_changed"}, {"type": "message", "channel": []}, {}])
async def test_unknown_events_are_answered_and_counted(at: Here, event: dict[str, Json]) -> None:
    assert await at.event(event) == 200
    assert sum(at.intake.counts.values()) == 1


async def test_every_payload_is_counted_once_whatever_came_of_it(at: Here) -> None:
    """The sum is what Slack sent, though a message of a bot gives a fact about that bot."""
    for told in (
        message(TS),
        message(TS, user=None, bot_id="B77", subtype="bot_message"),
        {"type": "no_such"},
    ):
        assert await at.event(told) == 200
    await at.command("help")
    click = {"type": "block_actions", "user": {"id": "U1"}, "trigger_id": "once", "actions": []}
    for _ in range(2):
        await at.interact(click)
    assert at.intake.counts == {"kept": 1, "bot": 1, "unknown": 1, "acted": 2, "repeated": 1}


async def test_another_workspace_is_answered_and_ignored(at: Here) -> None:
    body = {"type": "event_callback", "team_id": "T9", "event": message(TS)}
    assert (await at.send(json.dumps(body), "application/json"))[0] == 200
    assert at.intake.counts == {"elsewhere": 1}
    assert at.messages() == {}


@pytest.mark.parametrize(
    "forged",
    [
        {"secret": "wrong"},
        {"at": str(int(SystemClock().now() // SECOND) - 301)},
        {"sign": "v0=" + "0" * 64},
        {"sign": ""} | {"secret": ""},
    ],
    ids=["wrong secret", "stale", "wrong signature", "unsigned"],  # the same in every worker, at any second
)
async def test_forged_stale_and_unsigned_requests_have_no_effect(at: Here, forged: dict[str, str]) -> None:
    body = {"type": "event_callback", "team_id": "T1", "event": message(TS)}
    assert (await at.send(json.dumps(body), "application/json", **forged))[0] == 401
    assert at.messages() == {}


async def test_slack_may_verify_the_address(at: Here) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c1"})
    status, text = await at.send(body, "application/json")
    assert status == 200
    assert json.loads(text) == {"challenge": "c1"}


async def test_a_command_is_answered_privately_with_a_button_to_share(at: Here) -> None:
    await at.command("help")
    (answer,) = at.slack.responses
    assert answer["response_type"] == "ephemeral"
    assert answer["blocks"][-1]["elements"][0]["action_id"] == "foster.share"
    assert "optout" in answer["text"]


async def test_wrong_words_get_a_suggestion(at: Here) -> None:
    await at.command("setings")
    assert "Did you mean" in texts(at)
    assert "foster.share" not in texts(at)


async def test_a_replayed_command_has_one_effect(at: Here) -> None:
    form = {"command": "/foster", "text": "optout", "team_id": "T1", "user_id": "U2", "channel_id": "C1"}
    form |= {"response_url": at.slack.response_url, "trigger_id": "t1"}
    stamp = str(int(SystemClock().now() // SECOND))
    for _ in range(3):
        await at.send(urlencode(form), "application/x-www-form-urlencoded", at=stamp)
    await at.intake.close()
    assert len(at.slack.responses) == 1


async def test_sharing_answers_everybody_with_the_pressers_rights(at: Here) -> None:
    click = {"type": "block_actions", "user": {"id": "U2"}, "channel": {"id": "C1"}, "trigger_id": "t2"}
    click |= {"response_url": at.slack.response_url}
    await at.interact(click | {"actions": [{"action_id": "foster.share", "value": "help"}]})
    assert at.slack.responses[-1]["response_type"] == "in_channel"
    await at.interact(
        click | {"trigger_id": "t3", "actions": [{"action_id": "foster.share", "value": "settings show"}]}
    )
    assert at.slack.responses[-1]["response_type"] == "ephemeral"
    assert "for you alone" in texts(at)


@pytest.mark.parametrize(
    ("user", "words", "said"),
    [
        ("U1", "settings show slots", "slots"),
        ("U2", "settings set slots 4", "for the admins"),
        ("U3", "settings show", "for the team"),
        ("U4", "settings set slots 4", "for the admins"),
        ("U5", "help", "Only people of this workspace"),
        ("UBOT", "help", "Only people of this workspace"),
        ("U404", "help", "Only people of this workspace"),
    ],
)
async def test_rights_are_checked_for_commands_and_clicks(at: Here, user: str, words: str, said: str) -> None:
    await at.command(words, user)
    click: Json = {"type": "block_actions", "user": {"id": user}, "channel": {"id": "C1"}, "trigger_id": "t9"}
    click |= {
        "response_url": at.slack.response_url,
        "actions": [{"action_id": "foster.run.0", "value": words}],
    }
    await at.interact(click)
    assert len(at.slack.responses) == 2
    assert all(said in answer["text"] for answer in at.slack.responses)


async def test_an_admin_who_no_longer_is_one_is_refused_at_once(at: Here) -> None:
    at.slack.users[0]["is_admin"] = False
    await at.command("settings set slots 4")
    assert "for the admins" in texts(at)


async def test_a_refused_response_url_falls_back_to_an_ephemeral_message(at: Here) -> None:
    await at.command("help", response_url="https://evil.example/hook")
    assert at.slack.responses == []
    (sent,) = at.slack.named("chat.postEphemeral")
    assert sent["user"] == "U1"


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.slack.com/x",
        "https://127.0.0.1/x",
        "https://hooks.slack.com.evil.example/x",
        "https://evilslack.com/x",
        "https://hooks.slack.com:8443/x",
        "https://user@hooks.slack.com/x",
        "https://hooks.slack.com\\@evil.example/x",
        "https://[::1]/x",
        "https://hooks.slack.com:port/x",
        "file:///etc/passwd",
        "https://hooks.slаck.com/x",
        None,
        7,
    ],
)
def test_only_slacks_addresses_are_answered(url: object) -> None:
    assert not is_slacks(url, "https://slack.com/api/")
    assert is_slacks("https://hooks.slack.com/commands/1", "https://slack.com/api/")


async def test_redirects_are_not_followed(at: Here) -> None:
    redirecting = at.slack.response_url.replace("/respond", "/api/auth.test")
    at.slack.faults["auth.test"].append(Fault(status=302))
    assert not await respond(redirecting, {}, at.slack.url)
    assert at.slack.responses == []


async def test_what_is_more_than_a_fact_is_told(at: Here) -> None:
    await at.event({"type": "member_joined_channel", "user": "UBOT", "channel": "C2"})
    await at.event({"type": "member_joined_channel", "user": "U1", "channel": "C2"})
    await at.event({"type": "app_uninstalled"})
    await at.command("doctor")
    assert (at.joined, at.gone) == (["C2"], ["T1"])
    assert "Doctor for U1" in texts(at)


async def test_strangers_and_unknown_channels_are_looked_up(at: Here) -> None:
    at.slack.users.append({"id": "U77", "team_id": "T2", "name": "eve"})
    at.slack.channels.append({"id": "C7", "name": "new"})
    await at.event(message(TS, user="U77"))
    await at.intake.close()
    assert at.workspace.known.accounts["U77"].external
    await at.event(reaction(TS, item={"type": "message", "channel": "C7", "ts": TS}))
    assert at.workspace.known.channels["C7"].name == "new"
    at.slack.channels.append({"id": "C8", "name": "hidden", "is_private": True})
    await at.event(reaction(TS, item={"type": "message", "channel": "C8", "ts": TS}))
    assert "C8" not in at.workspace.known.channels


async def test_socket_mode_acknowledges_after_storing_and_survives_a_refresh(at: Here) -> None:
    handler = socket(at.app, "xapp-1")
    handler.client.ping_interval = 0.05
    await handler.connect_async()  # type: ignore[no-untyped-call] # Bolt's
    try:
        await at.slack.until(lambda: at.slack.sockets)
        body = {"type": "event_callback", "team_id": "T1", "event": message(TS)}
        await at.slack.deliver("e1", "events_api", body)
        assert len(at.messages()) == 1
        await at.slack.deliver("e2", "slash_commands", {"command": "/foster", "text": "help", "team_id": "T1",
                               "user_id": "U1", "response_url": at.slack.response_url})  # fmt: skip
        await at.slack.until(lambda: at.slack.responses)
        await at.slack.sockets[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
        await at.slack.until(lambda: len(at.slack.sockets) > 1)
        await at.slack.deliver("e3", "events_api", body | {"event": message(REPLY)})
        assert len(at.messages()) == 2
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # Bolt's


async def test_nothing_that_people_wrote_is_logged(at: Here, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    at.slack.faults["views.publish"].append(Fault(error="fatal"))
    await at.event(message(TS, text="canary words"))
    await at.event({"type": "brand_new", "text": "canary words"})
    await at.event({"type": "app_home_opened", "user": "U1", "tab": "home"})
    await at.command("canary words", response_url="https://canary.example")
    await at.send("canary words", "application/json")
    await at.intake.close()
    ours = [record for record in caplog.records if not record.name.startswith(("aiohttp", "asyncio"))]
    assert [record for record in ours if "canary" in record.getMessage()] == []


async def test_a_recording_in_a_new_message_is_offered_to_admins(at: Here) -> None:
    said = message(TS, text="my talk: <https://youtu.be/abcdefghijk?si=me> about zanzibar")
    assert await at.event(said) == 200
    await at.intake.close()
    async with at.store.reading(at.workspace.community) as unit:
        (offer,) = await open_offers(unit)
    assert offer.link == "https://www.youtube.com/watch?v=abcdefghijk"
    assert "zanzibar" not in repr(offer)
