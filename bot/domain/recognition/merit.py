"""Merit: people helped in a week, not messages sent. In thousandths ("milli-units"), integers throughout.

One unit for each person helped, scaled by the credit's weight, however many messages it took. Repeats with
the same person count ½, ⅓ …; a confirmation adds ½. What keeps it honest: only people whom somebody else
dealt with, too, count without limit, and two people who help each other in turn count less for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.recognition.memory import MEMORY_WEEKS, Memory, Remembered
from bot.domain.refs import PersonId

UNIT = 1_000
CONFIRMATION = UNIT // 2
_WHOLE = UNIT * UNIT


@dataclass(frozen=True, slots=True)
class Help:
    """One person's help to another in a week.

    `week` is any running number of weeks. `weight` is in thousandths (0–1000). `messages` matters only when
    it is 0: then nothing but the thanks counts. `thanked_by`: who confirmed it.
    """

    week: int
    helper: PersonId
    asker: PersonId
    weight: int = UNIT
    messages: int = 1
    thanked_by: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class Merit:
    """A member's week, in thousandths, and what it is made of.

    Whoever helped has at least one thousandth: where two help only each other, they stay eligible for a place
    that nobody else is due. `people` counts whom they helped, `confirmed` the confirmations that counted,
    `held_back` the units that repeats, reciprocity and missing vouching took away, `extra` what was recorded
    by people (talks, uplifts).
    """

    total: int
    people: int = 0
    confirmed: int = 0
    held_back: int = 0
    extra: int = 0


@dataclass(slots=True)
class Gathered:
    """One week's helps, taken in piece by piece: there are fewer pairs of people than helps.

    The best weight where a pair has several, thanks once; helping oneself is no help.
    """

    units: dict[PersonId, dict[PersonId, int]] = field(default_factory=dict)
    thanks: dict[PersonId, set[PersonId]] = field(default_factory=dict)

    def add(self, helps: Iterable[Help]) -> None:
        """More of the week, in any order."""
        for one in helps:
            helper, asker, weight = one.helper, one.asker, min(max(one.weight, 0), UNIT)
            if weight and one.messages and helper != asker:
                theirs = self.units.get(helper)
                if theirs is None:
                    theirs = self.units[helper] = {}
                if weight > theirs.get(asker, 0):
                    theirs[asker] = weight
            for person in one.thanked_by:
                if person != helper:
                    self.thanks.setdefault(helper, set()).add(person)


@dataclass(slots=True)
class _Tally:
    vouched: int = 0
    unvouched: int = 0
    thanks: int = 0
    people: int = 0
    confirmed: int = 0
    full: int = 0

    def help(self, weight: int, units: int, *, vouched: bool) -> None:
        self.people += 1
        self.full += weight
        self.vouched += units if vouched else 0
        self.unvouched += 0 if vouched else units

    def thank(self, units: int) -> None:
        self.confirmed += 1
        self.thanks += units

    def merit(self, extra: int) -> Merit:
        units = self.vouched + min(self.unvouched, max(UNIT, self.vouched))
        total = max(units + self.thanks, 1 if self.full else 0)
        return Merit(total + extra, self.people, self.confirmed, self.full - units, extra)


@dataclass(slots=True)
class MeritRule:
    """Weeks in order in, merits out; holds eight weeks of memory.

    >>> rule = MeritRule()
    >>> rule.close(1, [Help(1, PersonId("ann"), PersonId("bob"))])["ann"].total
    1000
    """

    memory: Memory = field(default_factory=Memory)

    def remember(self, week: int, helps: Iterable[Help]) -> None:
        """A week whose merits nobody asks for, in order with those that are closed."""
        self.remember_gathered(week, _gathered(helps))

    def remember_gathered(self, week: int, gathered: Gathered) -> None:
        """The same."""
        self._begin(week)
        self.memory.remember(Remembered.of(week, gathered.units, gathered.thanks))

    def close(
        self, week: int, helps: Iterable[Help], extras: Mapping[PersonId, int] | None = None
    ) -> dict[PersonId, Merit]:
        """The merits of `week`, by member in order of id; later weeks must follow in order.

        `extras` are milli-units for recorded work. Helps of members who may not be named belong in it, too:
        they vouch for the people they helped.
        """
        return self.close_gathered(week, _gathered(helps), extras)

    def close_gathered(
        self, week: int, gathered: Gathered, extras: Mapping[PersonId, int] | None = None
    ) -> dict[PersonId, Merit]:
        """The same."""
        self.remember_gathered(week, gathered)
        memory, now = self.memory, self.memory.weeks[-1]
        shares = _mutual_shares(memory, {*gathered.units, *gathered.thanks})
        tallies: defaultdict[PersonId, _Tally] = defaultdict(_Tally)
        for helper, asker, weight in now.helps():
            kept = weight * _kept(memory, shares, helper, asker)
            units = kept // (_WHOLE * memory.weeks_helped(helper, asker))
            tallies[helper].help(weight, units, vouched=memory.vouched(asker, helper))
        for helper, person in now.thanks():
            if memory.vouched(person, helper):
                kept = CONFIRMATION * _kept(memory, shares, helper, person)
                tallies[helper].thank(kept // (_WHOLE * memory.weeks_thanked(helper, person)))
        extra = extras or {}
        return {who: tallies[who].merit(extra.get(who, 0)) for who in sorted({*tallies, *extra})}

    def _begin(self, week: int) -> None:
        if self.memory.weeks and week <= self.memory.weeks[-1].week:
            raise ValueError(f"week {week} is not after {self.memory.weeks[-1].week}")  # a caller's bug
        self.memory.forget_before(week - MEMORY_WEEKS)


def merits(weeks: Iterable[tuple[int, Iterable[Help]]]) -> Iterator[tuple[int, dict[PersonId, Merit]]]:
    """Stream weeks in order through one rule."""
    rule = MeritRule()
    for week, helps in weeks:
        yield week, rule.close(week, helps)


def _gathered(helps: Iterable[Help]) -> Gathered:
    found = Gathered()
    found.add(helps)
    return found


def _kept(memory: Memory, shares: Mapping[PersonId, int], helper: PersonId, other: PersonId) -> int:
    """What reciprocity leaves of a pair's units and confirmations, in millionths: 1 − balance · share."""
    share = shares[helper]
    return (
        _WHOLE - _balance(memory.units(helper, other), memory.units(other, helper)) * share
        if share
        else _WHOLE
    )


def _balance(given: int, taken: int) -> int:
    """How equally two people help each other over the remembered weeks, in thousandths."""
    return 2 * UNIT * min(given, taken) // (given + taken) if given and taken else 0


def _mutual_shares(memory: Memory, helpers: Iterable[PersonId]) -> dict[PersonId, int]:
    """Which share of each helper's units comes from people who help them back, in thousandths."""
    shares: dict[PersonId, int] = {}
    for helper in helpers:
        mutual = total = 0
        for other, given in memory.given(helper):
            total += given
            taken = memory.units(other, helper)
            if taken:
                mutual += given * _balance(given, taken)
        shares[helper] = mutual // max(total, 1)
    return shares
