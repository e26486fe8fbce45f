"""Tokens by OAuth, sealed, and the states of installing."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.errors import UserFacingError
from bot.domain.refs import CommunityId, Platform, SpaceRef
from bot.domain.times import Micros
from bot.install_ports import Installation
from bot.vault_ports import Vault
from storage.engine import reading, writing
from storage.tables import COMMUNITY, INSTALL_STATE, INSTALLATION, SPACE

MOST_STATES = 10_000
"""States that may be out at once: whoever asks for more is not installing."""


class SqlInstallations:
    """`bot.install_ports.Installations` on SQLite and PostgreSQL."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    async def all(self, platform: Platform) -> Sequence[Installation]:
        """Every installation on a platform."""
        async with reading(self._engine) as connection:
            return await self._read(connection, _installed(SPACE.c.platform == platform.value))

    async def get(self, space: SpaceRef) -> Installation | None:
        """The installation in a space."""
        async with reading(self._engine) as connection:
            found = await self._read(connection, _installed(_is(space)))
        return found[0] if found else None

    async def save(self, community: CommunityId, installation: Installation) -> None:
        """Keep an installation."""
        async with writing(self._engine) as connection:
            where = (
                select(SPACE.c.community, SPACE.c.number)
                .join(COMMUNITY, COMMUNITY.c.number == SPACE.c.community)
                .where(COMMUNITY.c.slug == community, _is(installation.space))
            )
            row = (await connection.execute(where)).first()
            if row is None:
                raise UserFacingError("There is no community “{id}”.", id=community)
            await connection.execute(_at(delete(INSTALLATION), row.community, row.number))
            sealed = {
                "community": row.community,
                "space": row.number,
                "token": self._vault.seal(installation.token),
                "refresh": self._vault.seal(installation.refresh) if installation.refresh else "",
                "expires": installation.expires,
            }
            await connection.execute(insert(INSTALLATION), sealed)

    async def claim(self, seen: Installation, until: Micros) -> bool:
        """Take the turn to refresh, by putting off the instant that was seen."""
        async with writing(self._engine) as connection:
            place = (await connection.execute(_place(seen.space))).first()
            if place is None:
                return False
            taken = _at(update(INSTALLATION), place.community, place.number)
            taken = taken.where(INSTALLATION.c.expires == seen.expires).values(expires=until)
            return bool((await connection.execute(taken)).rowcount)

    async def remove(self, space: SpaceRef) -> None:
        """Forget the tokens of a space."""
        async with writing(self._engine) as connection:
            for place in (await connection.execute(_place(space))).all():
                await connection.execute(_at(delete(INSTALLATION), place.community, place.number))

    async def issue(self, state: str, now: Micros, until: Micros) -> None:
        """Remember a state by its hash; those that are over are forgotten."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(INSTALL_STATE).where(INSTALL_STATE.c.expires <= now))
            out = await connection.scalar(select(func.count()).select_from(INSTALL_STATE))
            if (out or 0) >= MOST_STATES:
                raise UserFacingError("Too many people are installing just now. Try again in ten minutes.")
            await connection.execute(insert(INSTALL_STATE), {"id": _hash(state), "expires": until})

    async def redeem(self, state: str, now: Micros) -> bool:
        """Use a state up: of two that try, one succeeds."""
        async with writing(self._engine) as connection:
            good = (INSTALL_STATE.c.id == _hash(state)) & (INSTALL_STATE.c.expires > now)
            return bool((await connection.execute(delete(INSTALL_STATE).where(good))).rowcount)

    async def _read(self, connection: AsyncConnection, query: Select[Any]) -> list[Installation]:
        unseal = self._vault.unseal
        return [
            Installation(
                SpaceRef(Platform(row.platform), row.external),
                unseal(row.token),
                unseal(row.refresh) if row.refresh else "",
                Micros(row.expires),
            )
            for row in (await connection.execute(query)).all()
        ]


def _installed(condition: Any) -> Select[Any]:  # noqa: ANN401 - SQLAlchemy's conditions
    here = (SPACE.c.community == INSTALLATION.c.community) & (SPACE.c.number == INSTALLATION.c.space)
    columns = (SPACE.c.platform, SPACE.c.external)
    query = select(*columns, INSTALLATION.c.token, INSTALLATION.c.refresh, INSTALLATION.c.expires)
    return query.join(SPACE, here).where(condition, SPACE.c.attached).order_by(SPACE.c.external)


def _place(space: SpaceRef) -> Select[Any]:
    return select(SPACE.c.community, SPACE.c.number).where(_is(space))


def _is(space: SpaceRef) -> Any:  # noqa: ANN401 - SQLAlchemy's conditions
    return (SPACE.c.platform == space.platform.value) & (SPACE.c.external == space.id) & SPACE.c.attached


def _at(statement: Any, community: int, space: int) -> Any:  # noqa: ANN401 - deletes and updates alike
    return statement.where(INSTALLATION.c.community == community, INSTALLATION.c.space == space)


def _hash(state: str) -> str:
    return sha256(state.encode()).hexdigest()
