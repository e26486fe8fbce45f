"""Whom Foster was asked to forget, what it keeps of people whose facts have expired, and how far that is."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKeyConstraint, Integer, LargeBinary
from sqlmodel import Field

from storage.tables.base import Row, instant, key, number_key
from storage.tables.facts import CLUSTERED


class ForgottenRow(Row, table=True):
    """A keyed hash of an account that was forgotten: it keeps out whatever still comes in about it."""

    __tablename__ = "forgotten"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    hash: bytes = key(LargeBinary)
    at: int = instant()


class UpkeepRow(Row, table=True):
    """What keeping little asks for in one community.

    `erasures` counts changes to `forgotten`, so that every process sees them; `unclean`: what was erased may
    still be in free pages. What was said before `faded` is not linked anew; before `swept`, nothing has a
    sketch.
    """

    __tablename__ = "upkeep"
    __table_args__ = (ForeignKeyConstraint(["community"], ["community.number"]),)

    community: int = key(Integer)
    erasures: int = Field(sa_type=Integer)
    unclean: bool
    faded: int = instant()
    swept: int = instant()


class AcquaintedRow(Row, table=True):
    """When an account first wrote and first answered, where the messages that showed it have expired."""

    __tablename__ = "acquainted"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    space: int = number_key()
    id: str = key()
    wrote: int = instant()
    answered: int | None = Field(sa_type=BigInteger)
