"""The small numbers that stand for spaces inside one community's rows."""

from __future__ import annotations

from sqlalchemy import Connection, insert, update

from bot.domain.refs import Platform, SpaceRef
from storage.statements import SPACES_OF
from storage.tables import SPACE

NOWHERE = 0
"""Stands for a space that this community has never heard of; no row carries it."""


class Spaces:
    """Space <-> number for one community within one transaction.

    New spaces get numbers as facts name them.
    """

    def __init__(self, community: int, known: dict[SpaceRef, int]) -> None:
        self._community = community
        self._numbers = known
        self._refs = {number: ref for ref, number in known.items()}
        self._new: list[SpaceRef] = []
        self._last: tuple[SpaceRef | None, int] = None, NOWHERE

    @classmethod
    def load(cls, connection: Connection, community: int) -> Spaces:
        """Every space that the community's rows name."""
        rows = connection.execute(SPACES_OF, {"community": community})
        return cls(community, {SpaceRef(Platform(row.platform), row.external): row.number for row in rows})

    def __getitem__(self, number: int) -> SpaceRef:
        return self._refs[number]

    def find(self, ref: SpaceRef) -> int:
        """The number of a space, `NOWHERE` where no row names it."""
        if ref is self._last[0]:  # nearly always; hashing a ref costs more than all the rest here
            return self._last[1]
        number = self._numbers.get(ref)
        if number is None:
            return NOWHERE
        self._last = ref, number
        return number

    def number(self, ref: SpaceRef) -> int:
        """The number of a space, a new one at first sight: call `save` before the transaction ends."""
        number = self.find(ref)
        if number == NOWHERE:
            number = len(self._numbers) + 1
            self._numbers[ref] = number
            self._refs[number] = ref
            self._new.append(ref)
        return number

    def learn(self, known: dict[SpaceRef, int]) -> None:
        """Take what stands in the database for what was known until now."""
        self._numbers = known
        self._refs = {number: ref for ref, number in known.items()}
        self._last = None, NOWHERE

    def all(self) -> list[tuple[SpaceRef, int]]:
        """Every space with its number, in the order of the refs, which is the same in every database."""
        return sorted(self._numbers.items())

    def attach(self, connection: Connection, ref: SpaceRef) -> None:
        """Give the space to this community."""
        number = self.number(ref)
        self.save(connection)
        connection.execute(
            update(SPACE)
            .where(SPACE.c.community == self._community, SPACE.c.number == number)
            .values(attached=True)
        )

    def save(self, connection: Connection) -> None:
        """Write down the numbers given since the last call."""
        if not self._new:
            return
        rows = [
            {
                "community": self._community,
                "number": self._numbers[ref],
                "platform": ref.platform.value,
                "external": ref.id,
                "attached": False,
            }
            for ref in self._new
        ]
        self._new.clear()
        connection.execute(insert(SPACE), rows)
