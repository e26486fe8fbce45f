"""How credits differ between two ways to judge."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Self, TypeVar

from bot.domain.times import Week

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class CreditChanges:
    """Credits of a week that would go, come, or count otherwise, and that would stay as they are.

    `left_out`: channels with too much in them to be looked at in time.
    """

    week: Week
    gone: int = 0
    new: int = 0
    otherwise: int = 0
    same: int = 0
    left_out: int = 0

    @classmethod
    def between(cls, week: Week, before: Mapping[_Key, int], after: Mapping[_Key, int]) -> Self:
        """From what each credit counts before to what it counts after."""
        both = before.keys() & after.keys()
        otherwise = sum(before[key] != after[key] for key in both)
        gone, new = len(before.keys() - both), len(after.keys() - both)
        return cls(week, gone, new, otherwise, len(both) - otherwise)

    def plus(self, other: CreditChanges) -> CreditChanges:
        """Both together; the week is this one's."""
        return CreditChanges(
            self.week,
            self.gone + other.gone,
            self.new + other.new,
            self.otherwise + other.otherwise,
            self.same + other.same,
            self.left_out + other.left_out,
        )
