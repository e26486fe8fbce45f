"""Everything that is held about somebody, table by table, driven by the map of personal columns."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import RowMapping, select

from bot.domain.refs import MemberRef
from bot.domain.times import moment
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
        keys = [column.name for column in table.primary_key]
        rows: dict[tuple[Any, ...], RowMapping] = {}
        for column in columns:
            for person in people:
                query = select(table).where(names(handle, column, person))
                for row in (await handle.connection.execute(query)).mappings():
                    rows[tuple(row[key] for key in keys)] = row
        if rows:
            found[table.name] = [_plain(table.name, rows[key], handle) for key in sorted(rows)]
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


def _plain(table: str, row: Mapping[Any, Any], handle: Handle) -> dict[str, object]:
    return {
        str(name): _value(table, str(name), value, handle)
        for name, value in row.items()
        if str(name) != "community"
    }


def _value(table: str, name: str, value: object, handle: Handle) -> object:
    spaces = handle.spaces
    match value:
        case str() if (table, name) == (NAME.name, NAME.c.name.name):
            return handle.names.open(value)
        case bytes():
            return value.hex()
        case datetime.date():
            return value.isoformat()
        case int() if (name == "space" or name.endswith("_space")) and not isinstance(value, bool):
            return str(spaces[value])
        case int() if name in INSTANTS and value > 0 and table != "ledger":
            return moment(value).isoformat()
        case str() if name in _JSON:
            return _decoded(name, value, spaces)
        case _:
            return value


def _decoded(name: str, text: str, spaces: Spaces) -> object:
    value = msgspec.json.decode(text)
    if name not in _MEMBERS:
        return value
    return [str(MemberRef(spaces[number], id_)) for number, id_ in value]
