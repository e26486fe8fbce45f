"""Whom Foster was asked to forget, what it keeps of people whose facts have expired, and what guards both."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Integer, LargeBinary
from sqlmodel import Field

from storage.tables.base import Row, instant, key, number_key, text
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


class ReturnedRow(Row, table=True):
    """A keyed hash of an account that came back. `at`: when it had been forgotten."""

    __tablename__ = "returned"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    hash: bytes = key(LargeBinary)
    at: int = instant()


class OriginRow(Row, table=True):
    """Which database of which server this one is, as it was first opened: a copy elsewhere differs."""

    __tablename__ = "origin"

    one: int = key(Integer)
    identity: str = text()


class AuditPermitRow(Row, table=True):
    """What this transaction may do to the audit, whose triggers look here.

    Entries from before `until` may go; `instead`, where there is one, may take the place of who is named.
    `never` refers to a community that does not exist: no transaction can be committed with such a row.
    """

    __tablename__ = "audit_permit"
    __table_args__ = (
        CheckConstraint("never = 0", name="audit_permit_never"),
        ForeignKeyConstraint(["never"], ["community.number"], deferrable=True, initially="DEFERRED"),
    )

    community: int = key(Integer)
    until: int = instant()
    instead: str = text()
    never: int = Field(sa_type=Integer)
