"""Communities and their spaces. Everything else names both by small numbers that stay inside storage."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, Index, Integer
from sqlalchemy import text as sql
from sqlmodel import Field

from storage.tables.base import TEXT, Row, instant, key, number_key, text


class CommunityRow(Row, table=True):
    """One tenant. Writers lock this row first.

    `revision` counts its writes of facts, `derived` what was put in place of questions and credits.
    """

    __tablename__ = "community"

    number: int = Field(primary_key=True, sa_type=Integer)
    slug: str = Field(sa_type=TEXT, unique=True)
    name: str = text()
    salt: bytes
    revision: int = instant()
    derived: int = Field(default=0, sa_type=Integer, sa_column_kwargs={"server_default": "0"})


class SpaceRow(Row, table=True):
    """A workspace or server that facts of a community name.

    `attached`: it belongs to the community. Others are only named in facts, such as the home of a guest.
    """

    __tablename__ = "space"
    __table_args__ = (
        ForeignKeyConstraint(["community"], ["community.number"]),
        Index(
            "space_home",
            "platform",
            "external",
            unique=True,
            sqlite_where=sql("attached"),
            postgresql_where=sql("attached"),
        ),
    )

    community: int = key(Integer)
    number: int = number_key()
    platform: str = text()
    external: str = text()
    attached: bool
