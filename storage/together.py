"""Facts of several communities in one transaction: looked for together, written together.

A live batch brings few facts of many communities. One statement for each kind of row, whatever the number of
communities, costs a fifth of asking for each community on its own. Every key and every row still carries its
community, and each community sees its own rows alone: `Part` is the `Bulk` of one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, Table

from bot.domain.errors import UserFacingError
from bot.domain.refs import CommunityId, Platform, SpaceRef
from storage import statements
from storage.bulk import CHUNK, Bulk, Values
from storage.names import PLAIN, Names
from storage.rows import AnyFound, Columns
from storage.spaces import Spaces
from storage.statements import Key
from storage.tables import MESSAGE

_encode = msgspec.json.Encoder().encode
_THREAD = ("space", "channel", "thread")

Ahead = dict[int, dict[Values, Any]]
"""By community and key: what was found there."""


@dataclass(slots=True)
class Together:
    """One transaction.

    Rows that were looked for ahead answer later questions until somebody changes them; rows to write wait
    until their table is asked, or for `flush`.
    """

    connection: Connection
    names: Names = PLAIN
    erasures: dict[int, int] = field(default_factory=dict)
    revisions: dict[int, int] = field(default_factory=dict)
    _revised: set[int] = field(default_factory=set)
    _rows: dict[tuple[Table, Key, Key], Ahead] = field(default_factory=dict)
    _earliest: Ahead = field(default_factory=dict)
    _waiting: dict[Table, dict[Key, list[Values]]] = field(default_factory=dict)

    def enter(self, wanted: Collection[CommunityId]) -> dict[CommunityId, Part]:
        """The way to each community's rows. All are locked in one order, so that processes cannot block."""
        found = self.connection.execute(statements.LOCKED_COMMUNITIES, {"slugs": list(wanted)}).all()
        missing = set(wanted) - {row.slug for row in found}
        if missing:
            raise UserFacingError("There is no community “{id}”.", id=min(missing))
        numbers = [row.number for row in found]
        self.revisions |= {row.number: row.revision for row in found}
        # Asked once the locks are held: an erasure that was under way is seen.
        rows = self.connection.execute(statements.ERASURES_OF_ALL, {"numbers": numbers}).all()
        self.erasures |= {row.community: row.erasures for row in rows}
        spaces: defaultdict[int, dict[SpaceRef, int]] = defaultdict(dict)
        for row in self.connection.execute(statements.SPACES_OF_ALL, {"numbers": numbers}).all():
            spaces[row.community][SpaceRef(Platform(row.platform), row.external)] = row.number
        return {
            CommunityId(row.slug): Part(
                self.connection, row.number, Spaces(row.number, spaces[row.number]), self.names, together=self
            )
            for row in found
        }

    def look(
        self, table: Table, key: Key, wanted: Mapping[int, Iterable[Values]], only: Key = ()
    ) -> Mapping[int, Mapping[Values, Sequence[AnyFound]]]:
        """Read ahead what `Bulk.matching` will be asked for; by community and key."""
        ahead = self._rows.setdefault((table, key, only), {})
        keys = _new(ahead, wanted)
        query, place = statements.everywhere(self.connection.dialect.name, table, key, only), attrgetter(*key)
        for start in range(0, len(keys), CHUNK):
            asked = {"keys": _encode(keys[start : start + CHUNK]).decode()}
            for row in self.connection.execute(query, asked).all():
                ahead[row.community].setdefault(place(row), []).append(row)
        for number, *values in keys:
            ahead[number].setdefault(tuple(values), [])
        return ahead

    def look_earliest(self, wanted: Mapping[int, Iterable[Values]]) -> None:
        """Read ahead what `Bulk.earliest` will be asked for."""
        keys = _new(self._earliest, wanted)
        query = statements.earliest_everywhere(self.connection.dialect.name)
        for start in range(0, len(keys), CHUNK):
            asked = {"keys": _encode(keys[start : start + CHUNK]).decode()}
            for number, space, channel, thread, at in self.connection.execute(query, asked).all():
                self._earliest[number][space, channel, thread] = at

    def matching(
        self, number: int, table: Table, key: Key, wanted: Collection[Values], only: Key
    ) -> list[AnyFound] | None:
        """What was found ahead; None where not all of it was looked for."""
        ahead = self._rows.get((table, key, only), {}).get(number, {})
        if not all(values in ahead for values in wanted):
            return None
        return [row for values in sorted(wanted) for row in ahead[values]]

    def earliest(self, number: int, threads: Collection[Values]) -> dict[Values, int] | None:
        """What was found ahead; None where not all of it was looked for."""
        ahead = self._earliest.get(number, {})
        if not all(thread in ahead for thread in threads):
            return None
        return {thread: ahead[thread] for thread in threads if ahead[thread] is not None}

    def put(self, number: int, table: Table, columns: Key, rows: Sequence[Columns]) -> None:
        """Write rows by and by; what was found ahead at their keys no longer holds."""
        _, order = statements.upsert(self.connection.dialect, table, columns)
        cells = self._waiting.setdefault(table, {}).setdefault(columns, [])
        cells += map(itemgetter(*order), rows)
        for (other, key, _), ahead in self._rows.items():
            if other is table and ahead.get(number):
                for found in map(itemgetter(*key), rows):
                    ahead[number].pop(found, None)
        if table is MESSAGE and self._earliest.get(number):
            for found in map(itemgetter(*_THREAD), rows):
                self._earliest[number].pop(found, None)

    def removing(self, number: int, table: Table) -> None:
        """Rows of a table are about to go: write those that wait, forget those found."""
        self.flush(table)
        for (other, _, _), ahead in self._rows.items():
            if other is table:
                ahead.pop(number, None)
        self._earliest.pop(number, None)

    def revise(self, number: int) -> int:
        """The number of this change, written down with all others."""
        self._revised.add(number)
        self.revisions[number] += 1
        return self.revisions[number]

    def flush(self, table: Table | None = None) -> None:
        """Write what waits, of one table or of all."""
        for one in [table] if table is not None else list(self._waiting):
            for columns, cells in self._waiting.pop(one, {}).items():
                sql, _ = statements.upsert(self.connection.dialect, one, columns)
                for start in range(0, len(cells), CHUNK):
                    self.connection.exec_driver_sql(sql, cells[start : start + CHUNK])
        if table is None and self._revised:
            rows = [{"in_number": n, "revised": self.revisions[n]} for n in sorted(self._revised)]
            self.connection.execute(statements.REVISED, rows)
            self._revised.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Bulk):
    """One community's rows among those of others."""

    together: Together

    def matching(self, table: Table, key: Key, wanted: Iterable[Values], only: Key = ()) -> list[AnyFound]:
        """Found ahead, or asked for."""
        values = set(wanted)
        found = self.together.matching(self.number, table, key, values, only)
        if found is None:
            self.together.flush(table)
            found = Bulk.matching(self, table, key, values, only)
        return found

    def earliest(self, threads: Iterable[Values]) -> dict[Values, int]:
        """Found ahead, or asked for."""
        wanted = set(threads)
        found = self.together.earliest(self.number, wanted)
        if found is None:
            self.together.flush(MESSAGE)
            found = Bulk.earliest(self, wanted)
        return found

    def put(self, table: Table, rows: Sequence[Columns]) -> None:
        """Written when all are."""
        if not rows:
            return
        self.spaces.save(self.connection)
        for row in rows:
            row["community"] = self.number
        self.together.put(self.number, table, tuple(rows[0]), rows)

    def remove(self, table: Table, key: Key, wanted: Iterable[Values]) -> None:
        """Gone at once."""
        values = list(wanted)
        if values:
            self.together.removing(self.number, table)
            Bulk.remove(self, table, key, values)

    def erasures(self) -> int | None:
        """Read with those of all."""
        return self.together.erasures.get(self.number)

    def revise(self) -> int:
        """Written with those of all."""
        return self.together.revise(self.number)


def _new(ahead: Ahead, wanted: Mapping[int, Iterable[Values]]) -> list[Values]:
    """Keys not looked for yet, with their community, as neighbours in the index."""
    keys = []
    for number in sorted(wanted):
        known = ahead.setdefault(number, {})
        keys += [(number, *values) for values in sorted(set(wanted[number])) if values not in known]
    return keys
