"""Opening a database so that it just works, or says what to do.

A SQLite file belongs to one program: a new or older one is brought up to date on opening. A PostgreSQL
database may serve several programs: an empty one is set up on opening, an older one only by
`foster db upgrade`, so that an admin chooses the moment. A newer one is always left alone.

What is sealed in it must open with the keys at hand. Where an older copy of a file was put back, whoever was
forgotten since is forgotten again first of all.
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import UserFacingError
from bot.vault_ports import Vault
from storage import schema
from storage.engine import engine
from storage.names import Names
from storage.reapplying import catch_up
from storage.sealed import check_keys
from storage.store import SqlStore


async def open_store(address: str, vault: Vault | None = None) -> SqlStore:
    """The store at a database address; a `UserFacingError` where that cannot be. Close it at the end."""
    made = await up_to_date(address)
    store = SqlStore(made, Names(vault))
    try:
        await check_keys(made, vault)
        await catch_up(store)
    except BaseException:
        await store.close()
        raise
    return store


async def up_to_date(address: str) -> AsyncEngine:
    """An engine on the newest schema, whatever is sealed in it. Dispose of it at the end."""
    made = engine(address)
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
