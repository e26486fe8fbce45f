"""What posted weeks counted, what was carried on from them, and what linked accounts brought."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _key(name: str, kind: Any) -> sa.Column[Any]:  # noqa: ANN401 - SQLAlchemy types columns so
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def _numbers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "counted",
        _key("community", sa.Integer()),
        _key("week", sa.Integer()),
        _key("member_space", sa.SmallInteger()),
        _key("member", TEXT),
        *_numbers("merit", "people", "confirmed", "held_back", "extra", "rule"),
        sa.PrimaryKeyConstraint("community", "week", "member_space", "member", name="counted_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "carried",
        _key("community", sa.Integer()),
        _key("week", sa.Integer()),
        _key("earlier", sa.Integer()),
        _key("member_space", sa.SmallInteger()),
        _key("member", TEXT),
        *_numbers("units"),
        sa.PrimaryKeyConstraint(
            "community", "week", "earlier", "member_space", "member", name="carried_pkey"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stake",
        _key("community", sa.Integer()),
        _key("member_space", sa.SmallInteger()),
        _key("member", TEXT),
        *_numbers("balance", "raised"),
        sa.PrimaryKeyConstraint("community", "member_space", "member", name="stake_pkey"),
        sqlite_with_rowid=False,
    )
