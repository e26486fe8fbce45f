"""Every column that holds sealed text: whose keys it needs, and sealing it anew under the newest one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, and_, delete, func, not_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import UserFacingError
from bot.vault_ports import PREFIX, Vault, key_of
from storage.engine import reading, writing
from storage.tables import INSTALLATION

_BITE = 500
_HEAD = len(PREFIX) + 9


@dataclass(frozen=True, slots=True)
class Sealed:
    """One column; text in it without the prefix was never sealed. A row is worth nothing without its key."""

    table: Table
    column: str

    @property
    def value(self) -> ColumnElement[str]:
        """The column itself."""
        found: ColumnElement[str] = self.table.c[self.column]
        return found


SEALED: tuple[Sealed, ...] = (Sealed(INSTALLATION, "token"), Sealed(INSTALLATION, "refresh"))


async def keys_needed(engine: AsyncEngine) -> frozenset[str]:
    """The ids of all keys that something in the database is sealed with."""
    found: set[str] = set()
    async with reading(engine) as connection:
        for one in SEALED:
            heads = select(func.substr(one.value, 1, _HEAD + 1)).where(one.value.startswith(PREFIX))
            found |= {key_of(str(head)) for head in (await connection.execute(heads.distinct())).scalars()}
    return frozenset(found - {""})


async def check_keys(engine: AsyncEngine, vault: Vault | None) -> None:
    """A `UserFacingError` where something is sealed that cannot be opened here."""
    needed = await keys_needed(engine)
    if needed and vault is None:
        raise UserFacingError(
            "This database holds sealed secrets, and {name} is not set. Put the key it was sealed with into "
            "the file .env. Is the key lost? Run “{command}”; each workspace has to be installed again then.",
            name="FOSTER_SECRET_KEY",
            command="foster keys forget",
        )
    missing = sorted(key for key in needed if vault is not None and not vault.knows(key))
    if missing:
        raise UserFacingError(
            "{name} is not the key that this database was sealed with (wanted: {ids}). Put the right one "
            "into the file .env, the newest first, others after a comma. Is it lost? Run “{command}”; "
            "each workspace has to be installed again then.",
            name="FOSTER_SECRET_KEY",
            ids=", ".join(missing),
            command="foster keys forget",
        )


async def forget_unknown(engine: AsyncEngine, vault: Vault | None) -> int:
    """Remove every row that no key here opens; how many there were."""
    lost = [key for key in await keys_needed(engine) if vault is None or not vault.knows(key)]
    done = 0
    for one in SEALED:
        async with writing(engine) as connection:
            for key in lost:
                sealed = one.value.startswith(f"{PREFIX}{key}:")
                done += (await connection.execute(delete(one.table).where(sealed))).rowcount
    return done


async def reseal(engine: AsyncEngine, vault: Vault) -> int:
    """Seal everything anew that the newest key did not seal; how much that was.

    Some rows a transaction: what was interrupted goes on where it stopped, and until then every row opens
    with one of the keys.
    """
    await check_keys(engine, vault)
    done = 0
    for one in SEALED:
        while bite := await _bite(engine, one, vault):
            done += bite
    return done


async def _bite(engine: AsyncEngine, one: Sealed, vault: Vault) -> int:
    newest = f"{PREFIX}{vault.newest}:"
    old = and_(one.value.startswith(PREFIX), not_(one.value.startswith(newest)))
    keys = list(one.table.primary_key)
    async with writing(engine) as connection:
        rows = (await connection.execute(select(*keys, one.value).where(old).limit(_BITE))).all()
        for row in rows:
            anew = vault.seal(vault.unseal(row[-1]))
            same = and_(*(key == value for key, value in zip(keys, row, strict=False)), one.value == row[-1])
            await connection.execute(update(one.table).where(same).values({one.column: anew}))
        return len(rows)
