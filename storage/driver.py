"""PostgreSQL's driver, asked directly where a batch of live facts waits for it.

SQLAlchemy describes every result anew, which takes as long as the way to the server, and does not know COPY.
It opens the transaction and ends it; what goes wrong in between is told as it would.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.rows import AnyFound, Columns
from storage.statements import Key

T = TypeVar("T")

_named: Callable[[str, tuple[str, ...]], Any] = namedtuple  # noqa: PYI024 - statements name the cells


def fetch(connection: Connection, sql: str, *parameters: object) -> Sequence[AnyFound]:
    """What a statement gives, in the connection's transaction, which has begun."""
    found: Sequence[Any] = _ask(connection, sql, lambda driver: driver.fetch(sql, *parameters))
    return list(map(_row(tuple(found[0].keys())), found)) if found else []


def copy(connection: Connection, table: Table, columns: Key, rows: Sequence[Columns]) -> None:
    """Add rows whose keys are new for certain, in the connection's transaction, which has begun.

    It costs the server little more than half of what inserting them does.
    """

    def copied(driver: Any) -> Awaitable[object]:  # noqa: ANN401 - it has no types
        cells = map(itemgetter(*columns), rows)
        told: Awaitable[object] = driver.copy_records_to_table(table.name, records=cells, columns=columns)
        return told

    _ask(connection, f"COPY {table.name}", copied)


def _ask(connection: Connection, sql: str, how: Callable[[Any], Awaitable[T]]) -> T:
    adapted: Any = connection.connection.dbapi_connection  # asyncpg has no types
    try:
        found: T = adapted.run_async(how)
    except Exception as problem:
        died = adapted.driver_connection.is_closed()
        if died:
            connection.invalidate(problem)
        kind = OperationalError if died else DBAPIError
        raise kind(sql, None, problem, hide_parameters=True, connection_invalidated=died) from problem
    return found


@cache
def _row(names: tuple[str, ...]) -> Callable[[Sequence[Any]], Any]:
    """Makes rows like SQLAlchemy's: by position and by name."""
    made: Callable[[Sequence[Any]], Any] = _named("Found", names)._make
    return made
