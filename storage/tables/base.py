"""What all tables share: one metadata, column types that sort alike everywhere, short field makers."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import BigInteger, MetaData, SmallInteger, Table, Text
from sqlmodel import Field, SQLModel

# PostgreSQL would sort by the server's language; "C" sorts by code point, as SQLite and Python do.
TEXT = Text().with_variant(Text(collation="C"), "postgresql")

NAMING = {
    "ix": "%(table_name)s_%(column_0_N_name)s",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "fk": "%(table_name)s_%(column_0_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


class Row(SQLModel):
    """The base of every table. Rows describe the schema; writing goes through Core statements."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


def table(row: type[SQLModel]) -> Table:
    """The Core table behind a row class."""
    return Row.metadata.tables[str(row.__tablename__)]


def key(kind: Any = TEXT) -> Any:  # noqa: ANN401 - SQLModel types its fields so
    """A part of the primary key."""
    return Field(primary_key=True, sa_type=kind, sa_column_kwargs={"autoincrement": False})


def number_key() -> Any:  # noqa: ANN401 - SQLModel types its fields so
    """A small number as a part of the primary key: community or space."""
    return key(SmallInteger)


def text() -> Any:  # noqa: ANN401 - SQLModel types its fields so
    """Text; nullable where the annotation says so."""
    return Field(sa_type=TEXT)


def small() -> Any:  # noqa: ANN401 - SQLModel types its fields so
    """An integer up to 32,767."""
    return Field(sa_type=SmallInteger)


def instant() -> Any:  # noqa: ANN401 - SQLModel types its fields so
    """Microseconds since 1970-01-01T00:00Z."""
    return Field(sa_type=BigInteger)
