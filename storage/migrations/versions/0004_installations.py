"""Where Foster is installed, by whose tokens, and which spaces it has left."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _key(name: str, kind: Any) -> sa.Column[Any]:  # noqa: ANN401 - SQLAlchemy types columns so
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "installation",
        _key("community", sa.Integer()),
        _key("space", sa.SmallInteger()),
        sa.Column("token", TEXT, nullable=False),
        sa.Column("refresh", TEXT, nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.number"], name="installation_community_fkey"),
        sa.PrimaryKeyConstraint("community", "space", name="installation_pkey"),
    )
    op.create_table(
        "install_state",
        _key("id", TEXT),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="install_state_pkey"),
    )
    op.create_index("install_state_expires", "install_state", ["expires"], unique=False)
    op.create_table(
        "departure",
        _key("community", sa.Integer()),
        _key("space", sa.SmallInteger()),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.number"], name="departure_community_fkey"),
        sa.PrimaryKeyConstraint("community", "space", name="departure_pkey"),
    )
    op.create_index("departure_due", "departure", ["due"], unique=False)
