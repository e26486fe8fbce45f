"""One community inside one transaction: every statement of a repository goes through here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Result, Select, Table, Text, cast, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.community import Community
from storage.bulk import Bulk
from storage.immediate import ImmediateConnection
from storage.names import PLAIN, Names
from storage.rows import AnyFound, Columns
from storage.spaces import Spaces

_decode = msgspec.json.Decoder(list[Any]).decode

CHUNK = 5_000
"""Values in one IN list; both databases allow 32,767 parameters in a statement."""

_MOST_ARMS = 100  # SQLite joins at most 500 queries into one

Place = tuple[int, str]
"""A channel's space number and id."""

Where = TypeVar("Where")
T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Handle:
    """The only way to rows: `mine` puts the community into every condition, `put` into every row."""

    connection: AsyncConnection | ImmediateConnection
    community: Community
    number: int
    spaces: Spaces
    names: Names = PLAIN

    def mine(self, table: Table, **equal: object) -> ColumnElement[bool]:
        """The rows of this community whose columns equal these values."""
        condition = table.c.community == self.number
        for column, value in equal.items():
            condition = condition & (table.c[column] == value)
        return condition

    async def rows(self, query: Select[Any]) -> Sequence[AnyFound]:
        """All rows of a query."""
        result: Result[Any] = await self.connection.execute(query)
        return result.all()

    async def rows_in(
        self, table: Table, column: str, values: Iterable[str], **equal: object
    ) -> list[AnyFound]:
        """The rows with these columns equal and `column` among `values`, in no particular order."""
        query = select(table).where(self.mine(table, **equal))
        found: list[AnyFound] = []
        for part in chunks(values):
            found += await self.rows(query.where(table.c[column].in_(part)))
        return found

    async def rows_of(
        self, wanted: Mapping[Where, Iterable[str]], query: Callable[[Where, list[str]], Select[Any]]
    ) -> list[AnyFound]:
        """The rows of one query for each place and its ids, in as few statements as possible.

        Live batches touch many channels: statement by statement they would spend their time going to and fro.
        """
        found: list[AnyFound] = []
        arms: list[Select[Any]] = []
        ids = 0
        for place, values in wanted.items():
            for part in chunks(values):
                if arms and (ids + len(part) > CHUNK or len(arms) == _MOST_ARMS):
                    found += await self._together(arms)
                    arms, ids = [], 0
                arms.append(query(place, part))
                ids += len(part)
        return [*found, *await self._together(arms)] if arms else found

    async def _together(self, arms: Sequence[Select[Any]]) -> Sequence[AnyFound]:
        if len(arms) == 1:
            return await self.rows(arms[0])
        result: Result[Any] = await self.connection.execute(union_all(*arms))
        return result.all()

    async def at_once(self, work: Callable[Concatenate[Bulk, P], T], *args: P.args, **more: P.kwargs) -> T:
        """What `work` gives, done with all rows at once."""
        return await self.connection.run_sync(
            lambda connection: work(Bulk(connection, self.number, self.spaces, self.names), *args, **more)
        )

    async def column(self, query: Select[Any]) -> Sequence[Any]:
        """The first column of all rows of a query."""
        result: Result[Any] = await self.connection.execute(query)
        return result.scalars().all()

    async def packed(
        self, columns: Sequence[ColumnElement[Any]], where: ColumnElement[bool]
    ) -> list[list[Any]]:
        """Whole columns, one list each, in one order: a fifth of the time of rows where there are many.

        The database packs each column into one JSON text. Booleans come as 0 and 1 from SQLite.
        """
        gather = func.json_group_array if self.connection.dialect.name == "sqlite" else func.json_agg
        lists = (func.coalesce(cast(gather(column), Text), "[]") for column in columns)
        row = (await self.connection.execute(select(*lists).where(where))).one()
        return [_decode(text) for text in row]

    async def put(self, table: Table, rows: Sequence[Columns]) -> None:
        """Insert rows; one with a known key replaces the old one."""
        await self.at_once(Bulk.put, table, rows)


def chunks(values: Iterable[str]) -> Iterator[list[str]]:
    """Sorted, without repeats, at most `CHUNK` at a time: sorted keys walk an index once."""
    ordered = sorted(set(values))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
