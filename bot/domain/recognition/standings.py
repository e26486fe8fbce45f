"""The ledger for people who look after a community, and the effect of a setting, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.recognition.digest import Person
from bot.domain.times import Week


@dataclass(frozen=True, slots=True)
class Line:
    """One person: `balance` in micro-slots, `merit` of the latest week in milli-units.

    `times`: how often they were named in the weeks that were looked at; `last`: when last. `corrected`: what
    the next digest makes up for in posted weeks, in milli-units (negative: takes back).
    """

    person: Person
    balance: int
    merit: int
    times: int
    last: Week | None
    corrected: int = 0


@dataclass(frozen=True, slots=True)
class Standings:
    """Everybody who has a place in the ledger after `week`. `replayed`: as it would have been."""

    week: Week
    lines: tuple[Line, ...]
    replayed: bool


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Whom `week` named, and whom it would have named."""

    week: Week
    before: tuple[Person, ...]
    after: tuple[Person, ...]

    @property
    def gone(self) -> tuple[Person, ...]:
        """Named then, and not with the change."""
        return tuple(person for person in self.before if person not in self.after)

    @property
    def new(self) -> tuple[Person, ...]:
        """Named only with the change."""
        return tuple(person for person in self.after if person not in self.before)
