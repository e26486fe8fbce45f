"""Copies of a SQLite database: taken while Foster runs, and put back while it does not."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.domain.errors import UserFacingError
from bot.vault_ports import Vault
from storage import schema
from storage.journal import ENDING
from storage.lock import only_one, sqlite_file
from storage.opening import open_store

_PAGES = 1_000


async def backup(address: str, to: Path) -> None:
    """Write a complete copy of the database to the file `to`; writers go on meanwhile."""
    file = _file(address)
    _check(file, to)
    partial = to.with_name(to.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        await asyncio.to_thread(_copy, file, partial)
        partial.replace(to)
    finally:
        partial.unlink(missing_ok=True)


async def restore(address: str, source: Path, vault: Vault | None = None) -> None:
    """Put a copy in the place of the database, all or nothing; the old one stays beside it as `.before`.

    A copy that is sealed with other keys is refused.
    """
    file = _file(address)
    _check(source)
    with only_one(address):
        partial = file.with_name(file.name + ".partial")
        partial.unlink(missing_ok=True)
        try:
            log = source.with_name(source.name + "-wal")
            await asyncio.to_thread(_copy, source, partial, used=log.exists())
            revision = await schema.current(f"sqlite:///{partial}")
            if revision is None or not schema.known(revision):
                raise UserFacingError("{path} is no backup that this Foster can read.", path=source)
            await (await open_store(f"sqlite:///{partial}", vault)).close()
            await asyncio.to_thread(_swap, partial, file)
        finally:
            for name in ("", "-wal", "-shm", ENDING):
                partial.with_name(partial.name + name).unlink(missing_ok=True)
    await (await open_store(address, vault)).close()  # forgets again whom it brought back


def _file(address: str) -> Path:
    file = sqlite_file(address)
    if file is None:
        raise UserFacingError("This is for SQLite. For PostgreSQL, use pg_dump and pg_restore.")
    return file


def _check(source: Path, to: Path | None = None) -> None:
    if not source.is_file():
        raise UserFacingError("There is no file {path}.", path=source)
    if to is not None and to.exists():
        raise UserFacingError("{path} is there already. Name a file that is not.", path=to)


def _copy(source: Path, to: Path, *, used: bool = True) -> None:
    """`used`: somebody may be writing there. Else it is only read, and SQLite leaves no log beside it."""
    mode = "mode=ro" if used else "immutable=1"
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?{mode}", uri=True)) as old,
            closing(sqlite3.connect(to)) as new,
        ):
            old.backup(new, pages=_PAGES)
            sound = new.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        raise UserFacingError("{path} is damaged, or no SQLite database.", path=source)
    with to.open("rb+") as handle:
        os.fsync(handle.fileno())


def _swap(partial: Path, file: Path) -> None:
    """The log of the old database must not be played into the new one."""
    if file.exists():
        with closing(sqlite3.connect(file)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.replace(file.with_name(file.name + ".before"))
    for name in ("-wal", "-shm"):
        file.with_name(file.name + name).unlink(missing_ok=True)
    partial.replace(file)
