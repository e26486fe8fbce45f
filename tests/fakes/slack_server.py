"""A Slack over real HTTP and WebSocket on loopback, with paging, 429, lost answers and dropped sockets."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import WSMsgType, web

Params = dict[str, Any]
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one call instead of, or after, what was asked. `lost`: done, but nobody hears of it.

    `raw`: what a proxy says instead of Slack.
    """

    status: int = 200
    error: str = ""
    raw: str = ""
    retry_after: int = 0
    lost: bool = False


@dataclass(slots=True)
class FakeSlack:
    """`async with FakeSlack() as slack`: then `slack.url` is `SLACK_API_URL`. Fill its lists at will.

    `teams`: what `auth.test` says of a token; `codes`: what a code or a refresh token is exchanged for, once.
    """

    users: list[Answer] = field(default_factory=list)
    channels: list[Answer] = field(default_factory=list)
    history: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    page: int = 2
    calls: list[tuple[str, Params]] = field(default_factory=list)
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    responses: list[Params] = field(default_factory=list)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    acknowledged: dict[str, Any] = field(default_factory=dict)
    waiting: dict[str, asyncio.Future[None]] = field(default_factory=dict)
    uploads: list[bytes] = field(default_factory=list)
    metadata: bool = True
    scopes: str = ""
    teams: dict[str, Answer] = field(default_factory=dict)
    codes: dict[str, Answer] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    bearers: list[str] = field(default_factory=list)
    _clock: int = 1_800_000_000
    _runner: web.AppRunner | None = None
    _port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/api/"

    @property
    def response_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/respond"

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/{method}", self._call)
        app.router.add_get("/api/{method}", self._call)
        app.router.add_get("/socket", self._socket)
        app.router.add_post("/upload", self._upload)
        app.router.add_post("/respond", self._respond)
        self._runner = web.AppRunner(app, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in self.sockets:
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def named(self, method: str) -> list[Params]:
        """What was asked of a method."""
        return [params for name, params in self.calls if name == method]

    async def until(self, true: Callable[[], object], seconds: float = 5) -> None:
        """Wait for something to become true."""
        async with asyncio.timeout(seconds):
            while not true():  # noqa: ASYNC110 - what becomes true is anybody's
                await asyncio.sleep(0.005)

    async def deliver(self, envelope: str, kind: str, payload: Mapping[str, Any], socket: int = -1) -> None:
        """Send one envelope and wait until it is acknowledged."""
        await self.sockets[socket].send_json(
            {
                "envelope_id": envelope,
                "type": kind,
                "payload": dict(payload),
                "accepts_response_payload": True,
            }
        )
        await self.until(lambda: envelope in self.acknowledged)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        params = await _params(request)
        self.calls.append((method, params))
        self.bearers.append(request.headers.get("Authorization", "").removeprefix("Bearer "))
        fault = self.faults[method].popleft() if self.faults[method] else Fault()
        if self.bearers[-1] in self.revoked:
            fault = Fault(error="token_revoked")
        if fault.retry_after:
            headers = {"Retry-After": str(fault.retry_after)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if fault.raw:
            return web.Response(text=fault.raw, status=fault.status, content_type="application/json")
        if fault.error or fault.status != 200:
            return web.json_response({"ok": False, "error": fault.error or "fatal"}, status=fault.status)
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        answer = handler(params) if handler else {"ok": False, "error": "unknown_method"}
        if fault.lost and request.transport is not None:
            request.transport.abort()
        headers = {"x-oauth-scopes": self.scopes} if self.scopes else {}
        return web.json_response({"ok": True} | answer, headers=headers)

    def _auth_test(self, _: Params) -> Answer:
        if self.bearers[-1] in self.teams:
            return self.teams[self.bearers[-1]]
        here = {"team_id": "T1", "team": "Kelpline", "user_id": "UBOT", "bot_id": "BBOT"}
        return here | {"url": "https://kelpline.slack.com/", "user": "foster"}

    def _oauth_v2_access(self, params: Params) -> Answer:
        given = self.codes.pop(str(params.get("code") or params.get("refresh_token")), None)
        return given or {"ok": False, "error": "invalid_code"}

    def _users_list(self, params: Params) -> Answer:
        return self._page(self.users, "members", params)

    def _usergroups_list(self, _: Params) -> Answer:
        if not self.groups:
            return {"ok": False, "error": "missing_scope"}
        return {"usergroups": [{"id": id_, "handle": id_.lower()} for id_ in self.groups]}

    def _usergroups_users_list(self, params: Params) -> Answer:
        return {"users": self.groups[params["usergroup"]]}

    def _conversations_list(self, params: Params) -> Answer:
        return self._page(self.channels, "channels", params)

    def _users_conversations(self, params: Params) -> Answer:
        private = "private_channel" in str(params.get("types"))
        found = [c for c in self.channels if c.get("is_member") and (private or not c.get("is_private"))]
        return self._page(found, "channels", params)

    def _users_info(self, params: Params) -> Answer:
        return self._one(self.users, "user", params.get("user"), "user_not_found")

    def _conversations_info(self, params: Params) -> Answer:
        return self._one(self.channels, "channel", params.get("channel"), "channel_not_found")

    def _conversations_join(self, params: Params) -> Answer:
        for channel in self.channels:
            if channel["id"] == params.get("channel"):
                channel["is_member"] = True
        return self._conversations_info(params)

    def _conversations_open(self, params: Params) -> Answer:
        return {"channel": {"id": "D" + str(params.get("users"))}}

    def _conversations_history(self, params: Params) -> Answer:
        found = [m for m in self.history[params["channel"]] if m.get("thread_ts", m["ts"]) == m["ts"]]
        return self._messages(sorted(found, key=lambda m: float(m["ts"]), reverse=True), params)

    def _conversations_replies(self, params: Params) -> Answer:
        root = params["ts"]
        found = [m for m in self.history[params["channel"]] if root in (m["ts"], m.get("thread_ts"))]
        return self._messages(sorted(found, key=lambda m: float(m["ts"])), params)

    def _messages(self, found: list[Answer], params: Params) -> Answer:
        oldest, latest = float(params.get("oldest") or 0), float(params.get("latest") or 1e12)
        inclusive = str(params.get("inclusive", "0")).lower() in {"1", "true"}
        inside = [
            m
            for m in found
            if oldest < float(m["ts"]) < latest or (inclusive and float(m["ts"]) in (oldest, latest))
        ]
        if str(params.get("include_all_metadata", "0")).lower() not in {"1", "true"} or not self.metadata:
            inside = [{k: v for k, v in m.items() if k != "metadata"} for m in inside]
        page = self._page(inside, "messages", params)
        return page | {"has_more": bool(page["response_metadata"]["next_cursor"])}

    def _chat_postMessage(self, params: Params) -> Answer:  # noqa: N802 - Slack's name
        self._clock += 1
        ts = f"{self._clock}.000100"
        message = {k: v for k, v in params.items() if k not in {"channel", "token"}}
        self.history[params["channel"]].append(
            {"type": "message", "user": "UBOT", "bot_id": "BBOT", "ts": ts} | message
        )
        return {"ts": ts, "channel": params["channel"]}

    def _chat_update(self, params: Params) -> Answer:
        for message in self.history[params["channel"]]:
            if message["ts"] == params["ts"]:
                message.update({k: v for k, v in params.items() if k in {"text", "blocks", "metadata"}})
                return {"ts": params["ts"]}
        return {"ok": False, "error": "message_not_found"}

    def _chat_delete(self, params: Params) -> Answer:
        kept = [m for m in self.history[params["channel"]] if m["ts"] != params["ts"]]
        self.history[params["channel"]] = kept
        return {"ts": params["ts"]}

    def _chat_postEphemeral(self, _: Params) -> Answer:  # noqa: N802 - Slack's name
        return {"message_ts": "1.1"}

    def _views_open(self, _: Params) -> Answer:
        return {"view": {"id": "V1"}}

    def _views_update(self, _: Params) -> Answer:
        return {"view": {"id": "V1"}}

    def _views_publish(self, _: Params) -> Answer:
        return {"view": {"id": "V2"}}

    def _files_getUploadURLExternal(self, _: Params) -> Answer:  # noqa: N802 - Slack's name
        return {"upload_url": f"http://127.0.0.1:{self._port}/upload", "file_id": f"F{len(self.uploads)}"}

    def _files_completeUploadExternal(self, params: Params) -> Answer:  # noqa: N802 - Slack's name
        return {"files": params.get("files", [])}

    def _apps_connections_open(self, _: Params) -> Answer:
        return {"url": f"ws://127.0.0.1:{self._port}/socket"}

    def _page(self, rows: list[Answer], key: str, params: Params) -> Answer:
        start = int(params.get("cursor") or 0)
        size = min(self.page, int(params.get("limit") or 100))
        more = str(start + size) if start + size < len(rows) else ""
        return {key: rows[start : start + size], "response_metadata": {"next_cursor": more}}

    def _one(self, rows: list[Answer], key: str, id_: object, missing: str) -> Answer:
        found = next((row for row in rows if row.get("id") == id_), None)
        return {"ok": False, "error": missing} if found is None else {key: found}

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": len(self.sockets)})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                body = json.loads(message.data)
                self.acknowledged[body["envelope_id"]] = body.get("payload")
                waiting = self.waiting.pop(body["envelope_id"], None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(None)
        return socket

    async def _upload(self, request: web.Request) -> web.Response:
        self.uploads.append(await request.read())
        return web.Response(text="OK")

    async def _respond(self, request: web.Request) -> web.Response:
        self.responses.append(await request.json())
        return web.Response(text="ok")


async def _params(request: web.Request) -> Params:
    if request.content_type == "application/json":
        body: Params = await request.json()
        return body
    given = {**request.query, **(await request.post())}
    return {key: _unpacked(key, str(value)) for key, value in given.items()}


def _unpacked(key: str, value: str) -> object:
    if key in {"blocks", "view", "metadata", "files", "unfurls"}:
        return json.loads(value)
    return value
