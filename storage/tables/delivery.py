"""When posts are due, what became of them, what is owed to whom, and how far channels are known."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, Index, Integer, SmallInteger
from sqlalchemy import text as sql
from sqlmodel import Field

from storage.tables.base import Row, instant, key, number_key, small, text
from storage.tables.facts import CLUSTERED

_OPEN = sql("state IN ('pending', 'sending', 'held')")
_UNSENT = sql("state IN ('waiting', 'dead')")


class AgendaRow(Row, table=True):
    """When a community must be looked at next. `week` is NULL until it was set up."""

    __tablename__ = "agenda"
    __table_args__ = (
        ForeignKeyConstraint(["community"], ["community.number"]),
        Index("agenda_due", "due"),
    )

    community: int = key(Integer)
    due: int = instant()
    schedule: str = text()
    since: int = instant()
    week: int | None = Field(sa_type=Integer)
    previewed: int | None = Field(sa_type=Integer)


class DigestRow(Row, table=True):
    """One week's digest: the primary key is what keeps a week from being posted twice."""

    __tablename__ = "digest"
    __table_args__ = (
        ForeignKeyConstraint(["community"], ["community.number"]),
        Index("digest_open", "state", "community", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    community: int = key(Integer)
    week: int = key(Integer)
    slot: int = instant()
    state: str = text()
    at: int = instant()
    until: int = instant()
    owner: str = text()
    attempt: int = Field(sa_type=Integer)
    channel_space: int | None = small()
    channel: str | None = text()
    external: str = text()
    why: str = text()
    missing: int = Field(sa_type=Integer)
    left_over: int = Field(sa_type=Integer)


class PlaceRow(Row, table=True):
    """One member's part in a week's naming, as it was posted. `rank`: 0 where they were not named."""

    __tablename__ = "place"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    week: int = key(Integer)
    member_space: int = number_key()
    member: str = key()
    rank: int = Field(sa_type=SmallInteger)
    merit: int = instant()
    slice: int = instant()
    balance: int = instant()
    standing: str = text()


class QueuedRow(Row, table=True):
    """A first answer that the digest of `week` had no room for."""

    __tablename__ = "queued"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    week: int = key(Integer)
    member_space: int = number_key()
    member: str = key()
    position: int = Field(sa_type=Integer)
    space: int = small()
    channel: str = text()
    message: str = text()


class LedgerRow(Row, table=True):
    """What is owed to a member (micro-slots), and the running number of the week they were last named in."""

    __tablename__ = "ledger"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    member_space: int = number_key()
    member: str = key()
    balance: int = instant()
    named: int | None = Field(sa_type=Integer)


class HighWaterRow(Row, table=True):
    """How far a channel is known whole."""

    __tablename__ = "high_water"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    space: int = number_key()
    channel: str = key()
    known: int = instant()
    seen: int = instant()
    gap: bool


class OutboxRow(Row, table=True):
    """A notice to admins. `parts`: a JSON object of codes and numbers."""

    __tablename__ = "outbox"
    __table_args__ = (
        ForeignKeyConstraint(["community"], ["community.number"]),
        Index("outbox_unsent", "state", "due", "community", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
    )

    community: int = key(Integer)
    key: str = key()
    kind: str = text()
    parts: str = text()
    due: int = instant()
    state: str = text()
    attempt: int = Field(sa_type=Integer)
    why: str = text()
