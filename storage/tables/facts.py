"""What the platforms said, as it stands now. The tables that grow to millions of rows."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, Integer, LargeBinary
from sqlalchemy import text as sql
from sqlmodel import Field

from storage.tables.base import Row, instant, key, number_key, small, text

CLUSTERED = {"sqlite_with_rowid": False}
"""The primary key is the table: one tree instead of two, and half the writes."""


class MessageRow(Row, table=True):
    """A message as last edited. `mentions`: JSON `[[space, id], …]`, NULL where there is none."""

    __tablename__ = "message"
    __table_args__ = (
        Index("message_author", "community", "author_space", "author", "at"),
        Index("message_at", "community", "space", "channel", "at"),
        Index(
            "message_thread",
            "community",
            "space",
            "channel",
            "thread",
            "at",
            sqlite_where=sql("thread IS NOT NULL"),
            postgresql_where=sql("thread IS NOT NULL"),
        ),
        CLUSTERED,
    )

    community: int = key(Integer)
    space: int = number_key()
    channel: str = key()
    id: str = key()
    author_space: int = small()
    author: str = text()
    at: int = instant()
    edited_at: int = instant()
    thread: str | None = text()
    reply_to: str | None = text()
    mentions: str | None = text()
    question: int = small()
    signs: int = Field(sa_type=Integer)
    words: int = Field(sa_type=Integer)
    features: int = small()
    sketch: bytes | None = Field(sa_type=LargeBinary)
    shape: bytes | None = Field(sa_type=LargeBinary)


class TombstoneRow(Row, table=True):
    """A message that was deleted, for good."""

    __tablename__ = "tombstone"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    space: int = number_key()
    channel: str = key()
    id: str = key()


class ReactionRow(Row, table=True):
    """One person's reaction. One that was taken back stays, marked, so that old news cannot revive it."""

    __tablename__ = "reaction"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    space: int = number_key()
    channel: str = key()
    message: str = key()
    member_space: int = number_key()
    member: str = key()
    emoji: str = key()
    sentiment: str = text()
    present: bool
    version: int = instant()


class ThreadRow(Row, table=True):
    """Whether a thread carries the platform's "solved" mark."""

    __tablename__ = "thread"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    space: int = number_key()
    channel: str = key()
    root: str = key()
    solved: bool
    version: int = instant()


class CorrectionRow(Row, table=True):
    """A person's word on who answered. Nothing replaces it; whoever reads decides by `at`.

    `verdict` begins with `ruled ` where an admin decided.
    """

    __tablename__ = "correction"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    space: int = number_key()
    channel: str = key()
    message: str = key()
    helper_space: int = number_key()
    helper: str = key()
    by_space: int = number_key()
    by: str = key()
    at: int = key(BigInteger)
    verdict: str = key()
    question: str | None = text()


class ChannelRow(Row, table=True):
    """A channel as it is called now."""

    __tablename__ = "channel"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    space: int = number_key()
    id: str = key()
    name: str = text()
    kind: str = text()
    public: bool
    archived: bool
    version: int = instant()


class DirtyRow(Row, table=True):
    """A day of a channel that must be derived again, because of the change numbered `revision`."""

    __tablename__ = "dirty"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    space: int = number_key()
    channel: str = key()
    day: int = key(Integer)
    revision: int = instant()
