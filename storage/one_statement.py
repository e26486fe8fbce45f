"""PostgreSQL is asked once for all that a batch must know of its messages, and once to write all it changed.

A batch of live facts is small, and the way to the server and back is what it waits for. Row by row, the
server would also begin a statement for each; they go as one JSON text a table, which costs the driver less
than an array a column. SQLite is no way off: it takes rows as they are. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ClauseElement,
    ColumnElement,
    Connection,
    Dialect,
    FromClause,
    Insert,
    LargeBinary,
    Select,
    Table,
    TableValuedAlias,
    Text,
    Update,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    null,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from bot.domain.refs import CommunityId
from storage import driver, statements
from storage.rows import AnyFound, Columns
from storage.statements import PLACE, THREAD, Key, Values
from storage.tables import COMMUNITY, MESSAGE, TOMBSTONE

Shape = tuple[Table, Key, bool]
"""A table, the columns that its rows come with, and whether no row has their keys yet."""

MANY = 20
"""So many new rows are copied: the further way to the server and back costs less than inserting them."""

_REVISED = ("number", "revision")

_PLACE, _THREAD = ("community", *PLACE), ("community", *THREAD)
_C, _S, _CH, _ID = _PLACE

_encode = msgspec.json.Encoder().encode


def places(
    connection: Connection, keys: Sequence[Values], numbers: Sequence[int]
) -> tuple[Sequence[AnyFound], Sequence[Values]]:
    """What `storage.statements.places` finds: a row for each key of which anything is known.

    And what `entered` finds for communities, in the same look.
    """
    asked = _encode([{_C: c, _S: s, _CH: channel, _ID: id_} for c, s, channel, id_ in keys]).decode()
    found = driver.fetch(connection, places_sql(connection.dialect), asked, numbers)
    door = [(row.in_community, row.first, *row[-5:-2]) for row in found if row.gone is None]
    return [row for row in found if row.gone is not None], door


def locked(connection: Connection, slugs: list[CommunityId]) -> Sequence[AnyFound]:
    """What `storage.statements.locked` finds. The transaction begins with it."""
    sql = _text_once(statements.locked("postgresql"), connection.dialect)
    return connection.exec_driver_sql(sql, (slugs,)).all()


def entered(connection: Connection, numbers: list[int]) -> Sequence[AnyFound]:
    """What `storage.statements.entered` finds."""
    return driver.fetch(connection, _text_once(statements.entered("postgresql"), connection.dialect), numbers)


def write(
    connection: Connection, rows: Mapping[Shape, Sequence[Columns]], revisions: Mapping[int, int]
) -> None:
    """Insert rows, or replace those with their keys, and set the revisions of communities.

    Looking for a row to replace costs half as much again: rows that are new for certain, because the
    caller found nothing there and holds the community's lock, are inserted without.
    No two rows of a table have one key: a statement changes a row once.
    """
    many = {shape for shape, some in rows.items() if shape[2] and len(some) >= MANY}
    for table, columns, new in many:
        driver.copy(connection, table, columns, rows[table, columns, new])
    shapes = tuple(sorted((shape for shape, some in rows.items() if some and shape not in many), key=_order))
    texts = [_encode(rows[shape]).decode() for shape in shapes]
    if revisions:
        texts.append(_encode([{"number": n, "revision": one} for n, one in revisions.items()]).decode())
    if texts:
        driver.fetch(connection, _write(connection.dialect, shapes, bool(revisions)), *texts)


@cache
def places_sql(dialect: Dialect) -> str:
    """The statement. Its parameters: the keys; communities. A community's rows are those without `gone`."""
    wanted = _given(MESSAGE, _PLACE, 0)
    here = _first_from(wanted, MESSAGE, _PLACE)
    gone = _first_from(wanted, TOMBSTONE, _PLACE)
    answer = _first_from(wanted, MESSAGE, _THREAD, "at")
    found: FromClause = wanted
    for one, key in ((here, _PLACE), (gone, _PLACE), (answer, _THREAD)):
        same = (one.c[name] == cell for name, cell in zip(key, wanted.c, strict=True))
        found = found.outerjoin(one, and_(*same))
    anything = func.coalesce(here.c.community, gone.c.community, answer.c.community).is_not(None)
    told = (gone.c.community.is_not(None).label("gone"), answer.c.at.label("first"))
    asked = (cell.label(f"in_{cell.name}") for cell in wanted.c)
    of_places = select(*here.c, *asked, *told).select_from(found).where(anything)
    door = statements.entered("postgresql").subquery("door").c
    nothing = (cast(null(), Text() if isinstance(one.type, Text) else one.type) for one in MESSAGE.c)
    cells = (door.community, door.number, door.platform, door.external, cast(null(), Boolean))
    of_communities = select(*nothing, *cells, cast(door.erasures, BigInteger))
    return _text(of_places.union_all(of_communities), dialect)


def _first_from(wanted: FromClause, table: Table, key: Key, *further: str) -> FromClause:
    """The first row at each wanted key.

    By order, and not the one that equals it: before autovacuum's first look at a table, PostgreSQL holds
    every index that shares the key's beginning for as good as the right one, and reads a channel for each.
    With an end, or it would go through all that the index's page holds after the key.
    """
    cells = [table.c[name] for name in key]
    mine, *here = zip(cells, wanted.c, strict=True)
    place, asked = (tuple_(*some) for some in zip(*here, strict=True))
    there = [cell.is_not(None) for cell in cells if cell.nullable]
    order = [*cells, *(table.c[name] for name in further)]
    query = select(table).where(mine[0] == mine[1], place >= asked, place <= asked, *there)
    return query.order_by(*order).limit(literal_column("1")).lateral()


@cache
def _write(dialect: Dialect, shapes: tuple[Shape, ...], revised: bool) -> str:
    writes: list[Insert | Update] = [_insert(*shape, n) for n, shape in enumerate(shapes)]
    if revised:
        new = _given(COMMUNITY, _REVISED, len(shapes))
        same = COMMUNITY.c.number == new.c.number
        writes.append(update(COMMUNITY).where(same).values(revision=new.c.revision))
    *before, last = writes
    return _text(last.add_cte(*(one.cte(f"part_{n}") for n, one in enumerate(before))), dialect)


def _order(shape: Shape) -> tuple[str, bool]:
    return shape[0].name, shape[2]


def _insert(table: Table, columns: Key, new: bool, n: int) -> Insert:
    given = _given(table, columns, n)
    cells = [_cell(given.c[name], table.c[name]) for name in columns]
    made = postgresql.insert(table).from_select(list(columns), select(*cells))
    if new:
        return made
    changed = {one.name: made.excluded[one.name] for one in table.c if not one.primary_key}
    keys = list(table.primary_key)
    if changed:
        return made.on_conflict_do_update(index_elements=keys, set_=changed)
    return made.on_conflict_do_nothing(index_elements=keys)


def _given(table: Table, columns: Key, n: int) -> TableValuedAlias:
    """The rows of the n-th parameter, a JSON list of objects."""
    records = func.json_to_recordset(cast(bindparam(f"rows_{n:02}", type_=Text), JSON))
    kinds = (column(name, _plain(table.c[name])) for name in columns)
    return records.table_valued(*kinds, name=f"given_{n}").render_derived(with_types=True)


def _plain(cell: ColumnElement[Any]) -> TypeEngine[Any]:
    """A type for records: bytes come as base64 text, and no type there names a collation."""
    return Text() if isinstance(cell.type, Text | LargeBinary) else cell.type


def _cell(given: ColumnElement[Any], cell: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.decode(given, literal_column("'base64'")) if isinstance(cell.type, LargeBinary) else given


@cache
def _text_once(query: Select[Any], dialect: Dialect) -> str:
    return _text(query, dialect)


def _text(statement: ClauseElement, dialect: Dialect) -> str:
    """As text, so that parameters go to the driver as they are."""
    return str(statement.compile(dialect=dialect))
