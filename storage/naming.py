"""Where a member stands in a table, by the map of personal columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, Table, and_

from storage.handle import Handle
from storage.personal import PERSONAL, Column, Erase, Export, Holds
from storage.tables import METADATA

_encode = msgspec.json.Encoder().encode

Person = tuple[int, str]
"""An account: the number of its space, and its id."""


def naming() -> dict[Table, Sequence[Column]]:
    """Every table whose rows are handed to the members they name, with the columns that name them."""
    found: defaultdict[Table, list[Column]] = defaultdict(list)
    for column in PERSONAL:
        if column.holds in {Holds.MEMBER, Holds.MEMBERS} and column.export is Export.YES:
            found[METADATA.tables[column.table]].append(column)
    return dict(found)


def erased_from() -> set[str]:
    """Every table that forgetting somebody changes."""
    return {column.table for column in PERSONAL if column.erase is not Erase.KEEP}


def names(handle: Handle, column: Column, person: Person) -> ColumnElement[bool]:
    """The rows of the community that name this account in this column."""
    table = METADATA.tables[column.table]
    space, id_ = person
    if column.holds is Holds.MEMBERS:
        return and_(handle.mine(table), table.c[column.column].contains(pair(person), autoescape=True))
    return handle.mine(table, **{beside(column): space, column.column: id_})


def beside(column: Column) -> str:
    """The column that holds the number of the member's space."""
    return "space" if column.column == "id" else f"{column.column}_space"


def pair(person: Person) -> str:
    """How an account is written in a list of members."""
    return _encode(person).decode()
