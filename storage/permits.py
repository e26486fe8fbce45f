"""Leave to touch the audit, whose entries otherwise stand: for what is older than kept, and for erasing.

The database itself refuses everything else, and refuses to commit a permit that was not given back.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

from sqlalchemy import Executable, delete, insert

from storage.tables import AUDIT_PERMIT

EVER = 2**62
"""Later than every entry."""


class Executing(Protocol):
    """A connection inside its transaction, of whichever kind."""

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Any:  # noqa: ANN401 - as SQLAlchemy's
        """Run a statement."""
        ...


@asynccontextmanager
async def permitted(
    connection: Executing, community: int, *, until: int = 0, instead: str = ""
) -> AsyncIterator[None]:
    """Inside, the community's entries from before `until` may go, and `instead` may take a person's place."""
    row = {"community": community, "until": until, "instead": instead, "never": 0}
    await connection.execute(insert(AUDIT_PERMIT), row)
    yield
    await connection.execute(delete(AUDIT_PERMIT).where(AUDIT_PERMIT.c.community == community))
