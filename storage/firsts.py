"""When many people did something first: one entry of an index for each, however long the past is.

Who is asked about comes as one JSON text, so that the statement stays the same for any number of people.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import JSON, ColumnElement, Integer, Select, Table, Text, bindparam, cast, func, select

from storage.handle import CHUNK, Handle

_encode = msgspec.json.Encoder().encode

Who = tuple[int, str]
"""An account: the number of its space, and its id."""


async def firsts(
    handle: Handle,
    table: Table,
    columns: tuple[str, str],
    people: Iterable[Who],
    floor: tuple[str, int] = ("", 0),
) -> dict[Who, int]:
    """When each of these first stood in a row; whoever never did is left out.

    `columns`: the one of accounts and the one of times. `floor`: a column, and what it must at least hold.
    """
    (who, at), (counts, least) = columns, floor
    query = _query(handle.connection.dialect.name, table, who, at, counts)
    ordered = sorted(set(people))
    found: dict[Who, int] = {}
    for start in range(0, len(ordered), CHUNK):
        asked = {"community": handle.number, "people": _encode(ordered[start : start + CHUNK]).decode()}
        rows = await handle.connection.execute(query, asked | ({"least": least} if counts else {}))
        found |= {(space, id_): first for space, id_, first in map(tuple, rows) if first is not None}
    return found


@cache
def _query(dialect: str, table: Table, who: str, at: str, counts: str) -> Select[Any]:
    if dialect == "sqlite":
        asked = func.json_each(bindparam("people", type_=Text)).table_valued("value", name="asked")
        space: ColumnElement[Any] = func.json_extract(asked.c.value, "$[0]", type_=Integer)
        id_: ColumnElement[Any] = func.json_extract(asked.c.value, "$[1]", type_=Text)
    else:
        people = cast(bindparam("people", type_=Text), JSON)
        asked = func.json_array_elements(people).table_valued("value", name="asked")
        space = cast(asked.c.value.op("->>")(0), Integer)
        id_ = asked.c.value.op("->>")(1)
    columns = table.c
    mine = select(columns[at]).where(
        columns.community == bindparam("community"), columns[f"{who}_space"] == space, columns[who] == id_
    )
    if counts:
        mine = mine.where(columns[counts] >= bindparam("least"))
        # Always so, and in no index: else SQLite walks all times in one that holds all that is asked for.
        mine = mine.where(columns.weight >= 0)
    first = mine.order_by(columns[at]).limit(1).scalar_subquery()
    return select(space.label("space"), id_.label("id"), first.label("first")).select_from(asked)
