"""Communities, spaces and facts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _tenants()
    _messages()
    _marks()
    _corrections()
    _channels()


def _tenants() -> None:
    op.create_table(
        "community",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("slug", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="community_pkey"),
        sa.UniqueConstraint("slug", name="community_slug_key"),
    )
    op.create_table(
        "space",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("external", TEXT, nullable=False),
        sa.Column("attached", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.number"], name="space_community_fkey"),
        sa.PrimaryKeyConstraint("community", "number", name="space_pkey"),
    )
    op.create_index(
        "space_home",
        "space",
        ["platform", "external"],
        unique=True,
        sqlite_where=sa.text("attached"),
        postgresql_where=sa.text("attached"),
    )


def _messages() -> None:
    op.create_table(
        "message",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", TEXT, autoincrement=False, nullable=False),
        sa.Column("id", TEXT, autoincrement=False, nullable=False),
        sa.Column("author_space", sa.SmallInteger(), nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("edited_at", sa.BigInteger(), nullable=False),
        sa.Column("thread", TEXT, nullable=True),
        sa.Column("reply_to", TEXT, nullable=True),
        sa.Column("mentions", TEXT, nullable=True),
        sa.Column("question", sa.SmallInteger(), nullable=False),
        sa.Column("signs", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("features", sa.SmallInteger(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=True),
        sa.Column("shape", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("community", "space", "channel", "id", name="message_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("message_author", "message", ["community", "author_space", "author", "at"], unique=False)
    op.create_index("message_at", "message", ["community", "space", "channel", "at"], unique=False)
    op.create_index(
        "message_thread",
        "message",
        ["community", "space", "channel", "thread", "at"],
        unique=False,
        sqlite_where=sa.text("thread IS NOT NULL"),
        postgresql_where=sa.text("thread IS NOT NULL"),
    )
    op.create_table(
        "tombstone",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", TEXT, autoincrement=False, nullable=False),
        sa.Column("id", TEXT, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("community", "space", "channel", "id", name="tombstone_pkey"),
        sqlite_with_rowid=False,
    )


def _marks() -> None:
    op.create_table(
        "reaction",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", TEXT, autoincrement=False, nullable=False),
        sa.Column("message", TEXT, autoincrement=False, nullable=False),
        sa.Column("member_space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", TEXT, autoincrement=False, nullable=False),
        sa.Column("emoji", TEXT, autoincrement=False, nullable=False),
        sa.Column("sentiment", TEXT, nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "community",
            "space",
            "channel",
            "message",
            "member_space",
            "member",
            "emoji",
            name="reaction_pkey",
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "thread",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", TEXT, autoincrement=False, nullable=False),
        sa.Column("root", TEXT, autoincrement=False, nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community", "space", "channel", "root", name="thread_pkey"),
        sqlite_with_rowid=False,
    )


def _corrections() -> None:
    op.create_table(
        "correction",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", TEXT, autoincrement=False, nullable=False),
        sa.Column("message", TEXT, autoincrement=False, nullable=False),
        sa.Column("helper_space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("helper", TEXT, autoincrement=False, nullable=False),
        sa.Column("by_space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("by", TEXT, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("verdict", TEXT, autoincrement=False, nullable=False),
        sa.Column("question", TEXT, nullable=True),
        sa.PrimaryKeyConstraint(
            "community",
            "space",
            "channel",
            "message",
            "helper_space",
            "helper",
            "by_space",
            "by",
            "at",
            "verdict",
            name="correction_pkey",
        ),
        sqlite_with_rowid=False,
    )


def _channels() -> None:
    op.create_table(
        "channel",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", TEXT, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community", "space", "id", name="channel_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dirty",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", TEXT, autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community", "space", "channel", "day", name="dirty_pkey"),
        sqlite_with_rowid=False,
    )
