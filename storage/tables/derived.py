"""What was derived from the facts."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, Index, Integer
from sqlmodel import Field

from storage.tables.base import Row, instant, key, number_key, small, text
from storage.tables.facts import CLUSTERED


class QuestionRow(Row, table=True):
    """A message that asks for help, and what became of it."""

    __tablename__ = "question"
    __table_args__ = (
        Index("question_at", "community", "at", "asker_space", "asker", "state"),
        Index("question_anchor", "community", "space", "channel", "anchored_at"),
        CLUSTERED,
    )

    community: int = key(Integer)
    space: int = number_key()
    channel: str = key()
    id: str = key()
    asker_space: int = small()
    asker: str = text()
    at: int = instant()
    anchored_at: int = instant()
    state: str = text()
    thread: bool


class CreditRow(Row, table=True):
    """One helper's help with one question, in the question's channel, with the question's anchor.

    `reasons`: JSON `[[code, number], …]`. `thanked_by`: JSON `[[space, id], …]`, NULL where there is none.
    """

    __tablename__ = "credit"
    __table_args__ = (
        Index(
            "credit_answered",
            "community",
            "answered_at",
            "confidence",
            "helper_space",
            "helper",
            "unprompted",
        ),
        Index("credit_anchor", "community", "space", "channel", "anchored_at"),
        Index("credit_helper", "community", "helper_space", "helper", "answered_at"),
        CLUSTERED,
    )

    community: int = key(Integer)
    space: int = number_key()
    channel: str = key()
    question: str = key()
    helper_space: int = number_key()
    helper: str = key()
    asker_space: int = small()
    asker: str = text()
    asked_at: int = instant()
    anchored_at: int = instant()
    answer: str = text()
    answered_at: int = instant()
    weight: int = small()
    confidence: int = small()
    reasons: str = text()
    thanked_by: str | None = text()
    messages: int = Field(sa_type=Integer)
    unprompted: bool


class ReplayRow(Row, table=True):
    """What the weeks up to `week`, which ends at `until`, carry over; of no use by other `inputs`.

    `state`: JSON `{"balances": [[[space, id], balance, week last named or null], …],
    "waiting": [[[space, id], space, channel, message], …]}`.
    """

    __tablename__ = "replay"
    __table_args__ = (ForeignKeyConstraint(["community"], ["community.number"]),)

    community: int = key(Integer)
    week: int = key(Integer)
    until: int = instant()
    inputs: str = text()
    state: str = text()
