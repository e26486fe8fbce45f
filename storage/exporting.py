"""Everything that is held about somebody, table by table, driven by the map of personal columns."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Date, Integer, LargeBinary, Result, String, Table, select

from bot.domain.refs import MemberRef
from bot.domain.times import Micros, moment
from storage.handle import Handle
from storage.naming import names, naming, pair
from storage.spaces import Spaces
from storage.tables import METADATA, NAME, REPLAY

INSTANTS = frozenset({"at", "edited_at", "answered_at", "asked_at", "anchored_at", "wrote", "answered"})
_JSON = frozenset({"mentions", "thanked_by", "reasons", "details"})
_MEMBERS = frozenset({"mentions", "thanked_by"})


async def held(handle: Handle, members: Collection[MemberRef]) -> dict[str, list[dict[str, object]]]:
    """Every row that names one of these accounts, each once, in the order of its key."""
    people = [(handle.spaces.find(member.space), member.id) for member in members]
    spelled = {pair(person): str(member) for person, member in zip(people, members, strict=True)}
    found: dict[str, list[dict[str, object]]] = {}
    for table, columns in naming().items():
        keys = [place for place, column in enumerate(table.c) if column.primary_key]
        rows: dict[tuple[Any, ...], Sequence[Any]] = {}
        for column in columns:
            for person in people:
                result: Result[Any] = await handle.connection.execute(
                    select(table).where(names(handle, column, person))
                )
                rows |= {tuple([row[place] for place in keys]): row for row in result}
        if rows:  # of somebody who wrote a lot, seconds' worth: nobody else waits for it
            found[table.name] = await asyncio.to_thread(_plain, table, rows, _readers(table, handle))
    for kept in found.get(REPLAY.name, ()):
        kept["state"] = _own(str(kept["state"]), spelled)
    return found


def _own(state: str, people: Mapping[str, str]) -> object:
    """What a replay carried over for these people, out of what it did for everybody."""
    carried: Any = msgspec.json.decode(state)
    lists: dict[str, list[Any]] = carried if isinstance(carried, dict) else {"members": carried}
    return {
        name: [[people[who], *rest] for (who, rest) in map(_whose, entries) if who in people]
        for name, entries in lists.items()
    }


def _whose(entry: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """An entry begins with whom it is about, or is nothing else."""
    who, rest = (entry[0], entry[1:]) if isinstance(entry[0], list) else (entry, ())
    return pair((who[0], who[1])), rest


def columns_held() -> Mapping[str, Sequence[str]]:
    """The columns that an export has, by table: all but the community's number."""
    return {
        table.name: [column.name for column in METADATA.tables[table.name].c if column.name != "community"]
        for table in naming()
    }


Read = Callable[[Any], object]


def _plain(
    table: Table, rows: Mapping[tuple[Any, ...], Sequence[Any]], readers: Sequence[Read | None]
) -> list[dict[str, object]]:
    """Rows as plain values, in the order of their keys; the community's number stays inside."""
    columns = [(n, c.name, readers[n]) for n, c in enumerate(table.c) if c.name != "community"]
    return [
        {
            name: cell if cell is None or read is None else read(cell)
            for n, name, read in columns
            for cell in (row[n],)
        }
        for _, row in sorted(rows.items())
    ]


def _readers(table: Table, handle: Handle) -> list[Read | None]:
    """How each column's values become plain; None: they are."""
    return [_reader(table.name, column.name, column.type, handle) for column in table.c]


def _reader(table: str, name: str, kind: object, handle: Handle) -> Read | None:
    match kind:
        case String() if (table, name) == (NAME.name, NAME.c.name.name):
            return handle.names.open
        case String() if name in _JSON:
            return partial(_decoded, name, spaces=handle.spaces)
        case LargeBinary():
            return bytes.hex
        case Date():
            return datetime.date.isoformat
        case Integer() if name == "space" or name.endswith("_space"):
            return {number: str(ref) for ref, number in handle.spaces.all()}.__getitem__
        case Integer() if name in INSTANTS and table != "ledger":
            return _instant
        case _:
            return None


def _instant(value: int) -> object:
    return moment(Micros(value)).isoformat() if value > 0 else value


def _decoded(name: str, text: str, spaces: Spaces) -> object:
    value = msgspec.json.decode(text)
    if name not in _MEMBERS:
        return value
    return [str(MemberRef(spaces[number], id_)) for number, id_ in value]
