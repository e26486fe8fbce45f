"""What arrives at the door over HTTP, and what may come through: whole, signed, fresh, and once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from aiohttp import ClientSession

from adapters.clock import SystemClock
from adapters.http.server import LARGEST
from adapters.slack import app
from bot.domain.times import SECOND
from tests.fakes.slack_events import message
from tests.fakes.slack_stage import Stage, fake
from tests.fakes.slack_workspace import NOW, Json, signed, ts

FRESH = ts(NOW)
BODY = json.dumps({"type": "event_callback", "team_id": "T1", "event": message(FRESH, text="hi")})
KIND = "application/json"


class Door:
    def __init__(self, stage: Stage, session: ClientSession, url: str) -> None:
        self.stage, self.session, self.url = stage, session, f"{url}/slack/events"

    async def knock(self, body: bytes | BytesIO | AsyncIterator[bytes], headers: dict[str, str]) -> int:
        async with self.session.post(self.url, data=body, headers=headers) as answer:
            return answer.status

    def heard(self) -> bool:
        return FRESH in {ref.id for ref in self.stage.messages()}


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with fake() as slack, ClientSession() as session:
        stage = Stage(slack)
        async with stage.running() as url:
            yield Door(stage, session, url)


def stamp(seconds: int) -> str:
    return str(int(SystemClock().now() // SECOND) + seconds)


async def test_what_is_whole_signed_and_fresh_comes_through(door: Door) -> None:
    assert await door.knock(BODY.encode(), signed(BODY, KIND)) == 200
    assert door.heard()


@pytest.mark.parametrize("age", [-301, -3_600, 302])
async def test_what_is_too_old_or_from_the_future_is_refused(door: Door, age: int) -> None:
    assert await door.knock(BODY.encode(), signed(BODY, KIND, at=stamp(age))) == 401
    assert not door.heard()


@pytest.mark.parametrize("at", ["", "soon", "1e9", "-1", "9" * 30, "１７０００００００"])
async def test_odd_stamps_are_refused(door: Door, at: str) -> None:
    headers = signed(BODY, KIND, at=stamp(0)) | {"X-Slack-Request-Timestamp": at}
    assert await door.knock(BODY.encode(), headers) in {400, 401}
    assert not door.heard()


@pytest.mark.parametrize(
    "changed",
    [
        json.dumps(json.loads(BODY), indent=1).encode(),  # the same JSON, written otherwise
        BODY.encode() + b" ",
        BODY.encode("utf-16"),
        BODY.replace("hi", "ho").encode(),
        b"",
        b"\xff\xfe\x00",
    ],
)
async def test_one_changed_byte_is_refused(door: Door, changed: bytes) -> None:
    assert await door.knock(changed, signed(BODY, KIND)) in {400, 401}
    assert not door.heard()


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/json; charset=klingon"],
)
async def test_another_content_type_changes_nothing(door: Door, kind: str) -> None:
    assert await door.knock(BODY.encode(), signed(BODY, KIND) | {"Content-Type": kind}) < 500
    assert await door.knock(b"canary", signed(BODY, kind)) in {400, 401}


async def test_too_much_is_refused_before_it_is_read(door: Door) -> None:
    body = " " * (LARGEST + 1)
    assert await door.knock(BytesIO(body.encode()), signed(body, KIND)) == 413


async def test_a_body_that_trickles_is_given_up(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "PATIENCE_SECONDS", 0.1)

    async def slowly() -> AsyncIterator[bytes]:
        yield BODY.encode()[:10]
        await asyncio.sleep(0.5)
        yield BODY.encode()[10:]

    assert await door.knock(slowly(), signed(BODY, KIND)) == 408
    assert not door.heard()


async def test_a_replayed_event_has_one_effect(door: Door) -> None:
    headers = signed(BODY, KIND)
    before = len(door.stage.messages())
    for _ in range(3):
        assert await door.knock(BODY.encode(), headers) == 200
    assert len(door.stage.messages()) == before + 1


@pytest.mark.parametrize(
    "odd",
    [[], "x", 7, None, {"type": []}, {"type": "event_callback", "team_id": ["T1"]},
     {"type": "event_callback", "team_id": "T1", "event": []}, {"payload": "{"}],
)  # fmt: skip
async def test_signed_nonsense_is_no_failure_of_ours(door: Door, odd: Json) -> None:
    body = json.dumps(odd)
    assert await door.knock(body.encode(), signed(body, KIND)) < 500


async def test_only_what_is_there_is_reached(door: Door) -> None:
    for method, path in (("GET", "/slack/events"), ("POST", "/slack/other"), ("GET", "/slack/install")):
        address = door.url.replace("/slack/events", path)
        async with door.session.request(method, address) as answer:
            assert answer.status in {404, 405}
