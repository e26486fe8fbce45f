"""Events on the shortest way: checked, decoded and kept, without what Bolt prepares for listeners.

A workspace that writes much sends little else, and each event waits for its acknowledgement. Everything that
is no plain event (commands, clicks, forms, Slack's own questions) is Bolt's.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from adapters.slack.intake import Intake

log = logging.getLogger(__name__)

_decode = msgspec.json.Decoder().decode


@dataclass(frozen=True, slots=True)
class Events:
    """What takes them. `verifier` compares signatures in constant time, and refuses what is minutes old."""

    intake: Intake
    verifier: SignatureVerifier

    async def posted(self, raw: bytes, headers: Mapping[str, str]) -> int | None:
        """The status to answer a request with; None where it is not a plain event.

        Raises `ValueError` or `TypeError` where a signature cannot even be compared.
        """
        stamp = headers.get("X-Slack-Request-Timestamp")
        if not self.verifier.is_valid(raw, stamp, headers.get("X-Slack-Signature")):
            return 401
        try:
            body = _decode(raw)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            return None  # odd JSON may still be JSON, such as half of a surrogate pair
        return await self._kept(body)

    async def heard(self, client: SocketModeClient, request: SocketModeRequest) -> bool:
        """Whether an envelope was a plain event; it is acknowledged once it is kept, and not otherwise."""
        if request.type != "events_api" or not isinstance(request.payload, Mapping):
            return False
        status = await self._kept(request.payload)
        if status == 200:
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
        return status is not None

    async def _kept(self, body: object) -> int | None:
        if not isinstance(body, Mapping) or body.get("type") != "event_callback" or "ssl_check" in body:
            return None
        try:
            await self.intake.take(body)
        except Exception as problem:  # noqa: BLE001 - whatever it was, Slack is to send the event again
            log.warning("event not kept", extra={"problem": type(problem).__name__})
            return 500
        return 200
