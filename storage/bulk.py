"""Many rows of one community inside one transaction, without waiting between statements.

Facts come in here. On SQLite all of a batch runs in one thread that owns its connection, so the event loop
waits once for a batch and not once for each statement; PostgreSQL's driver waits in between by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Table

from bot.domain.community import Community
from bot.domain.errors import UserFacingError
from bot.domain.refs import CommunityId
from storage import statements
from storage.rows import AnyFound, Columns
from storage.spaces import Spaces
from storage.statements import Key

CHUNK = 5_000
"""Rows or keys in one statement."""

Values = tuple[Any, ...]
"""What the columns of a key equal."""

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Bulk:
    """Every statement here is about the community `number` alone."""

    connection: Connection
    number: int
    spaces: Spaces

    def matching(self, table: Table, key: Key, wanted: Iterable[Values], only: Key = ()) -> list[AnyFound]:
        """The rows whose `key` columns equal one of `wanted`; `only` these columns, or all."""
        ordered = sorted(set(wanted))  # neighbours in the index one after the other
        query = statements.matching(self.connection.dialect.name, table, key, only)
        found: list[AnyFound] = []
        for start in range(0, len(ordered), CHUNK):
            found += self.connection.execute(query, self._keys(ordered[start : start + CHUNK]))
        return found

    def earliest(self, threads: Iterable[Values]) -> dict[Values, int]:
        """When the first message of each thread (space, channel, root's id) was written, if there is one."""
        ordered = sorted(set(threads))
        query = statements.earliest(self.connection.dialect.name)
        found: dict[Values, int] = {}
        for start in range(0, len(ordered), CHUNK):
            rows = self.connection.execute(query, self._keys(ordered[start : start + CHUNK]))
            found |= {(space, channel, thread): at for space, channel, thread, at in rows if at is not None}
        return found

    def put(self, table: Table, rows: Sequence[Columns]) -> None:
        """Insert rows; one with a known key replaces the old one."""
        if not rows:
            return
        self.spaces.save(self.connection)
        upsert = statements.upsert(self.connection.dialect.name, table)
        for row in rows:
            row["community"] = self.number
        for start in range(0, len(rows), CHUNK):
            self.connection.execute(upsert, rows[start : start + CHUNK])

    def remove(self, table: Table, key: Key, wanted: Iterable[Values]) -> None:
        """Delete the rows whose `key` columns equal one of `wanted`."""
        names = [f"in_{name}" for name in key]
        rows = [dict(zip(names, values, strict=True)) | {"in_community": self.number} for values in wanted]
        if rows:
            self.connection.execute(statements.removal(table, key), rows)

    def _keys(self, wanted: Sequence[Values]) -> dict[str, object]:
        return {"community": self.number, "keys": _encode(wanted).decode()}


def enter(connection: Connection, community: CommunityId, *, lock: bool = False) -> tuple[Community, Bulk]:
    """A community and the way to its rows; `lock`: writers of one community wait for each other."""
    query = statements.LOCKED_COMMUNITY if lock else statements.COMMUNITY_BY_SLUG
    row = connection.execute(query, {"slug": community}).first()
    if row is None:
        raise UserFacingError("There is no community “{id}”.", id=community)
    value = Community(CommunityId(row.slug), row.name, row.salt)
    return value, Bulk(connection, row.number, Spaces.load(connection, row.number))
