"""When posts are due, what became of them, what is owed to whom, and how far channels are known."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
OPEN = sa.text("state IN ('pending', 'sending', 'held')")
UNSENT = sa.text("state IN ('waiting', 'dead')")


def _key(name: str, kind: Any) -> sa.Column[Any]:  # noqa: ANN401 - SQLAlchemy types columns so
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def upgrade() -> None:
    """Make the tables."""
    _digests()
    _ledger()
    _sending()


def _digests() -> None:
    op.create_table(
        "agenda",
        _key("community", sa.Integer()),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("schedule", TEXT, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=True),
        sa.Column("previewed", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.number"], name="agenda_community_fkey"),
        sa.PrimaryKeyConstraint("community", name="agenda_pkey"),
    )
    op.create_index("agenda_due", "agenda", ["due"], unique=False)
    op.create_table(
        "digest",
        _key("community", sa.Integer()),
        _key("week", sa.Integer()),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("channel_space", sa.SmallInteger(), nullable=True),
        sa.Column("channel", TEXT, nullable=True),
        sa.Column("external", TEXT, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("left_over", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.number"], name="digest_community_fkey"),
        sa.PrimaryKeyConstraint("community", "week", name="digest_pkey"),
    )
    op.create_index(
        "digest_open",
        "digest",
        ["state", "community"],
        unique=False,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _ledger() -> None:
    op.create_table(
        "place",
        _key("community", sa.Integer()),
        _key("week", sa.Integer()),
        _key("member_space", sa.SmallInteger()),
        _key("member", TEXT),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("merit", sa.BigInteger(), nullable=False),
        sa.Column("slice", sa.BigInteger(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("standing", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("community", "week", "member_space", "member", name="place_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "queued",
        _key("community", sa.Integer()),
        _key("week", sa.Integer()),
        _key("member_space", sa.SmallInteger()),
        _key("member", TEXT),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("space", sa.SmallInteger(), nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("message", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("community", "week", "member_space", "member", name="queued_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger",
        _key("community", sa.Integer()),
        _key("member_space", sa.SmallInteger()),
        _key("member", TEXT),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("named", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("community", "member_space", "member", name="ledger_pkey"),
        sqlite_with_rowid=False,
    )


def _sending() -> None:
    op.create_table(
        "high_water",
        _key("community", sa.Integer()),
        _key("space", sa.SmallInteger()),
        _key("channel", TEXT),
        sa.Column("known", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("gap", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("community", "space", "channel", name="high_water_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        _key("community", sa.Integer()),
        _key("key", TEXT),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("parts", TEXT, nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.number"], name="outbox_community_fkey"),
        sa.PrimaryKeyConstraint("community", "key", name="outbox_pkey"),
    )
    op.create_index(
        "outbox_unsent",
        "outbox",
        ["state", "due", "community"],
        unique=False,
        sqlite_where=UNSENT,
        postgresql_where=UNSENT,
    )
