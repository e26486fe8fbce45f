"""Forgetting, keeping only so long, and an audit that nobody can rewrite."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

SQLITE = """
CREATE TRIGGER audit_stands BEFORE UPDATE ON audit WHEN
    NEW.community <> OLD.community OR NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.what <> OLD.what
    OR (NEW."by" IS NOT OLD."by" AND (NEW."by" IS NULL OR NEW."by" NOT LIKE 'erased-%'))
    OR (NEW."before" <> OLD."before" AND NEW."before" NOT LIKE '%erased-%')
    OR (NEW."after" <> OLD."after" AND NEW."after" NOT LIKE '%erased-%')
BEGIN SELECT RAISE(ABORT, 'audit entries stand'); END
"""
POSTGRESQL = (
    """
CREATE FUNCTION audit_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.community <> OLD.community OR NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.what <> OLD.what
        OR (NEW."by" IS DISTINCT FROM OLD."by" AND (NEW."by" IS NULL OR NEW."by" NOT LIKE 'erased-%'))
        OR (NEW."before" <> OLD."before" AND NEW."before" NOT LIKE '%erased-%')
        OR (NEW."after" <> OLD."after" AND NEW."after" NOT LIKE '%erased-%')
    THEN RAISE EXCEPTION 'audit entries stand';
    END IF;
    RETURN NEW;
END $$
""",
    "CREATE TRIGGER audit_stands BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stands()",
)


def _key(name: str, kind: Any) -> sa.Column[Any]:  # noqa: ANN401 - SQLAlchemy types columns so
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def upgrade() -> None:
    """Make the tables and the guard."""
    op.create_table(
        "forgotten",
        _key("community", sa.Integer()),
        _key("hash", sa.LargeBinary()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community", "hash", name="forgotten_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "upkeep",
        _key("community", sa.Integer()),
        sa.Column("erasures", sa.Integer(), nullable=False),
        sa.Column("unclean", sa.Boolean(), nullable=False),
        sa.Column("faded", sa.BigInteger(), nullable=False),
        sa.Column("swept", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.number"], name="upkeep_community_fkey"),
        sa.PrimaryKeyConstraint("community", name="upkeep_pkey"),
    )
    op.create_table(
        "acquainted",
        _key("community", sa.Integer()),
        _key("space", sa.SmallInteger()),
        _key("id", TEXT),
        sa.Column("wrote", sa.BigInteger(), nullable=False),
        sa.Column("answered", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("community", "space", "id", name="acquainted_pkey"),
        sqlite_with_rowid=False,
    )
    for statement in (SQLITE,) if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement.strip())
