"""Opening what a command works on: a database, and one of its communities."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.domain.community import slug
from bot.domain.errors import UserFacingError
from bot.domain.refs import CommunityId
from bot.ports import Store
from bot.settings import Settings
from bot.vault_ports import Vault
from storage import existing, journal
from storage.opening import open_store
from storage.store import SqlStore


def keys_of(secret_key: str) -> Vault | None:
    """The vault of `FOSTER_SECRET_KEY`; where that is empty, nothing is loaded for it."""
    if not secret_key:
        return None
    from bot.vault import vault  # noqa: PLC0415 - start-up time of those who seal nothing

    return vault(secret_key)


def journal_of(database: str, settings: Settings) -> Path | None:
    """Where erasures are noted outside a server's database; SQLite has its journal beside the file."""
    if not journal.is_server(database):
        return None
    if settings.erasures:
        return Path(settings.erasures).expanduser()
    import platformdirs  # noqa: PLC0415 - only needed here

    folder = platformdirs.user_data_path("foster", appauthor=False)
    return folder / journal.name_for(database)


@asynccontextmanager
async def opened(database: str, settings: Settings, *, new: bool = False) -> AsyncIterator[SqlStore]:
    """The store at a database address, with the keys that open what is sealed in it; closed at the end.

    A SQLite file that is not there is only made where it may be `new`.
    """
    if not new:
        existing.look(database)
    store = await open_store(database, keys_of(settings.secret_key), journal_of(database, settings))
    try:
        yield store
    finally:
        await store.close()


async def chosen(store: Store, name: str | None) -> CommunityId:
    """The community that was named, or the only one; a `UserFacingError` says which there are."""
    ids = [community.id for community in await store.communities()]
    if name is not None:
        short = slug(name)
        if short in ids:
            return short
        if ids:
            raise UserFacingError(
                "There is no community “{name}”. There is: {ids}.", name=name, ids=", ".join(ids)
            )
    if not ids:
        raise UserFacingError(
            "There is no community yet. Try {demo}, or bring yours in with {command}.",
            demo="foster demo",
            command="foster import EXPORT.zip",
        )
    if len(ids) > 1:
        raise UserFacingError("Which community? Add --community with one of: {ids}.", ids=", ".join(ids))
    return ids[0]
