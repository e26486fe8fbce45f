"""Accounts, names and consent. Names stand apart, so that they can be erased or encrypted alone."""

from __future__ import annotations

from sqlalchemy import Integer

from storage.tables.base import Row, instant, key, number_key, text
from storage.tables.facts import CLUSTERED


class AccountRow(Row, table=True):
    """An account without its name."""

    __tablename__ = "account"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    space: int = number_key()
    id: str = key()
    bot: bool
    present: bool
    external: bool
    version: int = instant()


class NameRow(Row, table=True):
    """How an account is called, and the domain of its e-mail address."""

    __tablename__ = "name"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    space: int = number_key()
    id: str = key()
    name: str = text()
    email_domain: str = text()


class ConsentRow(Row, table=True):
    """A member's choice whether to be named, as last made."""

    __tablename__ = "consent"
    __table_args__ = (CLUSTERED,)

    community: int = key(Integer)
    space: int = number_key()
    id: str = key()
    opted_out: bool
    at: int = instant()
