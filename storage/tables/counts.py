"""What posted weeks counted, what was carried on, and what linked accounts brought."""

from __future__ import annotations

from sqlalchemy import Integer

from storage.tables.base import Row, instant, key, number_key
from storage.tables.facts import CLUSTERED


class CountedRow(Row, table=True):
    """What a week counted for somebody (thousandths) when its naming was frozen, and by which settings."""

    __tablename__ = "counted"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    week: int = key(Integer)
    member_space: int = number_key()
    member: str = key()
    merit: int = instant()
    people: int = instant()
    confirmed: int = instant()
    held_back: int = instant()
    extra: int = instant()
    rule: int = instant()


class CarriedRow(Row, table=True):
    """Thousandths that `week` counted for the earlier week `earlier`; negative: taken back."""

    __tablename__ = "carried"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    week: int = key(Integer)
    earlier: int = key(Integer)
    member_space: int = number_key()
    member: str = key()
    units: int = instant()


class StakeRow(Row, table=True):
    """What a linked account brought (micro-slots), and by how much the sum was raised when it joined."""

    __tablename__ = "stake"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    member_space: int = number_key()
    member: str = key()
    balance: int = instant()
    raised: int = instant()
