"""Gateway events per second to committed facts, answers under load, and memory, against bare discord.py.

`python -m tests.bench.discord_gateway [EVENTS] [SERVERS]`: 1,000,000 events of 500 servers take some minutes.
The fake Discord is a process of its own; both clients get the same events in the same run, one after the
other. Processor seconds are what counts: the wall clock waits for whoever sends.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import discord

from adapters.clock import SystemClock
from adapters.discord.client import INTENTS, point_to
from adapters.discord.service import DiscordService, Outside
from bot.commands.catalogue import catalogue
from bot.core import Core
from bot.wiring.departures import leave
from bot.wiring.discord import join
from storage import schema
from storage.departures import SqlDepartures
from storage.opening import open_store
from storage.writer import GroupCommitWriter
from tests.bench.measure import Figure
from tests.fakes.discord_load import RATE, serve
from tests.fakes.discord_server import TOKEN

EVENTS, SERVERS = 12_000, 100
ANSWERS, STEADILY = 60, 1_000
PORTION = 20_000
"""Events at once: fewer than wait at most before the oldest are given up and asked for again."""
ALLOWED = 1.0
"""Seconds within which 99 in 100 commands are answered."""

Seen = Callable[[], int]


@dataclass(slots=True)
class Run:
    """What one client needed for all events. `memory`: MiB held after each quarter of them."""

    seconds: float = 0.0
    processor: float = 0.0
    memory: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)


@contextmanager
def served(servers: int) -> Iterator[tuple[str, Pipe]]:
    """The fake Discord's address, and the way to ask it for load."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, servers), daemon=True)
    process.start()
    try:
        yield ours.recv(), ours
    finally:
        ours.send(("stop", 0))
        process.join(10)


def held() -> float:
    """The memory that this process holds now, in MiB."""
    text = Path("/proc/self/status").read_text("utf-8")
    return int(text.partition("VmRSS:")[2].split()[0]) / 1_024


async def measured(pipe: Pipe, events: int, seen: Seen, settle: Callable[[], Awaitable[None]]) -> Run:
    """Have events sent in quarters, so many at a time that nothing is given up on the way."""
    run, sent = Run(), 0
    for quarter in range(1, 5):
        begin, used = time.perf_counter(), time.process_time()
        while sent < events // 4 * quarter:
            portion = min(PORTION, events // 4 * quarter - sent)
            pipe.send(("events", portion))
            sent += portion
            while seen() < sent:  # noqa: ASYNC110 - measured from outside
                await asyncio.sleep(0.01)
        await settle()
        run.seconds += time.perf_counter() - begin
        run.processor += time.process_time() - used
        run.memory.append(held())
    return run


async def bare(address: str, pipe: Pipe, events: int, _folder: Path) -> Run:
    """discord.py counting messages, with the same lean settings."""
    point_to(address)
    flags = discord.MemberCacheFlags.none()
    client = discord.AutoShardedClient(
        intents=INTENTS, max_messages=None, member_cache_flags=flags, chunk_guilds_at_startup=False
    )
    seen = 0

    @client.event
    async def on_message(_message: discord.Message) -> None:
        nonlocal seen
        seen += 1

    task = asyncio.create_task(client.start(TOKEN))
    while not client.is_ready():  # noqa: ASYNC110 - it is not ready before it logs in
        await asyncio.sleep(0.1)
    run = await measured(pipe, events, lambda: seen, lambda: asyncio.sleep(0))
    await client.close()
    await asyncio.gather(task, return_exceptions=True)
    return run


async def foster(address: str, pipe: Pipe, events: int, folder: Path) -> Run:
    """Foster on SQLite, to committed facts; then commands while events go on coming."""
    database = f"sqlite:///{folder}/bench.db"
    await schema.upgrade(database)
    store = await open_store(database)
    clock = SystemClock()
    async with GroupCommitWriter(store) as writer:
        core = Core(store, writer, catalogue())
        departures = SqlDepartures(store.engine)
        joining, leaving = partial(join, store, departures), partial(leave, departures, clock)
        service = DiscordService(TOKEN, address, Outside(core, clock, joining, leaving, lambda _chart: b""))
        task = asyncio.create_task(service.serve())
        counts, intake = service.intake.counts, service.intake
        while not counts["GUILD_CREATE"]:  # noqa: ASYNC110 - measured from outside
            await asyncio.sleep(0.1)
        await intake.drain()
        await service.care.filled()
        run = await measured(pipe, events, lambda: counts["MESSAGE_CREATE"], intake.drain)
        pipe.send(("steadily", STEADILY))
        pipe.send(("used", ANSWERS))
        run.waited = await asyncio.to_thread(pipe.recv)
        while counts["MESSAGE_CREATE"] < events + STEADILY:  # noqa: ASYNC110 - measured from outside
            await asyncio.sleep(0.01)
        await intake.drain()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await store.close()
    return run


def measure(events: int, servers: int) -> tuple[Run, Run]:
    """Bare discord.py, and Foster."""
    with served(servers) as (address, pipe), tempfile.TemporaryDirectory() as folder:
        return (
            asyncio.run(bare(address, pipe, events, Path(folder))),
            asyncio.run(foster(address, pipe, events, Path(folder))),
        )


def figures(events: int, servers: int) -> Iterator[Figure]:
    """Processor seconds and wall clock against the bare client, answers against what is allowed."""
    plain, ours = measure(events, servers)
    name = f"{events:,} events of {servers} servers, committed"
    yield Figure(name + " (processor)", ours.processor, plain.processor, "bare discord.py", events, most=4.0)
    yield Figure(name, ours.seconds, plain.seconds, "bare discord.py", events)
    waited = sorted(ours.waited)
    slow = waited[-1 - len(waited) // 100]
    yield Figure(f"{len(waited)} commands at {RATE} events a second, p99", slow, ALLOWED, "allowed", most=1.0)
    grown = max(ours.memory[-1] - ours.memory[0], 0.0), ours.memory[0]
    yield Figure(
        "memory after all events over that after a quarter (MiB)", sum(grown), grown[1], "MiB", most=1.5
    )


def run(_folder: Path) -> Iterator[Figure]:
    """The short form of `make bench`."""
    yield from figures(EVENTS, SERVERS)


def main(events: int = 1_000_000, servers: int = 500) -> None:
    """Print every figure, and the memory after each quarter."""
    plain, ours = measure(events, servers)
    for name, run in (("bare discord.py", plain), ("Foster, committed", ours)):
        rates = (
            f"{events / run.seconds:,.0f} events/s, {run.processor / events * 1e6:.0f} µs of processor each"
        )
        memory = ", ".join(f"{mib:.0f}" for mib in run.memory)
        sys.stdout.write(f"{name}: {rates}; MiB after each quarter: {memory}\n")
    waited = sorted(ours.waited)
    sys.stdout.write(f"commands meanwhile: p99 {waited[-1 - len(waited) // 100]:.3f} s of {len(waited)}\n")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
