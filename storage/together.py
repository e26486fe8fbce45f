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

from bot.domain.refs import CommunityId
from storage import one_statement, statements
from storage.bulk import CHUNK, Bulk
from storage.entrance import Entrance
from storage.names import PLAIN, Names
from storage.one_statement import Shape
from storage.rows import AnyFound, Columns
from storage.statements import PLACE, THREAD, Key, Values
from storage.tables import MESSAGE, TOMBSTONE

_encode = msgspec.json.Encoder().encode

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
    entrance: Entrance = field(init=False)
    revisions: dict[int, int] = field(default_factory=dict)
    _revised: set[int] = field(default_factory=set)
    _rows: dict[tuple[Table, Key, Key], Ahead] = field(default_factory=dict)
    _earliest: Ahead = field(default_factory=dict)
    _waiting: defaultdict[Shape, list[Columns]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.entrance = Entrance(self.connection)

    def enter(self, wanted: Collection[CommunityId]) -> dict[CommunityId, Part]:
        """The way to each community's rows; all are locked."""
        found = self.entrance.lock(wanted)
        self.revisions |= {row.number: row.revision for row in found}
        spaces = self.entrance.spaces
        return {
            CommunityId(row.slug): Part(
                self.connection, row.number, spaces[row.number], self.names, together=self
            )
            for row in found
        }

    @property
    def _far(self) -> bool:
        return self.connection.dialect.name == "postgresql"

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

    def look_at_places(self, wanted: Mapping[int, Iterable[Values]]) -> None:
        """Read ahead all that merging messages asks about places.

        What stands there, whether it was deleted, and when the thread that begins there was first written in.
        What is due at the entrance is asked, too.
        """
        standing = self._rows.setdefault((MESSAGE, PLACE, ()), {})
        gone = self._rows.setdefault((TOMBSTONE, PLACE, PLACE), {})
        keys = _new(standing, wanted)
        for number, *cells in keys:
            place = tuple(cells)
            standing[number][place] = ()
            gone.setdefault(number, {})[place] = False
            self._earliest.setdefault(number, {})[place] = None
        for start in range(0, len(keys), CHUNK):
            for row in self._places(keys[start : start + CHUNK]):
                number, place = row.in_community, tuple(row[-5:-2])
                standing[number][place] = () if row.community is None else (row,)
                gone[number][place] = row.gone
                self._earliest[number][place] = row.first
        self.entrance.ask()

    def _places(self, keys: Sequence[Values]) -> Sequence[AnyFound]:
        if self._far:
            found, door = one_statement.places(self.connection, keys, self.entrance.due)
            self.entrance.answered(door)
            return found
        asked = {"keys": _encode(keys).decode()}
        return self.connection.execute(statements.places("sqlite"), asked).all()

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

    def gone(self, number: int, places: Collection[Values]) -> set[Values] | None:
        """What was found ahead; None where not all of it was looked for."""
        ahead = self._rows.get((TOMBSTONE, PLACE, PLACE), {}).get(number, {})
        if not all(place in ahead for place in places):
            return None
        return {place for place in places if ahead[place]}

    def put(self, number: int, table: Table, columns: Key, rows: Sequence[Columns]) -> None:
        """Write rows by and by; what was found ahead at their keys no longer holds."""
        if table is MESSAGE:
            standing = self._rows.get((MESSAGE, PLACE, ()), {}).get(number, {})
            for row in rows:
                nothing = standing.get((row["space"], row["channel"], row["id"])) == ()
                self._waiting[table, columns, nothing].append(row)
        else:
            self._waiting[table, columns, False] += rows
        for (other, key, _), ahead in self._rows.items():
            if other is table and ahead.get(number):
                for found in map(itemgetter(*key), rows):
                    ahead[number].pop(found, None)
        if table is MESSAGE and self._earliest.get(number):
            for found in map(itemgetter(*THREAD), rows):
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
        waiting = {shape: rows for shape, rows in self._waiting.items() if table in {None, shape[0]}}
        for shape in waiting:
            del self._waiting[shape]
        revised: dict[int, int] = {}
        if table is None:
            revised = {number: self.revisions[number] for number in sorted(self._revised)}
            self._revised.clear()
        if self._far:
            one_statement.write(self.connection, waiting, revised)
        else:
            self._write(waiting, revised)

    def _write(self, waiting: Mapping[Shape, Sequence[Columns]], revised: Mapping[int, int]) -> None:
        for (table, columns, _), rows in waiting.items():
            sql, order = statements.upsert(self.connection.dialect, table, columns)
            cells = list(map(itemgetter(*order), rows))
            for start in range(0, len(cells), CHUNK):
                self.connection.exec_driver_sql(sql, cells[start : start + CHUNK])
        if revised:
            numbers = [{"in_number": number, "revised": one} for number, one in revised.items()]
            self.connection.execute(statements.REVISED, numbers)


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

    def gone(self, places: Collection[Values]) -> set[Values]:
        """Found ahead, or asked for."""
        found = self.together.gone(self.number, set(places))
        if found is None:
            self.together.flush(TOMBSTONE)
            found = Bulk.gone(self, places)
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
        return self.together.entrance.erasures.get(self.number)

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
