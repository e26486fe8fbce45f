"""Opening a database so that it just works, or says what to do.

A SQLite file belongs to one program: a new or older one is brought up to date on opening. A PostgreSQL
database may serve several programs: an empty one is set up on opening, an older one only by
`foster db upgrade`, so that an admin chooses the moment. A newer one is always left alone.

What is sealed in it must open with the keys at hand. Where an older copy was put back, whoever was forgotten
since is forgotten again first of all; where the journal that names them is missing, nothing is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import UserFacingError
from bot.domain.refs import MemberRef
from bot.vault_ports import Vault
from storage import origins, schema
from storage.engine import engine
from storage.journal import kept
from storage.names import Names
from storage.reapplying import catch_up
from storage.sealed import check_keys
from storage.store import SqlStore


async def open_store(address: str, vault: Vault | None = None, journal: Path | None = None) -> SqlStore:
    """The store at a database address; a `UserFacingError` where that cannot be. Close it at the end.

    `journal` notes erasures outside a server's database (`storage.journal`).
    """
    store = await _sealed_store(address, vault, journal)
    try:
        await _known_copy(store, journal)
        await _forget_again(store, ())
    except BaseException:
        await store.close()
        raise
    return store


async def restored(
    address: str, vault: Vault | None, journal: Path | None, further: Sequence[Path]
) -> Sequence[MemberRef]:
    """Take a copy that was put back for the database from now on, and forget again whom journals name.

    Whoever of them was here.
    """
    store = await _sealed_store(address, vault, journal)
    try:
        return await _forget_again(store, further)
    finally:
        await store.close()


async def _sealed_store(address: str, vault: Vault | None, journal: Path | None) -> SqlStore:
    made = await up_to_date(address, journal)
    try:
        await check_keys(made, vault)
    except BaseException:
        await made.dispose()
        raise
    return SqlStore(made, Names(vault))


async def _forget_again(store: SqlStore, further: Sequence[Path]) -> Sequence[MemberRef]:
    gone = await catch_up(store, further)
    await origins.adopt(store.engine)
    return gone


async def _known_copy(store: SqlStore, journal: Path | None) -> None:
    """A `UserFacingError` where this is a copy and nobody knows who is to be forgotten again."""
    if not await origins.is_copy(store.engine) or (journal is not None and kept(journal)):
        return
    raise UserFacingError(
        "This database was put back from a copy: whoever was forgotten since it was made is in it again, and "
        "the journal that names them is not here ({path}). Run “{command}” with the journal of the Foster "
        "that was here before; where nobody was forgotten since, “{nobody}”.",
        path=journal or "FOSTER_ERASURES",
        command="foster db restored JOURNAL",
        nobody="foster db restored --nobody",
    )


async def up_to_date(address: str, journal: Path | None = None) -> AsyncEngine:
    """An engine on the newest schema, whatever is sealed in it. Dispose of it at the end."""
    made = engine(address, journal)
    try:
        revision = await schema.current_of(made)
        if revision != schema.head():
            _judge(revision, embedded=made.dialect.name == "sqlite")
            await schema.upgrade_engine(made)
    except BaseException:
        await made.dispose()
        raise
    return made


def _judge(revision: str | None, *, embedded: bool) -> None:
    """Whether this database may be upgraded now."""
    if revision is not None and not schema.known(revision):
        raise UserFacingError(
            "This database was written by a newer Foster (revision {revision}). Update the program.",
            revision=revision,
        )
    if revision is not None and not embedded:
        raise UserFacingError(
            "This database is of an older Foster (revision {revision}). Back it up, then run: {command}",
            revision=revision,
            command="foster db upgrade",
        )
