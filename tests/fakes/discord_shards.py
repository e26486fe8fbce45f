"""The gateway of the fake Discord: sessions that resume, shards, zlib-stream, faults on demand."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.discord_bodies import as_json

Payload = Mapping[str, Any]

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
WRONG_TOKEN, DISALLOWED = 4004, 4014
NEEDED_INTENTS = (1 << 0) | (1 << 1) | (1 << 9) | (1 << 10) | (1 << 15)


@dataclass(slots=True)
class Session:
    """One session of one shard. Its events are kept until they are resumed."""

    id: str
    shard: int
    count: int
    events: list[tuple[str, Payload]] = field(default_factory=list)
    socket: Socket | None = None

    def serves(self, guild: str) -> bool:
        """Whether a server's events come through this shard."""
        return not guild.isdecimal() or (int(guild) >> 22) % self.count == self.shard

    async def dispatch(self, event: str, payload: Payload) -> None:
        """An event; kept where nobody is connected."""
        self.events.append((event, payload))
        if self.socket is not None:
            await self.socket.send(DISPATCH, payload, event, len(self.events))


@dataclass(slots=True)
class Socket:
    """One connection, compressed as it asked for."""

    ws: web.WebSocketResponse
    deflate: Any

    async def send(self, op: int, data: object, event: str | None = None, seq: int | None = None) -> None:
        """One frame."""
        text = json.dumps({"op": op, "d": data, "s": seq, "t": event})
        if self.ws.closed:
            return
        try:
            if self.deflate is None:
                await self.ws.send_str(text)
            else:
                packed = self.deflate.compress(text.encode()) + self.deflate.flush(zlib.Z_SYNC_FLUSH)
                await self.ws.send_bytes(packed)
        except ConnectionError:
            return


@dataclass(slots=True)
class Gateway:
    """Every session. `refuse` closes the next IDENTIFY with a code; `shards` are recommended."""

    token: str
    own: str
    refuse: int | None = None
    shards: int = 1
    sessions: dict[str, Session] = field(default_factory=dict)
    identified: list[Payload] = field(default_factory=list)
    resumed: int = 0
    url: str = ""
    guilds: dict[str, dict[str, Any]] = field(default_factory=dict)
    _made: int = 0

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """One connection."""
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        zipped = request.query.get("compress") == "zlib-stream"
        socket = Socket(ws, zlib.compressobj() if zipped else None)
        await socket.send(HELLO, {"heartbeat_interval": 41_250})
        session: Session | None = None
        async for message in ws:
            if message.type is not WSMsgType.TEXT:
                continue
            frame = json.loads(message.data)
            if frame["op"] == HEARTBEAT:
                await socket.send(ACK, None)
            elif frame["op"] == IDENTIFY:
                session = await self._identify(socket, frame["d"])
            elif frame["op"] == RESUME:
                session = await self._resume(socket, frame["d"])
        if session is not None and session.socket is socket:
            session.socket = None
        return ws

    async def about(self, _: web.Request) -> web.Response:
        """Where it is, and how many shards to use."""
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return as_json({"url": self.url, "shards": self.shards, "session_start_limit": limit})

    async def emit(self, event: str, payload: Payload) -> None:
        """An event to the shard that serves its server."""
        guild = str(
            payload.get("id" if event.startswith("GUILD_") and "guild_id" not in payload else "guild_id")
        )
        for session in self.sessions.values():
            if session.serves(guild):
                await session.dispatch(event, payload)

    async def each(self, op: int, data: object = None) -> None:
        """The same frame on every connection: RECONNECT, or INVALID_SESSION."""
        for session in self.connected():
            if session.socket is not None:
                await session.socket.send(op, data)

    async def drop(self, code: int = 1006) -> None:
        """Cut every connection."""
        for session in self.connected():
            socket, session.socket = session.socket, None
            if socket is not None:
                await socket.ws.close(code=4000 if code == 1006 else code)

    def connected(self) -> Iterable[Session]:
        """Sessions with a connection."""
        return [session for session in self.sessions.values() if session.socket is not None]

    async def _identify(self, socket: Socket, data: Payload) -> Session | None:
        self.identified.append(data)
        code, self.refuse = self.refuse, None
        if data["token"] != self.token:
            code = WRONG_TOKEN
        elif data["intents"] & NEEDED_INTENTS != NEEDED_INTENTS:
            code = code or DISALLOWED
        if code is not None:
            await socket.ws.close(code=code)
            return None
        shard, count = data.get("shard", (0, 1))
        for old in [s.id for s in self.sessions.values() if s.shard == shard]:
            del self.sessions[old]
        self._made += 1
        session = self.sessions[f"s{self._made}"] = Session(f"s{self._made}", shard, count, socket=socket)
        here = [guild for guild in self.guilds.values() if session.serves(guild["id"])]
        await session.dispatch("READY", self._ready(session, here, [shard, count]))
        for guild in here:
            await session.dispatch("GUILD_CREATE", guild)
        return session

    async def _resume(self, socket: Socket, data: Payload) -> Session | None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self.token:
            await socket.send(INVALID, data=False)
            return None
        self.resumed += 1
        session.socket = socket
        for seq, (event, payload) in enumerate(session.events, 1):
            if seq > (data["seq"] or 0):
                await socket.send(DISPATCH, payload, event, seq)
        await session.dispatch("RESUMED", {})
        return session

    def _ready(self, session: Session, guilds: Iterable[Payload], shard: list[int]) -> Payload:
        return {
            "v": 10,
            "user": {"id": self.own, "username": "foster", "discriminator": "0", "avatar": None, "bot": True},
            "guilds": [{"id": guild["id"], "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": shard,
            "application": {"id": self.own, "flags": 0},
        }
