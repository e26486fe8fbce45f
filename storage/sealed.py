"""Every column that holds sealed text: whose keys it needs, and sealing it anew under the newest one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Result, Table, and_, bindparam, delete, func, not_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.errors import SettingsError
from bot.vault_ports import PREFIX, Vault, key_of
from storage.engine import reading, writing
from storage.names import Names
from storage.rows import AnyFound
from storage.tables import INSTALLATION, NAME, UPKEEP

_HEAD = len(PREFIX) + 9


@dataclass(frozen=True, slots=True)
class Sealed:
    """One column; text in it without the prefix was never sealed. A row is worth nothing without its key."""

    table: Table
    column: str
    bite: int = 500
    """Rows sealed anew in one transaction."""

    @property
    def value(self) -> ColumnElement[str]:
        """The column itself."""
        found: ColumnElement[str] = self.table.c[self.column]
        return found

    def starts(self, prefix: str) -> ColumnElement[bool]:
        """Compared letter by letter: SQLite's LIKE takes capital letters for small ones."""
        return func.substr(self.value, 1, len(prefix)) == prefix

    def old(self, newest: str) -> ColumnElement[bool]:
        """What is to be sealed anew."""
        return and_(self.starts(PREFIX), not_(self.starts(newest)))

    def again(self, text: str, vault: Vault) -> str:
        """The same, sealed with the newest key."""
        return vault.seal(vault.unseal(text))

    async def lose(self, connection: AsyncConnection, lost: ColumnElement[bool]) -> int:
        """Remove what nobody can open; how many rows that were."""
        return (await connection.execute(delete(self.table).where(lost))).rowcount


class SealedName(Sealed):
    """Names may be plain, from times without a key: they are sealed with the rest. People stay, nameless."""

    __slots__ = ()

    def old(self, newest: str) -> ColumnElement[bool]:
        """Every name but an empty one."""
        return and_(self.value != "", not_(self.starts(newest)))

    def again(self, text: str, vault: Vault) -> str:
        """The same name, sealed."""
        names = Names(vault)
        return names.seal(names.open(text))

    async def lose(self, connection: AsyncConnection, lost: ColumnElement[bool]) -> int:
        """An empty name, until the platform tells it again."""
        return (await connection.execute(update(self.table).where(lost).values({self.column: ""}))).rowcount


SEALED: tuple[Sealed, ...] = (
    Sealed(INSTALLATION, "token"),
    Sealed(INSTALLATION, "refresh"),
    SealedName(NAME, "name", 5_000),
)


async def keys_needed(engine: AsyncEngine) -> frozenset[str]:
    """The ids of all keys that something in the database is sealed with."""
    found: set[str] = set()
    async with reading(engine) as connection:
        for one in SEALED:
            heads = select(func.substr(one.value, 1, _HEAD + 1)).where(one.starts(PREFIX))
            found |= {key_of(str(head)) for head in (await connection.execute(heads.distinct())).scalars()}
    return frozenset(found - {""})


async def check_keys(engine: AsyncEngine, vault: Vault | None) -> None:
    """A `SettingsError` where something is sealed that cannot be opened here."""
    needed = await keys_needed(engine)
    if needed and vault is None:
        raise SettingsError(
            "This database holds sealed secrets, and {name} is not set. Put the key it was sealed with into "
            "the file .env. Is the key lost? Run “{command}”; people have no names then until they come in "
            "again, and workspaces with sealed tokens have to be installed again.",
            name="FOSTER_SECRET_KEY",
            command="foster keys forget",
        )
    missing = sorted(key for key in needed if vault is not None and not vault.knows(key))
    if missing:
        raise SettingsError(
            "{name} is not the key that this database was sealed with (wanted: {ids}). Put the right one "
            "into the file .env, the newest first, others after a comma. Is it lost? Run “{command}”; people "
            "have no names then until they come in again, and workspaces with sealed tokens have to be "
            "installed again.",
            name="FOSTER_SECRET_KEY",
            ids=", ".join(missing),
            command="foster keys forget",
        )


async def forget_unknown(engine: AsyncEngine, vault: Vault | None) -> int:
    """Remove everything that no key here opens; how many rows there were."""
    lost = [key for key in await keys_needed(engine) if vault is None or not vault.knows(key)]
    done = 0
    for one in SEALED:
        async with writing(engine) as connection:
            for key in lost:
                done += await one.lose(connection, one.starts(f"{PREFIX}{key}:"))
    return done


async def reseal(engine: AsyncEngine, vault: Vault) -> int:
    """Seal everything anew that the newest key did not seal; how much that was.

    Some rows a transaction: what was interrupted goes on where it stopped, and until then every row opens
    with one of the keys. Names that were plain still stand in the files afterwards: `SqlStore.clean` takes
    them out.
    """
    await check_keys(engine, vault)
    done = 0
    for one in SEALED:
        while bite := await _bite(engine, one, vault):
            done += bite
    return done


async def _bite(engine: AsyncEngine, one: Sealed, vault: Vault) -> int:
    keys = list(one.table.primary_key)
    same = and_(*(key == bindparam(f"in_{key.name}") for key in keys), one.value == bindparam("before"))
    change = update(one.table).where(same).values({one.column: bindparam("anew")})
    async with writing(engine) as connection:
        old = one.old(f"{PREFIX}{vault.newest}:")
        found: Result[Any] = await connection.execute(select(*keys, one.value).where(old).limit(one.bite))
        rows = found.all()
        if rows:
            await connection.execute(change, [_values(keys, row, one.again(row[-1], vault)) for row in rows])
            await _unclean(connection, {row.community for row in rows if not key_of(row[-1])})
        return len(rows)


def _values(keys: Iterable[ColumnElement[Any]], row: AnyFound, anew: str) -> dict[str, object]:
    known = {f"in_{key.key}": value for key, value in zip(keys, row, strict=False)}
    return known | {"before": row[-1], "anew": anew}


async def _unclean(connection: AsyncConnection, communities: Iterable[int]) -> None:
    """Where something was plain, it is to be taken out of the files, too."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    for number in sorted(communities):
        row = {"community": number, "erasures": 0, "unclean": True, "faded": 0, "swept": 0}
        again = {"unclean": True}
        statement = insert(UPKEEP).values(row)
        await connection.execute(
            statement.on_conflict_do_update(index_elements=[UPKEEP.c.community], set_=again)
        )
