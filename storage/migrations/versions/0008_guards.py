"""An audit that nobody deletes from, and knowing a database that was put back from a copy."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

# An entry changes only where the transaction has a permit, and only by putting its word in somebody's place.
SQLITE = (
    "DROP TRIGGER audit_stands",
    """
CREATE TRIGGER audit_stands BEFORE UPDATE ON audit WHEN
    NEW.community <> OLD.community OR NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.what <> OLD.what
    OR NEW.by_space IS NOT OLD.by_space
    OR NOT EXISTS (
        SELECT 1 FROM audit_permit AS p WHERE p.community = OLD.community AND p.instead <> ''
            AND (NEW."by" IS OLD."by" OR NEW."by" = p.instead)
            AND (NEW."before" = OLD."before" OR instr(NEW."before", p.instead) > 0)
            AND (NEW."after" = OLD."after" OR instr(NEW."after", p.instead) > 0)
    )
BEGIN SELECT RAISE(ABORT, 'audit entries stand'); END
""",
    """
CREATE TRIGGER audit_stays BEFORE DELETE ON audit WHEN
    NOT EXISTS (SELECT 1 FROM audit_permit AS p WHERE p.community = OLD.community AND OLD.at < p.until)
BEGIN SELECT RAISE(ABORT, 'audit entries stand'); END
""",
    # INSERT OR REPLACE removes a row without asking the trigger before deletes.
    """
CREATE TRIGGER audit_grows BEFORE INSERT ON audit WHEN
    EXISTS (SELECT 1 FROM audit AS known WHERE known.community = NEW.community AND known.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'audit entries stand'); END
""",
)
POSTGRESQL = (
    """
CREATE OR REPLACE FUNCTION audit_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.community <> OLD.community OR NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.what <> OLD.what
        OR NEW.by_space IS DISTINCT FROM OLD.by_space
        OR NOT EXISTS (
            SELECT 1 FROM audit_permit AS p WHERE p.community = OLD.community AND p.instead <> ''
                AND (NEW."by" IS NOT DISTINCT FROM OLD."by" OR NEW."by" = p.instead)
                AND (NEW."before" = OLD."before" OR strpos(NEW."before", p.instead) > 0)
                AND (NEW."after" = OLD."after" OR strpos(NEW."after", p.instead) > 0)
        )
    THEN RAISE EXCEPTION 'audit entries stand';
    END IF;
    RETURN NEW;
END $$
""",
    """
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_permit AS p WHERE p.community = OLD.community AND OLD.at < p.until
    )
    THEN RAISE EXCEPTION 'audit entries stand';
    END IF;
    RETURN OLD;
END $$
""",
    "CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'audit entries stand'; END $$",
    "CREATE TRIGGER audit_stays BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays()",
    "CREATE TRIGGER audit_is_kept BEFORE TRUNCATE ON audit FOR EACH STATEMENT "
    "EXECUTE FUNCTION audit_is_kept()",
)


def _key(name: str, kind: Any) -> sa.Column[Any]:  # noqa: ANN401 - SQLAlchemy types columns so
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def upgrade() -> None:
    """Make the tables and the guards."""
    op.create_table(
        "audit_permit",
        _key("community", sa.Integer()),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("instead", TEXT, nullable=False),
        sa.Column("never", sa.Integer(), nullable=False),
        sa.CheckConstraint("never = 0", name="audit_permit_never"),
        sa.ForeignKeyConstraint(
            ["never"],
            ["community.number"],
            name="audit_permit_never_fkey",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("community", name="audit_permit_pkey"),
    )
    op.create_table(
        "returned",
        _key("community", sa.Integer()),
        _key("hash", sa.LargeBinary()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("community", "hash", name="returned_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "origin",
        _key("one", sa.Integer()),
        sa.Column("identity", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("one", name="origin_pkey"),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement.strip())
