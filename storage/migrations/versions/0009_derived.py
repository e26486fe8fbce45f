"""How often credits were put in place: whoever works them out beside a transaction sees who was faster."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("community", sa.Column("derived", sa.Integer(), nullable=False, server_default="0"))
