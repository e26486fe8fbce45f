"""Interactions with the fake Discord: one callback each, in time; further messages while the token lasts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.discord_bodies import as_json, body_of
from tests.fakes.discord_limits import message_problems, modal_problems

Payload = dict[str, Any]
Refuse = Callable[[Sequence[str]], web.Response]

IN_TIME = 3.0
"""Seconds in which the first answer must come."""
_MESSAGE, _SUGGEST, _FORM = 4, 8, 9


@dataclass(slots=True)
class Talk:
    """What came back. `waited`: seconds to each first answer; `shown`: further messages by their ids."""

    refuse: Refuse
    own: str
    callbacks: dict[str, Payload] = field(default_factory=dict)
    follow_ups: list[Payload] = field(default_factory=list)
    shown: dict[str, Payload] = field(default_factory=dict)
    waited: list[float] = field(default_factory=list)
    _begun: dict[str, float] = field(default_factory=dict)
    _tokens: set[str] = field(default_factory=set)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def begin(self, payload: Payload) -> None:
        """Somebody uses Foster."""
        self._begun[payload["id"]] = time.perf_counter()

    async def answered(self, number: str, seconds: float = 5.0) -> Payload:
        """The first answer."""
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(lambda: number in self.callbacks), seconds)
        return self.callbacks[number]

    def routes(self, prefix: str) -> list[web.RouteDef]:
        hook = f"{prefix}/webhooks/{self.own}/{{token}}"
        return [
            web.post(f"{prefix}/interactions/{{id}}/{{token}}/callback", self._callback),
            web.patch(f"{hook}/messages/{{message}}", self._edit),
            web.post(hook, self._add),
        ]

    async def _callback(self, request: web.Request) -> web.Response:
        number = request.match_info["id"]
        body, files = await body_of(request)
        data = body.get("data") or {}
        found = message_problems(data, files) if body["type"] == _MESSAGE else []
        found += modal_problems(data) if body["type"] == _FORM else []
        if body["type"] == _SUGGEST and len(data["choices"]) > 25:
            found.append("too many choices")
        if number in self.callbacks:
            found.append("answered twice")
        waited = time.perf_counter() - self._begun.get(number, time.perf_counter())
        if waited > IN_TIME:
            found.append("answered too late")
        if found:
            return self.refuse(found)
        self.waited.append(waited)
        async with self._changed:
            self.callbacks[number] = body
            self._tokens.add(request.match_info["token"])
            self._changed.notify_all()
        return web.Response(status=204)

    async def _add(self, request: web.Request) -> web.Response:
        made = await self._kept(request)
        if made is None:
            return as_json({"message": "Unknown Webhook", "code": 10015}, 404)
        if isinstance(made, web.Response):
            return made
        made["id"] = str(len(self.shown) + 1)
        self.shown[made["id"]] = made
        return as_json(made)

    async def _edit(self, request: web.Request) -> web.Response:
        wanted = request.match_info["message"]
        if wanted not in self.shown and wanted != "@original":
            return as_json({"message": "Unknown Message", "code": 10008}, 404)
        made = await self._kept(request)
        if made is None:
            return as_json({"message": "Unknown Webhook", "code": 10015}, 404)
        if isinstance(made, dict):
            self.shown[wanted] = made
            return as_json(made)
        return made

    async def _kept(self, request: web.Request) -> Payload | web.Response | None:
        """The message, refused where it breaks a limit; None before the first answer was given."""
        body, files = await body_of(request)
        if request.match_info["token"] not in self._tokens:
            return None
        found = message_problems(body, files)
        if found:
            return self.refuse(found)
        self.follow_ups.append(body)
        return body
