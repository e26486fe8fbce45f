"""Merit: people helped in a week, not messages sent. In thousandths ("milli-units"), integers throughout.

One unit for each person helped, scaled by the credit's weight, however many messages it took. Repeats with
the same person count ½, ⅓ …; a confirmation adds ½. What keeps it honest: only people whom somebody else
dealt with, too, count without limit, and two people who help each other in turn count less for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.recognition.memory import MEMORY_WEEKS, Memory, Pair, Remembered
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
        self._begin(week)
        self.memory.remember(_merge(week, helps))

    def close(
        self, week: int, helps: Iterable[Help], extras: Mapping[PersonId, int] | None = None
    ) -> dict[PersonId, Merit]:
        """The merits of `week`, by member in order of id; later weeks must follow in order.

        `extras` are milli-units for recorded work. Helps of members who may not be named belong in it, too:
        they vouch for the people they helped.
        """
        self._begin(week)
        now = _merge(week, helps)
        earlier = {pair: self.memory.helped[pair] for pair in now.units}
        thanked = {pair: self.memory.thanked[pair] for pair in now.thanks}
        self.memory.remember(now)
        shares = _mutual_shares(self.memory, {helper for helper, _ in (*earlier, *thanked)})
        tallies: defaultdict[PersonId, _Tally] = defaultdict(_Tally)
        for pair, weight in now.units.items():
            units = weight * _kept(self.memory, shares, pair) // (_WHOLE * (earlier[pair] + 1))
            tallies[pair[0]].help(weight, units, vouched=self.memory.vouched(pair[1], pair[0]))
        for pair, before in thanked.items():
            if self.memory.vouched(pair[1], pair[0]):
                thanks = CONFIRMATION * _kept(self.memory, shares, pair) // (_WHOLE * (before + 1))
                tallies[pair[0]].thank(thanks)
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


def _merge(week: int, helps: Iterable[Help]) -> Remembered:
    """One week's pairs: the best weight where there are several, thanks once; helping oneself is no help."""
    units: dict[Pair, int] = {}
    thanks: set[Pair] = set()
    for one in helps:
        pair = (one.helper, one.asker)
        weight = min(max(one.weight, 0), UNIT)
        if weight and one.messages and one.helper != one.asker:
            units[pair] = max(units.get(pair, 0), weight)
        thanks.update((one.helper, person) for person in one.thanked_by if person != one.helper)
    return Remembered(week, units, thanks)


def _kept(memory: Memory, shares: Mapping[PersonId, int], pair: Pair) -> int:
    """What reciprocity leaves of a pair's units and confirmations, in millionths: 1 − balance · share."""
    return _WHOLE - _balance(memory, pair) * shares[pair[0]]


def _balance(memory: Memory, pair: Pair) -> int:
    """How equally two people help each other over the remembered weeks, in thousandths."""
    taken = memory.units.get((pair[1], pair[0]))
    given = memory.units.get(pair)
    return 2 * UNIT * min(given, taken) // (given + taken) if given and taken else 0


def _mutual_shares(memory: Memory, helpers: Iterable[PersonId]) -> dict[PersonId, int]:
    """Which share of each helper's units comes from people who help them back, in thousandths."""
    shares: dict[PersonId, int] = {}
    for helper in helpers:
        mutual = given = 0
        for other in memory.dealt.get(helper, ()):
            units = memory.units.get((helper, other), 0)
            given += units
            if (other, helper) in memory.units:
                mutual += units * _balance(memory, (helper, other))
        shares[helper] = mutual // max(given, 1)
    return shares
