"""Where Foster is installed, by whose tokens, and which spaces it has left."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, Index, Integer

from storage.tables.base import Row, instant, key, number_key, text


class InstallationRow(Row, table=True):
    """One space that let Foster in by OAuth. `token` and `refresh` are sealed; `expires` 0: never."""

    __tablename__ = "installation"
    __table_args__ = (ForeignKeyConstraint(["community"], ["community.number"]),)

    community: int = key(Integer)
    space: int = number_key()
    token: str = text()
    refresh: str = text()
    expires: int = instant()


class InstallStateRow(Row, table=True):
    """The hash of an OAuth `state` that is still good, once."""

    __tablename__ = "install_state"
    __table_args__ = (Index("install_state_expires", "expires"),)

    id: str = key()
    expires: int = instant()


class DepartureRow(Row, table=True):
    """A space that Foster was removed from: its data goes at `due`, unless Foster is let in again."""

    __tablename__ = "departure"
    __table_args__ = (
        ForeignKeyConstraint(["community"], ["community.number"]),
        Index("departure_due", "due"),
    )

    community: int = key(Integer)
    space: int = number_key()
    due: int = instant()
