"""Many rows of one community inside one transaction, without waiting between statements.

Facts come in here. On SQLite all of a batch runs in one thread that owns its connection, so the event loop
waits once for a batch and not once for each statement; PostgreSQL's driver waits in between by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, Table

from bot.domain.community import Community
from bot.domain.errors import UserFacingError
from bot.domain.refs import CommunityId
from storage import statements
from storage.names import PLAIN, Names
from storage.rows import AnyFound, Columns
from storage.spaces import Spaces
from storage.statements import PLACE, Key, Values
from storage.tables import TOMBSTONE

CHUNK = 5_000
"""Rows or keys in one statement."""

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Bulk:
    """Every statement here is about the community `number` alone."""

    connection: Connection
    number: int
    spaces: Spaces
    names: Names = PLAIN

    def matching(self, table: Table, key: Key, wanted: Iterable[Values], only: Key = ()) -> list[AnyFound]:
        """The rows whose `key` columns equal one of `wanted`; `only` these columns, or all."""
        query = statements.matching(self.connection.dialect.name, table, key, only)
        found: list[AnyFound] = []
        for keys in self._keys(wanted):
            found += self.connection.execute(query, keys).all()
        return found

    def earliest(self, threads: Iterable[Values]) -> dict[Values, int]:
        """When the first message of each thread (space, channel, root's id) was written, if there is one."""
        query = statements.earliest(self.connection.dialect.name)
        found: dict[Values, int] = {}
        for keys in self._keys(threads):
            rows = self.connection.execute(query, keys).all()
            found |= {(keys["first"], channel, thread): at for channel, thread, at in rows if at is not None}
        return found

    def gone(self, places: Collection[Values]) -> set[Values]:
        """Those places whose message was deleted."""
        return {tuple(row) for row in self.matching(TOMBSTONE, PLACE, places, PLACE)}

    def put(self, table: Table, rows: Sequence[Columns]) -> None:
        """Insert rows; one with a known key replaces the old one."""
        if not rows:
            return
        self.spaces.save(self.connection)
        for row in rows:
            row["community"] = self.number
        sql, order = statements.upsert(self.connection.dialect, table, tuple(rows[0]))
        cells = [tuple([row[column] for column in order]) for row in rows]
        for start in range(0, len(rows), CHUNK):
            self.connection.exec_driver_sql(sql, cells[start : start + CHUNK])

    def remove(self, table: Table, key: Key, wanted: Iterable[Values]) -> None:
        """Delete the rows whose `key` columns equal one of `wanted`."""
        names = [f"in_{name}" for name in key]
        rows = [dict(zip(names, values, strict=True)) | {"in_community": self.number} for values in wanted]
        if rows:
            self.connection.execute(statements.removal(table, key), rows)

    def erasures(self) -> int | None:
        """How often somebody was forgotten here; None where nobody ever was."""
        found: int | None = self.connection.scalar(statements.ERASURES, {"community": self.number})
        return found

    def revise(self) -> int:
        """The number of a change to the facts, one more than the last."""
        found: int = self.connection.scalar(statements.REVISION, {"community": self.number})
        return found

    def _keys(self, wanted: Iterable[Values]) -> Iterator[dict[str, Any]]:
        """Parameters of the statements that look for `wanted`, neighbours in the index after each other."""
        for first, values in groupby(sorted(set(wanted)), itemgetter(0)):
            others = [value[1:] for value in values]
            for start in range(0, len(others), CHUNK):
                keys = _encode(others[start : start + CHUNK]).decode()
                yield {"community": self.number, "first": first, "keys": keys}


def enter(
    connection: Connection, community: CommunityId, names: Names, *, lock: bool = False
) -> tuple[Community, Bulk]:
    """A community and the way to its rows; `lock`: writers of one community wait for each other."""
    query = statements.LOCKED_COMMUNITY if lock else statements.COMMUNITY_BY_SLUG
    row = connection.execute(query, {"slug": community}).first()
    if row is None:
        raise UserFacingError("There is no community “{id}”.", id=community)
    value = Community(CommunityId(row.slug), row.name, row.salt)
    return value, Bulk(connection, row.number, Spaces.load(connection, row.number), names)
