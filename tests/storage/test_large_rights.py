"""Somebody who wrote a tenth of a large community asks for everything about them, and to be forgotten."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.commands.catalogue import catalogue
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Role
from bot.domain.refs import MemberRef
from bot.domain.times import Micros
from storage.engine import writing
from storage.opening import open_store
from storage.store import SqlStore
from tests.bench.large_community import BIG, LAST, SPACE, fill
from tests.fakes.databases import running_server
from tests.soak.figures import note

WHO = MemberRef(SPACE, "CANARYMEMBER0123456")
MOST_SECONDS = 60
_BLOCK = 1 << 22

pytestmark = pytest.mark.soak


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Path, Path | None]]:
    """An address, the folder in which all of it lies, and what of that is a log with its own retention."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'foster.db'}", tmp_path, None
        return
    with running_server(("shared_buffers=128MB",)) as server:
        yield server.address("postgres"), server.folder, server.folder / "data" / "pg_wal"


async def test_they_get_everything_in_time_and_not_a_byte_is_left(
    place: tuple[str, Path, Path | None],
) -> None:
    address, folder, log = place
    await fill(address)
    store = await open_store(address)
    await _busy(store)
    assert _left(folder, log)
    begin = time.perf_counter()
    exported = await run(_asks("export me"), catalogue(), store)
    took = time.perf_counter() - begin
    rows = sum(map(len, exported.card.data.values())) if isinstance(exported.card.data, dict) else 0
    begin = time.perf_counter()
    assert (await run(_asks("forget me --yes"), catalogue(), store)).forgotten == (WHO,)
    forgot = time.perf_counter() - begin
    await _written_down(store)
    left = _left(folder, log)
    kind = address.partition(":")[0]
    note(f"{kind}: export of {rows:,} rows {took:.1f} s; forgotten in {forgot:.1f} s, {left} left")
    assert left == 0
    assert rows > 150_000
    assert took <= MOST_SECONDS
    await store.close()


async def _busy(store: SqlStore) -> None:
    async with writing(store.engine) as connection:
        for table, column, key in (
            ("message", "author", "id"),
            ("question", "asker", "id"),
            ("credit", "asker", "question"),
        ):
            share = f"UPDATE {table} SET {column} = '{WHO.id}' WHERE substr({key}, 13) < '060000'"  # noqa: S608 - our own
            await connection.execute(text(share))


def _asks(words: str) -> Invocation:
    return Invocation(BIG.id, Caller(Role.MEMBER, WHO), words, Micros(LAST.monday().toordinal()))


async def _written_down(store: SqlStore) -> None:
    """Have a server write everything down, and remove the files of old versions of tables."""
    if store.engine.dialect.name == "postgresql":
        made = store.engine.execution_options(isolation_level="AUTOCOMMIT")
        async with made.connect() as connection:
            await connection.execute(text("CHECKPOINT"))


def _left(folder: Path, log: Path | None) -> int:
    """How often the id stands in any file, but for the log."""
    files = (
        file for file in folder.rglob("*") if file.is_file() and (log is None or log not in file.parents)
    )
    return sum(map(_count, files))


def _count(file: Path) -> int:
    needle, found, before = WHO.id.encode(), 0, b""
    with file.open("rb") as handle:
        while block := handle.read(_BLOCK):
            found += (before + block).count(needle)
            before = block[1 - len(needle) :]
    return found
