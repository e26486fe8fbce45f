"""Run by Alembic; `storage.schema` hands the open connection over."""

from __future__ import annotations

from alembic import context

from storage.tables import METADATA

# SQLite can roll schema changes back, too: a migration that fails leaves nothing behind.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
