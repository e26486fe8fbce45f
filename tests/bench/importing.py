"""Importing: read, judge and store against decoding and raw inserts of the very same rows; then crediting."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import msgspec

from adapters.exports.detect import open_export
from adapters.exports.door import Door
from adapters.synthetic.firehose import write_discord, write_slack
from bot.domain.community import Community
from bot.domain.judging import judge
from bot.domain.refs import CommunityId
from bot.domain.sentiments import sentiment
from bot.usecases.credit import credit
from bot.wiring.collecting import settle
from storage.opening import open_store
from tests.bench.decoding import DiscordFile, SlackRow
from tests.bench.measure import Figure, peak_memory, seconds

MESSAGES = int(os.environ.get("FOSTER_BENCH_MESSAGES", "100000"))
BATCH = 5_000
MOST = 8.0
MOST_MEGABYTES = 400
BENCHED = CommunityId("bench")
SALT = bytes(32)


def run(folder: Path) -> Iterator[Figure]:
    """Slack, then Discord."""
    yield from _one(folder / "slack", "Slack", write_slack, "*/*.json", msgspec.json.Decoder(list[SlackRow]))
    yield from _one(folder / "discord", "Discord", write_discord, "*.json", msgspec.json.Decoder(DiscordFile))


def _one(
    folder: Path,
    name: str,
    write: Callable[[Path, int], int],
    files: str,
    decoder: msgspec.json.Decoder[list[SlackRow]] | msgspec.json.Decoder[DiscordFile],
) -> Iterator[Figure]:
    write(folder, MESSAGES)
    database = folder.parent / f"{name}.sqlite"
    reading = seconds(partial(_read, folder), 1)
    whole, peak, crediting, most = _apart(folder, database)
    paths = sorted(folder.glob(files))
    decoding = seconds(lambda: [decoder.decode(path.read_bytes()) for path in paths], 1)
    schema, rows = stored(database, MESSAGES)
    raw = seconds(lambda: insert(folder.parent / f"{name}-raw.sqlite", schema, rows), 1)
    limit = decoding + raw
    yield Figure(f"{name}, read and judged", reading, limit, "to decode and insert raw", MESSAGES)
    yield Figure(f"{name}, read, judged and stored", whole, limit, "to decode and insert raw", MESSAGES, MOST)
    size = sum(path.stat().st_size for path in paths) / 1e6
    yield Figure(
        f"{name}, peak memory for {size:,.0f} MB", peak, MOST_MEGABYTES, "allowed", most=1, unit="MB"
    )
    yield Figure(f"{name}, credited", crediting, limit, "to decode and insert raw", MESSAGES)
    yield Figure(f"{name}, peak memory, crediting too", most, MOST_MEGABYTES, "allowed", most=1, unit="MB")


def _apart(folder: Path, database: Path) -> tuple[float, int, float, int]:
    """Seconds and peak memory (MB) of an import in a process of its own, then the same with crediting."""
    told = subprocess.run(  # noqa: S603 - this very module
        [sys.executable, "-m", "tests.bench.importing", folder, database],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    return float(told[0]), int(told[1]), float(told[2]), int(told[3])


def _door() -> Door:
    return Door(judge=lambda text: judge(text, SALT), sentiment=sentiment)


def _read(folder: Path) -> None:
    with open_export(folder, _door()) as export:
        for _ in export.batches():
            pass


async def _import(folder: Path, database: Path) -> None:
    store = await open_store(f"sqlite:///{database}")
    try:
        with open_export(folder, _door()) as export:
            await store.create(Community(BENCHED, "Bench", SALT), [export.space])
            for batch in export.batches():
                await store.ingest([(BENCHED, batch)])
    finally:
        await store.close()


async def _credit(database: Path) -> None:
    store = await open_store(f"sqlite:///{database}")
    try:
        await credit(store, BENCHED)
    finally:
        await store.close()


def stored(database: Path, count: int) -> tuple[list[str], Sequence[tuple[object, ...]]]:
    """The message table with its indexes as SQL, and every row of it."""
    connection = sqlite3.connect(database)
    made = "SELECT sql FROM sqlite_master WHERE tbl_name = 'message' AND sql IS NOT NULL ORDER BY type DESC"
    schema = [str(row[0]) for row in connection.execute(made)]
    rows = connection.execute("SELECT * FROM message ORDER BY at").fetchall()
    connection.close()
    if len(rows) != count:
        raise RuntimeError(f"{len(rows)} of {count} messages arrived")
    return schema, rows


def insert(
    database: Path, schema: Sequence[str], rows: Sequence[tuple[object, ...]], batch: int = BATCH
) -> None:
    """The floor: the same rows into the same table by the driver alone, as durable, in batches."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    for statement in schema:
        connection.execute(statement)
    gaps = ",".join("?" * len(rows[0]))
    for start in range(0, len(rows), batch):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT INTO message VALUES ({gaps})", rows[start : start + batch])  # noqa: S608 - question marks only
        connection.execute("COMMIT")
    connection.close()


if __name__ == "__main__":
    settle()  # as the program does
    taken = seconds(lambda: asyncio.run(_import(Path(sys.argv[1]), Path(sys.argv[2]))), 1)
    sys.stdout.write(f"{taken} {peak_memory()}")
    taken = seconds(lambda: asyncio.run(_credit(Path(sys.argv[2]))), 1)
    sys.stdout.write(f" {taken} {peak_memory()}")
