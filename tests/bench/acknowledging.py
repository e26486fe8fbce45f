"""The group-commit writer: facts a second and latency by producers, against the same rows in big bites."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Iterator
from pathlib import Path

from storage.opening import open_store
from storage.store import SqlStore
from storage.writer import GroupCommitWriter, ImportWriter
from tests.bench.measure import Figure
from tests.fakes.databases import FAST, running_server
from tests.fakes.soup import SOUP, SPACE, said

PRODUCERS = (1, 10, 100, 1_000)
SECONDS = 2.0
CEILING = 5_000
_SLOWEST = 1.0
"""Acknowledged within a second by 99 in 100, as the trust table asks."""


def run(folder: Path) -> Iterator[Figure]:
    """On SQLite, and on a PostgreSQL of its own (without fsync: it is the code that is measured)."""
    yield from asyncio.run(_all("SQLite", f"sqlite:///{folder / 'foster.db'}"))
    with running_server(FAST) as server:
        yield from asyncio.run(_all("PostgreSQL", server.address("postgres")))


async def _all(name: str, address: str) -> list[Figure]:
    store = await open_store(address)
    await store.create(SOUP, [SPACE])
    numbers = itertools.count()
    facts = [said(str(n), n) for n in itertools.islice(numbers, CEILING)]
    begin = time.perf_counter()
    await ImportWriter(store).write(SOUP.id, facts)
    each = (time.perf_counter() - begin) / CEILING
    figures = []
    for producers in PRODUCERS:
        times = await _produce(store, numbers, producers)
        took = sum(times) / producers  # every producer was waiting all the time
        p50, p99 = times[len(times) // 2], times[len(times) * 99 // 100]
        what = f"{name}, {producers:,} producers"
        figures += [
            Figure(f"{what}: stored", took, each * len(times), "in one bite", len(times)),
            Figure(f"{what}: p50", p50, _SLOWEST, "allowed"),
            Figure(f"{what}: p99", p99, _SLOWEST, "allowed", most=1),
        ]
    await store.close()
    return figures


async def _produce(store: SqlStore, numbers: Iterator[int], producers: int) -> list[float]:
    times: list[float] = []
    end = time.perf_counter() + SECONDS

    async def produce() -> None:
        while (begin := time.perf_counter()) < end:
            n = next(numbers)
            await writer.write(SOUP.id, [said(str(n), n)])
            times.append(time.perf_counter() - begin)

    async with GroupCommitWriter(store) as writer:
        await asyncio.gather(*(produce() for _ in range(producers)))
    return sorted(times)
