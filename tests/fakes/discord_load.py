"""A fake Discord in a process of its own that talks as fast as it is read: load for benches."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from multiprocessing.connection import Connection as Pipe
from typing import Any

from adapters.markup.discord import snowflake_at
from bot.domain.times import Micros
from tests.fakes.discord_server import OWN, FakeDiscord
from tests.fakes.discord_shards import Socket

TEXTS = (
    "How do I set the retry limit? It fails with a timeout every time.",
    "Try the second option.",
    "thanks!",
)
_START = 1_790_000_000_000_000
_CHUNK = 20_000
RATE = 250
"""Events a second where they come steadily: three times the burst that the bar asks for."""


def server(number: int) -> dict[str, Any]:
    """A server with one channel."""
    channel = {"id": str(number * 100), "type": 0, "name": "help", "position": 0, "permission_overwrites": []}
    role = {"id": str(number), "name": "@everyone", "permissions": "1024", "position": 0, "color": 0}
    row = {
        "id": str(number),
        "name": f"Server {number}",
        "channels": [channel],
        "roles": [role],
        "threads": [],
    }
    return row | {"members": [], "member_count": 1, "emojis": [], "features": []}


def frames(first: int, events: int, servers: int) -> Iterator[str]:
    """Messages spread over servers, as frames."""
    for number in range(first, first + events):
        guild, at = number % servers + 1, Micros(_START + number * 1_000)
        id_, user = str(int(snowflake_at(at)) + 1), str(5_000 + number * 7 % 997)
        author = {"id": user, "username": f"user{user}", "discriminator": "0", "avatar": None}
        payload = {
            "id": id_, "channel_id": str(guild * 100), "guild_id": str(guild), "type": 0, "tts": False,
            "content": TEXTS[number % 3], "timestamp": "2026-09-21T14:13:20+00:00", "edited_timestamp": None,
            "author": author, "member": {"nick": None, "roles": [], "joined_at": None},
            "mentions": [], "mention_roles": [], "mention_everyone": False, "attachments": [], "embeds": [],
            "pinned": False,
        }  # fmt: skip
        yield json.dumps({"op": 0, "t": "MESSAGE_CREATE", "s": number + 1_000, "d": payload})


def serve(pipe: Pipe, servers: int) -> None:
    """Tell the address, then do as asked.

    `("events", n)` sends messages at once, `("steadily", n)` at `RATE`; `("used", n)` uses commands and tells
    how long each answer took.
    """
    asyncio.run(_serve(pipe, servers))


async def _serve(pipe: Pipe, servers: int) -> None:
    async with FakeDiscord() as fake:
        fake.gateway.guilds.update({str(number): server(number) for number in range(1, servers + 1)})
        pipe.send(fake.address)
        sent, sending = 0, asyncio.create_task(asyncio.sleep(0))
        while True:
            word, number = await asyncio.to_thread(pipe.recv)
            if word in {"events", "steadily"}:
                pause = 1 / RATE if word == "steadily" else 0.0
                sending = asyncio.create_task(_events(fake, sent, number, servers, pause))
                sent += number
            elif word == "used":
                pipe.send(await _used(fake, number))
            else:
                sending.cancel()
                return


async def _events(fake: FakeDiscord, first: int, events: int, servers: int, pause: float) -> None:
    (session,) = fake.gateway.connected()
    assert isinstance(session.socket, Socket)
    for start in range(first, first + events, _CHUNK):
        ready = list(frames(start, min(_CHUNK, first + events - start), servers))
        for frame in ready:
            packed = session.socket.deflate.compress(frame.encode()) + session.socket.deflate.flush(2)
            await session.socket.ws.send_bytes(packed)
            if pause:
                await asyncio.sleep(pause)


async def _used(fake: FakeDiscord, number: int) -> list[float]:
    """Somebody uses a command every 50 ms; seconds until each was answered."""
    already = len(fake.talk.waited)
    member = {"user": {"id": "77", "username": "ana"}, "permissions": "32", "roles": []}
    words = ("help", "digest", "optin")
    waiting = []
    for turn in range(number):
        option = {"type": 1, "name": words[turn % 3], "options": []}
        head = {"id": str(turn + 1), "token": f"t{turn}", "application_id": OWN, "type": 2}
        data = {"name": "foster", "options": [option]}
        payload = {**head, "guild_id": str(turn % 20 + 1), "member": member, "data": data}
        waiting.append(asyncio.create_task(fake.interact(payload)))
        await asyncio.sleep(0.05)
    await asyncio.gather(*waiting)
    return fake.talk.waited[already:]
