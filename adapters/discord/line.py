"""What can be said to one interaction: the first answer, and more for a quarter of an hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.discord.api import Api, File
from adapters.discord.render import MENTIONS
from bot.domain.times import MINUTE

Payload = Mapping[str, Any]

CALLBACK = "/interactions/{interaction_id}/{webhook_token}/callback"
FOLLOW_UP = "/webhooks/{webhook_id}/{webhook_token}"
ORIGINAL = FOLLOW_UP + "/messages/@original"
LATER = FOLLOW_UP + "/messages/{message_id}"

MESSAGE, DEFER, SUGGEST, FORM = 4, 5, 8, 9
EPHEMERAL = 64
LASTS = 14 * MINUTE
"""How long more can be said, with a minute to spare."""


@dataclass(frozen=True, slots=True)
class Line:
    """The way back to whoever used Foster."""

    api: Api
    payload: Payload

    async def answer(self, kind: int, data: Payload, files: Sequence[File] = ()) -> None:
        """The first answer."""
        await self.api.call(
            "POST",
            CALLBACK,
            {"type": kind, "data": dict(data)},
            files,
            interaction_id=str(self.payload["id"]),
            webhook_token=str(self.payload["token"]),
        )

    async def show(self, body: Payload, files: Sequence[File] = (), *, public: bool = False) -> None:
        """A message as the first answer."""
        await self.answer(MESSAGE, body if public else {**body, "flags": EPHEMERAL}, files)

    async def say(self, text: str) -> None:
        """Plain words, privately."""
        await self.show({"content": text, "allowed_mentions": MENTIONS})

    async def defer(self, *, public: bool = False) -> None:
        """Say that the answer takes longer; `complete` gives it."""
        await self.answer(DEFER, {} if public else {"flags": EPHEMERAL})

    async def complete(self, body: Payload, files: Sequence[File] = ()) -> None:
        """The answer that was announced."""
        await self._webhook("PATCH", ORIGINAL, body, files)

    async def add(self, body: Payload, files: Sequence[File] = (), *, public: bool = False) -> str:
        """One more message; its id."""
        whole = body if public else {**body, "flags": EPHEMERAL}
        made = await self._webhook("POST", FOLLOW_UP, whole, files, {"wait": "true"})
        return str(made.get("id", "")) if isinstance(made, dict) else ""

    async def revise(self, message: str, body: Payload) -> None:
        """Replace a message that was added."""
        await self._webhook("PATCH", LATER, body, message_id=message)

    async def _webhook(
        self,
        method: str,
        path: str,
        body: Payload,
        files: Sequence[File] = (),
        query: Mapping[str, str] | None = None,
        **ids: str,
    ) -> Any:  # noqa: ANN401 - JSON
        return await self.api.call(
            method,
            path,
            body,
            files,
            query,
            webhook_id=str(self.payload["application_id"]),
            webhook_token=str(self.payload["token"]),
            **ids,
        )
