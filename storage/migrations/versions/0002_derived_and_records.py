"""What derives from facts, people, and what they record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _derived()
    _people()
    _records()
    _assessments()


def _derived() -> None:
    op.create_table(
        "question",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", TEXT, autoincrement=False, nullable=False),
        sa.Column("id", TEXT, autoincrement=False, nullable=False),
        sa.Column("asker_space", sa.SmallInteger(), nullable=False),
        sa.Column("asker", TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("anchored_at", sa.BigInteger(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("thread", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("community", "space", "channel", "id", name="question_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "question_anchor", "question", ["community", "space", "channel", "anchored_at"], unique=False
    )
    op.create_index(
        "question_at", "question", ["community", "at", "asker_space", "asker", "state"], unique=False
    )
    op.create_table(
        "credit",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", TEXT, autoincrement=False, nullable=False),
        sa.Column("question", TEXT, autoincrement=False, nullable=False),
        sa.Column("helper_space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("helper", TEXT, autoincrement=False, nullable=False),
        sa.Column("asker_space", sa.SmallInteger(), nullable=False),
        sa.Column("asker", TEXT, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("anchored_at", sa.BigInteger(), nullable=False),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        sa.Column("confidence", sa.SmallInteger(), nullable=False),
        sa.Column("reasons", TEXT, nullable=False),
        sa.Column("thanked_by", TEXT, nullable=True),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("unprompted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(
            "community", "space", "channel", "question", "helper_space", "helper", name="credit_pkey"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("credit_anchor", "credit", ["community", "space", "channel", "anchored_at"], unique=False)
    op.create_index(
        "credit_answered",
        "credit",
        ["community", "answered_at", "confidence", "helper_space", "helper", "unprompted"],
        unique=False,
    )
    op.create_index(
        "credit_helper", "credit", ["community", "helper_space", "helper", "answered_at"], unique=False
    )


def _people() -> None:
    op.create_table(
        "account",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", TEXT, autoincrement=False, nullable=False),
        sa.Column("bot", sa.Boolean(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("external", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community", "space", "id", name="account_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "name",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", TEXT, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("email_domain", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("community", "space", "id", name="name_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "consent",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("space", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("id", TEXT, autoincrement=False, nullable=False),
        sa.Column("opted_out", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community", "space", "id", name="consent_pkey"),
        sqlite_with_rowid=False,
    )


def _records() -> None:
    op.create_table(
        "evidence",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_space", sa.SmallInteger(), nullable=True),
        sa.Column("by", TEXT, nullable=True),
        sa.Column("member_space", sa.SmallInteger(), nullable=True),
        sa.Column("member", TEXT, nullable=True),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("link", TEXT, nullable=False),
        sa.Column("details", TEXT, nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.number"], name="evidence_community_fkey"),
        sa.PrimaryKeyConstraint("community", "id", name="evidence_pkey"),
    )
    op.create_table(
        "setting",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", TEXT, autoincrement=False, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.number"], name="setting_community_fkey"),
        sa.PrimaryKeyConstraint("community", "key", name="setting_pkey"),
    )
    op.create_table(
        "audit",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_space", sa.SmallInteger(), nullable=True),
        sa.Column("by", TEXT, nullable=True),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("before", TEXT, nullable=False),
        sa.Column("after", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.number"], name="audit_community_fkey"),
        sa.PrimaryKeyConstraint("community", "id", name="audit_pkey"),
    )


def _assessments() -> None:
    op.create_table(
        "assessment",
        sa.Column("community", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("last_week", TEXT, nullable=False),
        sa.Column("weeks", sa.SmallInteger(), nullable=False),
        sa.Column("inputs", TEXT, nullable=False),
        sa.Column("settings", TEXT, nullable=False),
        sa.Column("trigger", TEXT, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("outcomes", TEXT, nullable=False),
        sa.Column("codes", TEXT, nullable=False),
        sa.Column("s1_seen", TEXT, nullable=False),
        sa.Column("numbers", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.number"], name="assessment_community_fkey"),
        sa.PrimaryKeyConstraint("community", "id", name="assessment_pkey"),
    )
