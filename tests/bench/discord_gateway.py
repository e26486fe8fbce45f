"""Gateway events per second to committed facts on SQLite, against a bare discord.py client that only counts.

`python -m tests.bench.discord_gateway [EVENTS] [SERVERS]`: the fake gateway runs in a process of its own and
sends as fast as it is read; both clients get the same events in the same run.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import discord
from aiohttp import web

from adapters.clock import SystemClock
from adapters.discord.client import INTENTS, point_to
from adapters.discord.service import DiscordService, Outside
from adapters.markup.discord import snowflake_at
from bot.commands.catalogue import catalogue
from bot.core import Core
from bot.domain.times import Micros
from bot.wiring.departures import leave
from bot.wiring.discord import join
from storage import schema
from storage.opening import open_store
from storage.writer import GroupCommitWriter
from tests.fakes.discord_server import OWN, TOKEN, FakeDiscord
from tests.fakes.discord_shards import Socket
from tests.fakes.memory_installs import MemoryDepartures

TEXTS = (
    "How do I set the retry limit? It fails with a timeout every time.",
    "Try the second option.",
    "thanks!",
)
_START = 1_790_000_000_000_000


def frames(events: int, servers: int) -> Iterator[str]:
    """Messages spread over servers, as frames."""
    for number in range(events):
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


def serve(pipe: Pipe, events: int, servers: int) -> None:
    """The gateway's process: its address, then everything to whoever connects."""
    asyncio.run(_serve(pipe, events, servers))


async def _serve(pipe: Pipe, events: int, servers: int) -> None:
    async with FakeDiscord() as fake:
        for guild in range(1, servers + 1):
            channel = {
                "id": str(guild * 100),
                "type": 0,
                "name": "help",
                "position": 0,
                "permission_overwrites": [],
            }
            role = {"id": str(guild), "name": "@everyone", "permissions": "1024", "position": 0, "color": 0}
            row = {
                "id": str(guild),
                "name": f"Server {guild}",
                "channels": [channel],
                "roles": [role],
                "threads": [],
            }
            fake.gateway.guilds[str(guild)] = row | {
                "members": [],
                "member_count": 1,
                "emojis": [],
                "features": [],
            }
        pipe.send(fake.address)
        for _ in range(2):
            await asyncio.to_thread(pipe.recv)
            (session,) = fake.gateway.connected()
            assert isinstance(session.socket, Socket)
            ws: web.WebSocketResponse = session.socket.ws
            for frame in frames(events, servers):
                packed = session.socket.deflate.compress(frame.encode()) + session.socket.deflate.flush(2)
                await ws.send_bytes(packed)
            await asyncio.to_thread(pipe.recv)


async def bare(address: str, pipe: Pipe, events: int) -> float:
    """discord.py counting messages, with the same lean settings; seconds."""
    point_to(address)
    done, seen = asyncio.Event(), 0
    flags = discord.MemberCacheFlags.none()
    client = discord.AutoShardedClient(
        intents=INTENTS, max_messages=None, member_cache_flags=flags, chunk_guilds_at_startup=False
    )

    @client.event
    async def on_message(_message: discord.Message) -> None:
        nonlocal seen
        seen += 1
        if seen == events:
            done.set()

    task = asyncio.create_task(client.start(TOKEN))
    await asyncio.sleep(4)
    begin = time.perf_counter()
    pipe.send("go")
    await done.wait()
    seconds = time.perf_counter() - begin
    await client.close()
    await asyncio.gather(task, return_exceptions=True)
    pipe.send("done")
    return seconds


async def foster(address: str, pipe: Pipe, events: int, folder: Path) -> float:
    """Foster, to committed facts; seconds."""
    database = f"sqlite:///{folder}/bench.db"
    await schema.upgrade(database)
    store = await open_store(database)
    clock = SystemClock()
    async with GroupCommitWriter(store) as writer:
        core = Core(store, writer, catalogue())
        departures = MemoryDepartures()
        leaving = partial(leave, departures, clock)
        outside = Outside(core, clock, partial(join, store, departures), leaving, lambda _chart: b"")
        service = DiscordService(TOKEN, address, outside)
        task = asyncio.create_task(service.serve())
        await asyncio.sleep(4)
        await service.intake.drain()
        await service.care.filled()
        begin = time.perf_counter()
        pipe.send("go")
        while service.intake.counts["MESSAGE_CREATE"] < events:  # noqa: ASYNC110 - measured from outside
            await asyncio.sleep(0.01)
        await service.intake.drain()
        seconds = time.perf_counter() - begin
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await store.close()
    pipe.send("done")
    return seconds


def main(events: int = 30_000, servers: int = 50) -> None:
    """Print both, and the memory of this process after each."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=serve, args=(theirs, events, servers), daemon=True
    )
    process.start()
    address = ours.recv()
    assert OWN
    for name in ("bare discord.py", "Foster, committed"):
        with tempfile.TemporaryDirectory() as folder:
            work = (
                bare(address, ours, events) if name[0] == "b" else foster(address, ours, events, Path(folder))
            )
            seconds = asyncio.run(work)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{name}: {events / seconds:,.0f} events/s, {memory:.0f} MiB at most")  # noqa: T201 - its output
    process.kill()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
