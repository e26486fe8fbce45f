"""What merit remembers of earlier weeks: who helped, thanked and dealt with whom.

A busy year has hundreds of thousands of pairs in eight weeks: each is one entry and one number, and a week
that is over lies flat, to be taken back.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from bot.domain.refs import PersonId

MEMORY_WEEKS = 8
"""How many earlier weeks count for repeats, vouching and reciprocity."""

_BITS = 4
"""Of a pair's number, the lowest that count its weeks (at most nine); the rest is units of help."""
_ONCE = (1 << _BITS) - 1

Pairs = dict[PersonId, dict[PersonId, int]]
"""A number by helper and by the other person."""

_NOBODY: Mapping[PersonId, int] = {}


@dataclass(frozen=True, slots=True)
class Remembered:
    """One week: units of help (thousandths) for each pair, and who confirmed whom, one after the other."""

    week: int
    helpers: Sequence[PersonId]
    askers: Sequence[PersonId]
    units: Sequence[int]
    thanked: Sequence[PersonId]
    thanking: Sequence[PersonId]

    @classmethod
    def of(
        cls,
        week: int,
        units: Mapping[PersonId, Mapping[PersonId, int]],
        thanks: Mapping[PersonId, AbstractSet[PersonId]],
    ) -> Remembered:
        """From what each person gave, and by whom it was confirmed."""
        return cls(
            week,
            [helper for helper, askers in units.items() for _ in askers],
            [asker for askers in units.values() for asker in askers],
            array("H", [given for askers in units.values() for given in askers.values()]),
            [helper for helper, thanking in thanks.items() for _ in thanking],
            [person for thanking in thanks.values() for person in thanking],
        )

    def helps(self) -> Iterator[tuple[PersonId, PersonId, int]]:
        """Helper, asker and units of each pair."""
        return zip(self.helpers, self.askers, self.units, strict=True)

    def thanks(self) -> Iterator[tuple[PersonId, PersonId]]:
        """Helper and confirming person of each confirmation."""
        return zip(self.thanked, self.thanking, strict=True)


@dataclass(slots=True)
class Memory:
    """The remembered weeks with running totals; the only mutable part of the merit rule.

    `helped` counts weeks and sums units per pair (helper, asker), `thanked` counts weeks per pair (helper,
    confirming person), `helpers` counts the people who helped somebody.
    """

    weeks: deque[Remembered] = field(default_factory=deque)
    helped: Pairs = field(default_factory=dict)
    thanked: Pairs = field(default_factory=dict)
    helpers: dict[PersonId, int] = field(default_factory=dict)

    def remember(self, past: Remembered) -> None:
        """Add a week, which must be later than all others."""
        self.weeks.append(past)
        helped, thanked, helpers = self.helped, self.thanked, self.helpers
        for helper, asker, units in past.helps():
            theirs = helped.get(helper)
            if theirs is None:
                theirs = helped[helper] = {}
            before = theirs.get(asker, 0)
            if not before:
                helpers[asker] = helpers.get(asker, 0) + 1
            theirs[asker] = before + (units << _BITS) + 1
        for helper, person in past.thanks():
            theirs = thanked.get(helper)
            if theirs is None:
                theirs = thanked[helper] = {}
            theirs[person] = theirs.get(person, 0) + 1

    def forget_before(self, week: int) -> None:
        """Drop the weeks before `week`."""
        while self.weeks and self.weeks[0].week < week:
            self._take_back(self.weeks.popleft())

    def weeks_helped(self, helper: PersonId, asker: PersonId) -> int:
        """In how many of the remembered weeks."""
        return self.helped.get(helper, _NOBODY).get(asker, 0) & _ONCE

    def weeks_thanked(self, helper: PersonId, person: PersonId) -> int:
        """In how many of the remembered weeks this person confirmed the helper's help."""
        return self.thanked.get(helper, _NOBODY).get(person, 0)

    def units(self, helper: PersonId, asker: PersonId) -> int:
        """Units of help over the remembered weeks."""
        return self.helped.get(helper, _NOBODY).get(asker, 0) >> _BITS

    def given(self, helper: PersonId) -> Iterable[tuple[PersonId, int]]:
        """Whom the helper helped, and the units of it."""
        return ((asker, number >> _BITS) for asker, number in self.helped.get(helper, _NOBODY).items())

    def vouched(self, person: PersonId, outside: PersonId) -> bool:
        """Whether somebody other than `outside` dealt with `person` in the remembered weeks."""
        theirs = self.helped.get(person, _NOBODY)
        if len(theirs) > (outside in theirs):
            return True
        return self.helpers.get(person, 0) > (person in self.helped.get(outside, _NOBODY))

    def _take_back(self, past: Remembered) -> None:
        for helper, asker, units in past.helps():
            if _less(self.helped, helper, asker, (units << _BITS) + 1):
                self.helpers[asker] -= 1
                if not self.helpers[asker]:
                    del self.helpers[asker]
        for helper, person in past.thanks():
            _less(self.thanked, helper, person, 1)


def _less(pairs: Pairs, helper: PersonId, other: PersonId, number: int) -> bool:
    """Take from a pair's number; whether nothing is left, and the pair is gone."""
    theirs = pairs[helper]
    theirs[other] -= number
    if theirs[other]:
        return False
    del theirs[other]
    if not theirs:
        del pairs[helper]
    return True
