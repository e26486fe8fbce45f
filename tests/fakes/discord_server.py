"""A fake Discord on loopback: REST and gateway over real sockets, as strict as the documentation.

Whatever the bot sends is checked against the documented limits; what breaks one is refused with 400 and
kept in `problems`.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.fakes.discord_bodies import archived, as_json, body_of, stored
from tests.fakes.discord_buckets import Buckets
from tests.fakes.discord_limits import command_problems, message_problems
from tests.fakes.discord_shards import Gateway
from tests.fakes.discord_talk import Talk

Payload = dict[str, Any]

OWN = str(900 << 22)
TOKEN = "fake.discord.token"  # noqa: S105 - opens nothing
_EPHEMERAL = 64


@dataclass(frozen=True, slots=True)
class Fault:
    """What the next fitting requests get instead of their answer. `after`: it takes effect first."""

    method: str
    path: str
    status: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)
    body: object = None
    after: bool = False


@dataclass(slots=True)
class FakeDiscord:
    """`async with FakeDiscord() as discord:` listens on a free port of 127.0.0.1."""

    gateway: Gateway = field(default_factory=lambda: Gateway(TOKEN, OWN))
    history: dict[str, list[Payload]] = field(default_factory=lambda: defaultdict(list))
    threads: dict[str, Payload] = field(default_factory=dict)
    reacted: dict[tuple[str, str], list[Payload]] = field(default_factory=dict)
    commands: list[Payload] = field(default_factory=list)
    members: dict[str, list[Payload]] = field(default_factory=lambda: defaultdict(list))
    buckets: Buckets = field(default_factory=Buckets)
    talk: Talk = field(init=False)
    faults: list[Fault] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    folds: set[str] = field(default_factory=set)
    now: int = 1_000
    _nonces: dict[tuple[str, str], Payload] = field(default_factory=dict)
    _runner: web.AppRunner | None = None
    address: str = ""

    def __post_init__(self) -> None:
        self.talk = Talk(self._refuse, OWN)

    @property
    def follow_ups(self) -> list[Payload]:
        """Every message that came after a first answer, edits too."""
        return self.talk.follow_ups

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._front])
        app.router.add_get("/gateway", self.gateway.handle)
        app.add_routes(self._routes())
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.address = f"http://127.0.0.1:{port}/api"
        self.gateway.url = f"ws://127.0.0.1:{port}/gateway"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def interact(self, payload: Payload) -> Payload:
        """Somebody uses Foster; the first answer, as Discord would show it."""
        self.talk.begin(payload)
        await self.gateway.emit("INTERACTION_CREATE", payload)
        return await self.talk.answered(payload["id"])

    async def until(self, condition: Any, seconds: float = 5.0) -> None:  # noqa: ANN401 - any predicate
        """Wait for a condition over what the bot did."""
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 - any condition, not one that this fake signals
                await asyncio.sleep(0.01)

    def _routes(self) -> list[web.RouteDef]:
        own, prefix = (
            {"id": OWN, "username": "foster", "discriminator": "0", "avatar": None, "bot": True},
            "/api/v10",
        )
        application = {"id": OWN, "name": "Foster", "icon": None, "description": "", "owner": own, "flags": 0}
        application |= {"bot_public": True, "bot_require_code_grant": False, "verify_key": "", "team": None}
        channel = f"{prefix}/channels/{{channel}}"

        async def me(_: web.Request) -> web.Response:
            return as_json(own)

        async def about(_: web.Request) -> web.Response:
            return as_json(application)

        async def roles(request: web.Request) -> web.Response:
            return as_json(self.gateway.guilds[request.match_info["guild"]]["roles"])

        async def message(request: web.Request) -> web.Response:
            rows = self.history[request.match_info["channel"]]
            row = next((row for row in rows if row["id"] == request.match_info["message"]), None)
            return as_json(stored(row) if row else {"message": "Unknown Message"}, 200 if row else 404)

        async def member(request: web.Request) -> web.Response:
            wanted, guild = request.match_info["user"], request.match_info["guild"]
            everybody = [{"user": own, "roles": []}, *self.members[guild]]
            row = next((row for row in everybody if row["user"]["id"] == wanted), None)
            return as_json(row or {"message": "Unknown Member", "code": 10007}, 200 if row else 404)

        return [
            web.get(f"{prefix}/users/@me", me),
            web.get(f"{prefix}/oauth2/applications/@me", about),
            web.get(f"{prefix}/guilds/{{guild}}/roles", roles),
            web.get(f"{prefix}/guilds/{{guild}}/members/{{user}}", member),
            web.get(f"{prefix}/guilds/{{guild}}/members", self._members),
            web.get(f"{prefix}/gateway/bot", self.gateway.about),
            web.get(f"{prefix}/applications/{OWN}/commands", self._list_commands),
            web.put(f"{prefix}/applications/{OWN}/commands", self._put_commands),
            web.get(channel, self._channel),
            web.get(f"{channel}/messages", self._history),
            web.post(f"{channel}/messages", self._post),
            web.get(f"{channel}/messages/{{message}}", message),
            web.patch(f"{channel}/messages/{{message}}", self._patch),
            web.delete(f"{channel}/messages/{{message}}", self._delete),
            web.post(f"{channel}/messages/{{message}}/threads", self._thread),
            web.get(f"{channel}/messages/{{message}}/reactions/{{emoji}}", self._reactions),
            web.get(f"{channel}/threads/archived/public", self._archived),
            web.get(f"{prefix}/guilds/{{guild}}/threads/active", self._active),
            *self.talk.routes(prefix),
        ]

    @web.middleware
    async def _front(self, request: web.Request, handler: Any) -> web.StreamResponse:  # noqa: ANN401 - aiohttp's
        """Authorization and faults, before anything else."""
        if request.path == "/gateway":
            answer: web.StreamResponse = await handler(request)
            return answer
        self.requests.append((request.method, request.path))
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return as_json({"message": "401: Unauthorized", "code": 0}, 401)
        fault = next(
            (f for f in self.faults if f.method == request.method and re.search(f.path, request.path)), None
        )
        if fault is not None:
            self.faults.remove(fault)
            if fault.after:
                await handler(request)
            if fault.status == 0:
                assert request.transport is not None
                request.transport.abort()  # the answer is lost
            return as_json(fault.body, fault.status, fault.headers)
        limited = self.buckets.take(request)
        if isinstance(limited, web.Response):
            return limited
        answered: web.StreamResponse = await handler(request)
        answered.headers.update(limited)
        return answered

    async def _list_commands(self, _: web.Request) -> web.Response:
        return as_json(self.commands)

    async def _put_commands(self, request: web.Request) -> web.Response:
        commands = await request.json()
        found = command_problems(commands)
        if found:
            return self._refuse(found)
        self.commands = [{**command, "id": str(n), "version": "1"} for n, command in enumerate(commands, 1)]
        return as_json(self.commands)

    async def _channel(self, request: web.Request) -> web.Response:
        wanted = request.match_info["channel"]
        for guild in self.gateway.guilds.values():
            for channel in guild["channels"]:
                if channel["id"] == wanted:
                    return as_json({**channel, "guild_id": guild["id"]})
        found = self.threads.get(wanted)
        return as_json(found or {"message": "Unknown Channel", "code": 10003}, 200 if found else 404)

    async def _history(self, request: web.Request) -> web.Response:
        limit = int(request.query.get("limit", 50))
        if not 1 <= limit <= 100:
            return self._refuse(["limit"])
        channel = request.match_info["channel"]
        if channel not in self.folds and channel not in self.threads and self._said(channel):
            return as_json({"message": "Unknown Channel", "code": 10003}, 404)
        rows = sorted(self.history[request.match_info["channel"]], key=lambda row: int(row["id"]))
        after, before = request.query.get("after"), request.query.get("before")
        if after is not None:
            rows = [row for row in rows if int(row["id"]) > int(after)][:limit]
        if before is not None:
            rows = [row for row in rows if int(row["id"]) < int(before)]
        return as_json([stored(row) for row in reversed(rows[-limit:])])

    async def _post(self, request: web.Request) -> web.Response:
        body, files = await body_of(request)
        channel = request.match_info["channel"]
        found = message_problems(body, files)
        if found:
            return self._refuse(found)
        key = (channel, str(body.get("nonce")))
        if body.get("enforce_nonce") and key in self._nonces:
            return as_json(self._nonces[key])
        self.now += 1
        made = {
            **body,
            "id": str(self.now << 22),
            "channel_id": channel,
            "author": {"id": OWN, "bot": True},
            "type": 0,
        }
        self.history[channel].append(made)
        self._nonces[key] = made
        return as_json(made)

    async def _patch(self, request: web.Request) -> web.Response:
        body, files = await body_of(request)
        found = message_problems(body, files)
        if found:
            return self._refuse(found)
        wanted = request.match_info["message"]
        row = next((r for r in self.history[request.match_info["channel"]] if r["id"] == wanted), None)
        if row is None:
            return as_json({"message": "Unknown Message", "code": 10008}, 404)
        row.update(body)
        return as_json(row)

    async def _delete(self, request: web.Request) -> web.Response:
        rows, wanted = self.history[request.match_info["channel"]], request.match_info["message"]
        left = [row for row in rows if row["id"] != wanted]
        if len(left) == len(rows):
            return as_json({"message": "Unknown Message", "code": 10008}, 404)
        rows[:] = left
        return web.Response(status=204)

    async def _thread(self, request: web.Request) -> web.Response:
        body = await request.json()
        if not 0 < len(body["name"]) <= 100:
            return self._refuse(["a thread's name"])
        self.folds.add(request.match_info["message"])
        return as_json({"id": request.match_info["message"], "name": body["name"], "type": 11})

    async def _reactions(self, request: web.Request) -> web.Response:
        users = self.reacted.get((request.match_info["message"], request.match_info["emoji"]), [])
        after = int(request.query.get("after", 0))
        return as_json([user for user in users if int(user["id"]) > after][: int(request.query["limit"])])

    async def _active(self, request: web.Request) -> web.Response:
        guild = request.match_info["guild"]
        rows = [t for t in self.threads.values() if t["guild_id"] == guild and not archived(t)]
        return as_json({"threads": rows, "members": []})

    async def _archived(self, request: web.Request) -> web.Response:
        """Two a page, the latest first, so that paging is tried."""
        channel, before = request.match_info["channel"], request.query.get("before")
        rows = [t for t in self.threads.values() if t["parent_id"] == channel and archived(t)]
        rows.sort(key=lambda thread: str(thread["thread_metadata"]["archive_timestamp"]), reverse=True)
        if before is not None:
            rows = [t for t in rows if t["thread_metadata"]["archive_timestamp"] < before]
        return as_json({"threads": rows[:2], "members": [], "has_more": len(rows) > 2})

    async def _members(self, request: web.Request) -> web.Response:
        limit, after = int(request.query.get("limit", 1)), int(request.query.get("after", 0))
        if not 1 <= limit <= 1_000:
            return self._refuse(["limit"])
        rows = sorted(self.members[request.match_info["guild"]], key=lambda row: int(row["user"]["id"]))
        return as_json([row for row in rows if int(row["user"]["id"]) > after][:limit])

    def _said(self, message: str) -> bool:
        """Whether this is the id of a message: a channel only where a thread hangs on it."""
        return any(row["id"] == message for rows in self.history.values() for row in rows)

    def _refuse(self, found: Sequence[str]) -> web.Response:
        self.problems += found
        errors = {"_errors": [{"code": "BASE_TYPE", "message": one} for one in found]}
        return as_json({"message": "Invalid Form Body", "code": 50035, "errors": errors}, 400)
