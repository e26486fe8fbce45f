"""Statements for many rows at once, made once: building and compiling one costs more than running it.

What is looked for comes as one JSON text, a list of keys, so a statement stays the same for any number of
keys and places. Each key is looked up in the table's index: the keys drive, by an outer join, because SQLite
would otherwise rather walk the community's rows than ask for so few.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Delete,
    FromClause,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import COMMUNITY, MESSAGE, SPACE

Key = tuple[str, ...]
"""Names of columns, without the community."""

COMMUNITY_BY_SLUG = select(COMMUNITY).where(COMMUNITY.c.slug == bindparam("slug"))
LOCKED_COMMUNITY = COMMUNITY_BY_SLUG.with_for_update(key_share=True)
"""SQLite's writer has the whole file already and leaves the lock out."""

SPACES_OF = select(SPACE.c.number, SPACE.c.platform, SPACE.c.external).where(
    SPACE.c.community == bindparam("community")
)


@cache
def upsert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Insert a row; one with a known key replaces the old one."""
    insert: sqlite.Insert | postgresql.Insert
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    changed = {c.name: insert.excluded[c.name] for c in table.c if not c.primary_key}
    keys = list(table.primary_key)
    if not changed:
        return insert.on_conflict_do_nothing(index_elements=keys)
    return insert.on_conflict_do_update(index_elements=keys, set_=changed)


@cache
def matching(dialect: str, table: Table, key: Key, only: Key = ()) -> Select[Any]:
    """The rows of `:community` whose `key` columns are among `:keys`; `only` these columns, or all."""
    wanted = _wanted(dialect)
    found = wanted.outerjoin(table, _among(dialect, wanted, table, key))
    # `IS NOT NULL` would tell SQLite that an inner join is the same, and let it choose the order.
    columns = [table.c[name] for name in only] or list(table.c)
    return select(*columns).select_from(found).where(func.coalesce(table.c.community, 0) != 0)


@cache
def earliest(dialect: str) -> Select[Any]:
    """Space, channel and thread of each of `:keys`, and when its first message was written, or NULL."""
    wanted = _wanted(dialect)
    key = ("space", "channel", "thread")
    first = select(func.min(MESSAGE.c.at)).where(_among(dialect, wanted, MESSAGE, key)).scalar_subquery()
    cells = [_cell(dialect, wanted, n, MESSAGE.c[name]).label(name) for n, name in enumerate(key)]
    return select(*cells, first.label("at")).select_from(wanted)


@cache
def removal(table: Table, key: Key) -> Delete:
    """Delete the rows of `:in_community` whose `key` columns equal `:in_…`."""
    same = [table.c[name] == bindparam(f"in_{name}") for name in ("community", *key)]
    return delete(table).where(and_(*same))


def _wanted(dialect: str) -> FromClause:
    if dialect == "sqlite":
        return func.json_each(bindparam("keys", type_=Text)).table_valued("value", name="wanted")
    keys = cast(bindparam("keys", type_=Text), JSON)
    return func.json_array_elements(keys).table_valued("value", name="wanted")


def _among(dialect: str, wanted: FromClause, table: Table, key: Key) -> ColumnElement[bool]:
    same = [table.c[name] == _cell(dialect, wanted, n, table.c[name]) for n, name in enumerate(key)]
    return and_(table.c.community == bindparam("community"), *same)


def _cell(dialect: str, wanted: FromClause, n: int, like: ColumnElement[Any]) -> ColumnElement[Any]:
    """The n-th part of a key, of the type of a column."""
    if dialect == "sqlite":
        return func.json_extract(wanted.c.value, f"$[{n}]", type_=like.type)
    kind = Text() if isinstance(like.type, Text) else like.type  # a cast cannot name a collation
    return cast(wanted.c.value.op("->>")(n), kind)
