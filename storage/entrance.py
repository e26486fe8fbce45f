"""The way into communities: they are locked; then what must be known of each before its facts are merged.

That is who was forgotten, and the numbers of its spaces. SQLite is asked at once. On the way to PostgreSQL a
connection remembers the numbers, so that the question can go with the next one, which looks for places by
what was remembered. Where that was wrong, as in a database that was put back meanwhile, what was found holds
of other places, and the right ones are looked for later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from bot.domain.errors import UserFacingError
from bot.domain.refs import CommunityId, Platform, SpaceRef
from storage import one_statement, statements
from storage.rows import AnyFound
from storage.spaces import Spaces

_MOST = 10_000
"""Communities whose spaces a connection remembers."""

Numbers = dict[SpaceRef, int]


@dataclass(slots=True)
class Entrance:
    """Of one transaction."""

    connection: Connection
    erasures: dict[int, int] = field(default_factory=dict)
    spaces: dict[int, Spaces] = field(default_factory=dict)
    due: Sequence[int] = ()
    """Communities that must be asked about with the next look, or on their own."""

    def lock(self, wanted: Collection[CommunityId]) -> Sequence[AnyFound]:
        """The communities, locked in one order, so that processes cannot block each other."""
        slugs = list(wanted)
        if self._far:
            found = one_statement.locked(self.connection, slugs)
        else:
            found = self.connection.execute(statements.locked("sqlite"), {"slugs": slugs}).all()
        missing = set(slugs) - {row.slug for row in found}
        if missing:
            raise UserFacingError("There is no community “{id}”.", id=min(missing))
        self.due = [row.number for row in found]
        memory = self._memory
        self.spaces = {number: Spaces(number, dict(memory.get(number, {}))) for number in self.due}
        if not all(number in memory for number in self.due):
            self.ask()
        return found

    def ask(self) -> None:
        """Ask for what is due."""
        numbers = list(self.due)
        if not numbers:
            return
        if self._far:
            self.answered(one_statement.entered(self.connection, numbers))
        else:
            query = statements.entered("sqlite")
            self.answered(self.connection.execute(query, {"numbers": numbers}).all())

    def answered(self, rows: Iterable[Sequence[Any]]) -> None:
        """Take what was due: a row for each space, of community, erasures, number, platform and id there.

        The locks were held when it was asked, so an erasure that was under way is seen.
        """
        found: dict[int, Numbers] = {number: {} for number in self.due}
        self.due = ()
        for community, erasures, number, platform, external in rows:
            if erasures is not None:
                self.erasures[community] = erasures
            if number is not None:
                found[community][SpaceRef(Platform(platform), external)] = number
        for community, spaces in found.items():
            self.spaces[community].learn(dict(spaces))
        if self._far:
            memory = self._memory
            if len(memory) > _MOST:
                memory.clear()
            memory |= found

    @property
    def _memory(self) -> dict[int, Numbers]:
        """What this connection read; never what a transaction that might fail has added."""
        return self.connection.info.setdefault("spaces", {}) if self._far else {}

    @property
    def _far(self) -> bool:
        return self.connection.dialect.name == "postgresql"
