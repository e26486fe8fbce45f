"""What merit remembers of earlier weeks: who helped, thanked and dealt with whom."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TypeVar

from bot.domain.refs import PersonId

MEMORY_WEEKS = 8
"""How many earlier weeks count for repeats, vouching and reciprocity."""

Key = TypeVar("Key")

Pair = tuple[PersonId, PersonId]
"""(helper, asker) or (helper, confirming person)."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """One week in memory: units of help (thousandths) by pair, and who confirmed whom."""

    week: int
    units: Mapping[Pair, int]
    thanks: AbstractSet[Pair]


@dataclass(slots=True)
class Memory:
    """The remembered weeks with running totals; the only mutable part of the merit rule.

    `helped` and `thanked` count weeks per pair, `units` sums help per pair, `dealt` counts, per person, the
    pair-weeks with each other person, whichever of the two helped.
    """

    weeks: deque[Remembered] = field(default_factory=deque)
    helped: Counter[Pair] = field(default_factory=Counter)
    thanked: Counter[Pair] = field(default_factory=Counter)
    units: Counter[Pair] = field(default_factory=Counter)
    dealt: defaultdict[PersonId, dict[PersonId, int]] = field(default_factory=lambda: defaultdict(dict))

    def remember(self, past: Remembered) -> None:
        """Add a week, which must be later than all others."""
        self.weeks.append(past)
        helped, units, thanked, dealt = self.helped, self.units, self.thanked, self.dealt
        for pair, more in past.units.items():
            helper, asker = pair
            helped[pair] = helped.get(pair, 0) + 1
            units[pair] = units.get(pair, 0) + more
            theirs = dealt[helper]
            theirs[asker] = theirs.get(asker, 0) + 1
            theirs = dealt[asker]
            theirs[helper] = theirs.get(helper, 0) + 1
        for pair in past.thanks:
            thanked[pair] = thanked.get(pair, 0) + 1

    def forget_before(self, week: int) -> None:
        """Drop the weeks before `week`."""
        while self.weeks and self.weeks[0].week < week:
            self._take_back(self.weeks.popleft())

    def vouched(self, person: PersonId, outside: PersonId) -> bool:
        """Whether somebody other than `outside` dealt with `person` in the remembered weeks."""
        others = self.dealt.get(person)
        return others is not None and len(others) > (outside in others)

    def _take_back(self, past: Remembered) -> None:
        for pair, units in past.units.items():
            helper, asker = pair
            _add(self.helped, pair, -1)
            _add(self.units, pair, -units)
            _add(self.dealt[helper], asker, -1)
            _add(self.dealt[asker], helper, -1)
            for person in pair:
                if not self.dealt[person]:
                    del self.dealt[person]
        for pair in past.thanks:
            _add(self.thanked, pair, -1)


def _add(counts: dict[Key, int], key: Key, number: int) -> None:
    total = counts.get(key, 0) + number
    if total:
        counts[key] = total
    else:
        counts.pop(key, None)
