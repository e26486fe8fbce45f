"""Plain events go past Bolt: nothing else does, and what is checked and promised there holds here, too."""

from __future__ import annotations

import json

import pytest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from adapters.slack.events import Events
from tests.fakes.slack_events import message
from tests.fakes.slack_workspace import SECRET, Here, signed

TS = "1700000000.000100"
KIND = "application/json"
EVENT = {"type": "event_callback", "team_id": "T1", "event": message(TS)}


class Line:
    """A connection that notes what is acknowledged."""

    def __init__(self) -> None:
        self.acknowledged: list[str] = []

    async def send_socket_mode_response(self, response: SocketModeResponse) -> None:
        self.acknowledged.append(response.envelope_id)


def events(at: Here) -> Events:
    return Events(at.intake, SignatureVerifier(SECRET))


async def posted(at: Here, body: str) -> int | None:
    return await events(at).posted(body.encode(), signed(body, KIND))


async def test_an_event_is_kept_and_everything_else_left_to_bolt(at: Here) -> None:
    assert await posted(at, json.dumps(EVENT)) == 200
    assert len(at.messages()) == 1
    for other in ({"type": "url_verification"}, {"type": "block_actions"}, [EVENT], "x", None):
        assert await posted(at, json.dumps(other)) is None
    assert await posted(at, json.dumps(EVENT | {"ssl_check": 1})) is None


async def test_a_wrong_signature_is_refused_before_anything_is_read(at: Here) -> None:
    headers = signed("{}", KIND)
    assert await events(at).posted(b"{broken", headers) == 401
    assert await events(at).posted(json.dumps(EVENT).encode(), headers) == 401
    assert at.messages() == {}


async def test_half_a_surrogate_pair_is_still_an_event(at: Here) -> None:
    body = json.dumps(EVENT | {"event": message(TS, text="a \ud83d b")})
    assert await posted(at, body) is None
    assert (await at.send(body, KIND))[0] == 200
    assert at.intake.events == 1


@pytest.mark.parametrize(("works", "acknowledged"), [(True, ["e1"]), (False, [])])
async def test_an_envelope_is_acknowledged_only_when_it_is_kept(
    at: Here, caplog: pytest.LogCaptureFixture, works: bool, acknowledged: list[str]
) -> None:
    async def full(*_: object) -> None:
        raise OSError("canary")

    if not works:
        object.__setattr__(at.store, "write", full)
    line = Line()
    envelope = SocketModeRequest("events_api", "e1", EVENT)
    assert await events(at).heard(line, envelope)  # type: ignore[arg-type] # a line is enough
    assert line.acknowledged == acknowledged
    assert "canary" not in caplog.text


async def test_other_envelopes_are_bolts(at: Here) -> None:
    for kind, payload in (("slash_commands", {}), ("events_api", {"type": "odd"})):
        envelope = SocketModeRequest(kind, "e1", payload)
        assert not await events(at).heard(Line(), envelope)  # type: ignore[arg-type] # a line is enough
