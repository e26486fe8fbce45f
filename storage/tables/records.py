"""What people typed: evidence, settings, and the record of changes; and the history of readiness."""

from __future__ import annotations

import datetime

from sqlalchemy import Date, ForeignKeyConstraint, Integer
from sqlmodel import Field

from storage.tables.base import Row, instant, key, small, text


class EvidenceRow(Row, table=True):
    """One record; `details` is a JSON object of texts."""

    __tablename__ = "evidence"
    __table_args__ = (ForeignKeyConstraint(["community"], ["community.number"]),)

    community: int = key(Integer)
    id: int = key(Integer)
    kind: str = text()
    on: datetime.date = Field(sa_type=Date)
    at: int = instant()
    by_space: int | None = small()
    by: str | None = text()
    member_space: int | None = small()
    member: str | None = text()
    title: str = text()
    link: str = text()
    details: str = text()
    withdrawn: bool
    disputed: bool


class SettingRow(Row, table=True):
    """One setting as typed."""

    __tablename__ = "setting"
    __table_args__ = (ForeignKeyConstraint(["community"], ["community.number"]),)

    community: int = key(Integer)
    key: str = key()
    value: str = text()


class AuditRow(Row, table=True):
    """One change. Only ever added."""

    __tablename__ = "audit"
    __table_args__ = (ForeignKeyConstraint(["community"], ["community.number"]),)

    community: int = key(Integer)
    id: int = key(Integer)
    at: int = instant()
    by_space: int | None = small()
    by: str | None = text()
    what: str = text()
    before: str = text()
    after: str = text()


class AssessmentRow(Row, table=True):
    """One assessment of readiness. Only ever added; names nobody.

    `outcomes` and `codes`: JSON objects by criterion; `numbers`: a JSON object of the measures by name.
    """

    __tablename__ = "assessment"
    __table_args__ = (ForeignKeyConstraint(["community"], ["community.number"]),)

    community: int = key(Integer)
    id: int = key(Integer)
    at: int = instant()
    last_week: str = text()
    weeks: int = small()
    inputs: str = text()
    settings: str = text()
    trigger: str = text()
    verdict: str = text()
    outcomes: str = text()
    codes: str = text()
    s1_seen: str = text()
    numbers: str = text()
