"""Statements for many rows at once, made once: building and compiling one costs more than running it.

What is looked for comes as one JSON text, a list of keys, so a statement stays the same for any number of
keys and places; their first part, nearly always a space, is one for all. Each key is looked up in the table's
index: the keys drive, by an outer join, because SQLite would otherwise rather walk the community's rows than
ask for so few.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Delete,
    Dialect,
    FromClause,
    ScalarSelect,
    Select,
    Table,
    Text,
    and_,
    any_,
    bindparam,
    cast,
    delete,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from storage.tables import COMMUNITY, MESSAGE, SPACE, TOMBSTONE, UPKEEP

Key = tuple[str, ...]
"""Names of columns, without the community."""

Values = tuple[Any, ...]
"""What the columns of a key equal."""

PLACE = ("space", "channel", "id")
"""A message's key."""

THREAD = ("space", "channel", "thread")
"""The same of the message that a thread begins with, in the messages of the thread."""

COMMUNITY_BY_SLUG = select(COMMUNITY).where(COMMUNITY.c.slug == bindparam("slug"))
LOCKED_COMMUNITY = COMMUNITY_BY_SLUG.with_for_update(key_share=True)
"""SQLite's writer has the whole file already and leaves the lock out."""

SPACES_OF = select(SPACE.c.number, SPACE.c.platform, SPACE.c.external).where(
    SPACE.c.community == bindparam("community")
)

ERASURES = select(UPKEEP.c.erasures).where(UPKEEP.c.community == bindparam("community"))
REVISION = (
    update(COMMUNITY)
    .where(COMMUNITY.c.number == bindparam("community"))
    .values(revision=COMMUNITY.c.revision + 1)
    .returning(COMMUNITY.c.revision)
)
REVISED = (
    update(COMMUNITY)
    .where(COMMUNITY.c.number == bindparam("in_number"))
    .values(revision=bindparam("revised"))
)


@cache
def locked(dialect: str) -> Select[Any]:
    """The communities called `:slugs`; always in one order, so that processes do not wait for each other."""
    wanted = select(COMMUNITY).where(_one_of(dialect, COMMUNITY.c.slug, "slugs"))
    return wanted.order_by(COMMUNITY.c.slug).with_for_update(key_share=True)


@cache
def entered(dialect: str) -> Select[Any]:
    """How often somebody was forgotten in communities `:numbers`, and a row for each of their spaces.

    One row without a space where there is none.
    """
    space = (SPACE.c.number, SPACE.c.platform, SPACE.c.external)
    query = select(COMMUNITY.c.number.label("community"), UPKEEP.c.erasures, *space)
    query = query.outerjoin_from(COMMUNITY, UPKEEP, UPKEEP.c.community == COMMUNITY.c.number)
    query = query.outerjoin(SPACE, SPACE.c.community == COMMUNITY.c.number)
    return query.where(_one_of(dialect, COMMUNITY.c.number, "numbers"))


@cache
def upsert(dialect: Dialect, table: Table, columns: Key) -> tuple[str, Key]:
    """SQL that inserts a row or replaces the one with its key, and the order in which it takes `columns`.

    As text, so that thousands of rows go to the driver as they are: no column here needs converting.
    """
    insert: sqlite.Insert | postgresql.Insert
    insert = sqlite.insert(table) if dialect.name == "sqlite" else postgresql.insert(table)
    changed = {c.name: insert.excluded[c.name] for c in table.c if not c.primary_key}
    keys = list(table.primary_key)
    if changed:
        made = insert.on_conflict_do_update(index_elements=keys, set_=changed)
    else:
        made = insert.on_conflict_do_nothing(index_elements=keys)
    compiled = made.compile(dialect=dialect, column_keys=list(columns))
    return str(compiled), tuple(compiled.positiontup or ())


@cache
def matching(dialect: str, table: Table, key: Key, only: Key = ()) -> Select[Any]:
    """The rows of `:community` whose first `key` column is `:first` and whose others are among `:keys`.

    `only` these columns, or all.
    """
    wanted = _wanted(dialect)
    found = wanted.outerjoin(table, _among(dialect, wanted, table, key))
    columns = [table.c[name] for name in only] or list(table.c)
    # `IS NOT NULL` would tell SQLite that an inner join is the same, and let it choose the order.
    return select(*columns).select_from(found).where(func.coalesce(table.c.community, 0) != 0)


@cache
def earliest(dialect: str) -> Select[Any]:
    """Channel and thread of each of `:keys` in the space `:first`, and when its first message is, or NULL."""
    wanted = _wanted(dialect)
    key = ("space", "channel", "thread")
    first = select(func.min(MESSAGE.c.at)).where(_among(dialect, wanted, MESSAGE, key)).scalar_subquery()
    cells = [_cell(dialect, wanted, n, Text()).label(name) for n, name in enumerate(key[1:])]
    return select(*cells, first.label("at")).select_from(wanted)


@cache
def everywhere(dialect: str, table: Table, key: Key, only: Key = ()) -> Select[Any]:
    """Like `matching`, in many communities: `:keys` begin with a community's number and hold all of `key`."""
    wanted = _wanted(dialect)
    found = wanted.outerjoin(table, _equal(dialect, wanted, table, ("community", *key)))
    columns = [table.c[name] for name in ("community", *only)] if only else list(table.c)
    return select(*columns).select_from(found).where(func.coalesce(table.c.community, 0) != 0)


@cache
def earliest_everywhere(dialect: str) -> Select[Any]:
    """Like `earliest`, in many communities: community, space, channel, thread, and when, or NULL."""
    wanted = _wanted(dialect)
    key = enumerate(("community", *THREAD))
    cells = [_cell(dialect, wanted, n, MESSAGE.c[name].type).label(name) for n, name in key]
    return select(*cells, _first(dialect, wanted).label("at")).select_from(wanted)


@cache
def places(dialect: str) -> Select[Any]:
    """What is known of places, `:keys` of community, space, channel and id; no row where nothing is.

    What is written there; then the place itself, whether a message was deleted there, and when the first
    message of the thread was written that begins there.
    """
    wanted = _wanted(dialect)
    key = ("community", *PLACE)
    cells = [
        _cell(dialect, wanted, n, MESSAGE.c[name].type).label(f"in_{name}") for n, name in enumerate(key)
    ]
    gone, first = TOMBSTONE.c.community.is_not(None), _first(dialect, wanted)
    found = wanted.outerjoin(MESSAGE, _equal(dialect, wanted, MESSAGE, key))
    found = found.outerjoin(TOMBSTONE, _equal(dialect, wanted, TOMBSTONE, key))
    anything = func.coalesce(MESSAGE.c.community, TOMBSTONE.c.community, first).is_not(None)
    columns = (*MESSAGE.c, *cells, gone.label("gone"), first.label("first"))
    return select(*columns).select_from(found).where(anything)


def _first(dialect: str, wanted: FromClause) -> ScalarSelect[Any]:
    """When the first message of a thread was written."""
    answer = MESSAGE.alias("answer")
    same = _equal(dialect, wanted, answer, ("community", *THREAD))
    return select(func.min(answer.c.at)).where(same).scalar_subquery()


@cache
def removal(table: Table, key: Key) -> Delete:
    """Delete the rows of `:in_community` whose `key` columns equal `:in_…`."""
    same = [table.c[name] == bindparam(f"in_{name}") for name in ("community", *key)]
    return delete(table).where(and_(*same))


def _one_of(dialect: str, cell: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """A column equals one of a list. PostgreSQL keeps one statement ready, however long the list is."""
    if dialect == "sqlite":
        return cell.in_(bindparam(name, expanding=True))
    kind = Text() if isinstance(cell.type, Text) else cell.type
    return cell == any_(bindparam(name, type_=postgresql.ARRAY(kind)))


def _wanted(dialect: str) -> FromClause:
    if dialect == "sqlite":
        return func.json_each(bindparam("keys", type_=Text)).table_valued("value", name="wanted")
    keys = cast(bindparam("keys", type_=Text), JSON)
    return func.json_array_elements(keys).table_valued("value", name="wanted")


def _among(dialect: str, wanted: FromClause, table: Table, key: Key) -> ColumnElement[bool]:
    first, *others = (table.c[name] for name in key)
    same = [column == _cell(dialect, wanted, n, column.type) for n, column in enumerate(others)]
    return and_(table.c.community == bindparam("community"), first == bindparam("first"), *same)


def _equal(dialect: str, wanted: FromClause, table: FromClause, key: Key) -> ColumnElement[bool]:
    """Every part of a key equals its column."""
    columns = enumerate(table.c[name] for name in key)
    return and_(*(column == _cell(dialect, wanted, n, column.type) for n, column in columns))


def _cell(dialect: str, wanted: FromClause, n: int, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """The n-th part of a key, of the type of a column."""
    if dialect == "sqlite":
        return func.json_extract(wanted.c.value, literal_column(f"'$[{n}]'"), type_=kind)
    plain = Text() if isinstance(kind, Text) else kind  # a cast cannot name a collation
    return cast(wanted.c.value.op("->>")(literal_column(str(n))), plain)
