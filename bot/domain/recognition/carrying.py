"""Corrections after posting: what was posted stays, and the next week makes up for it.

A week that was posted is counted again for four weeks. Where its merit has changed since (an answer deleted,
credited to somebody else, found late), the difference is added to the merit of the next week. What would take
more than somebody's week holds waits for their next one. Slices are then cut from the corrected merits, so
the ledger's sums and bounds hold as ever. What carries over is merit, never a place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from zlib import crc32

from bot.domain.recognition.merit import Merit
from bot.domain.refs import PersonId

CARRY_WEEKS = 4
"""How long a posted week is counted again. A correction that comes later changes nothing any more."""

_VERSION = 1
"""Raise it where the rule of merit changes: then posted weeks are not held against the new rule."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a posted week counted for somebody, whether or not they could be named.

    `rule` is the fingerprint of the settings it was counted by; 0 where it must not be compared any more.
    """

    merit: Merit
    rule: int


@dataclass(frozen=True, slots=True)
class Carried:
    """Milli-units (negative: taken back) that a week counted for an earlier one. Both by running number."""

    week: int
    of: int
    person: PersonId
    units: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What is kept with a week's naming: everybody's merit as it counted, and what was carried into it."""

    counted: Mapping[PersonId, Counted] = field(default_factory=dict)
    carried: Sequence[Carried] = ()


def fingerprint(*settings: object) -> int:
    """A number (never 0) for the settings that merit is counted by: weights, floor, chosen channels."""
    return crc32(repr((_VERSION, *settings)).encode("utf-8", "surrogatepass")) + 1


def outstanding(
    now: Mapping[int, Mapping[PersonId, Merit]],
    then: Mapping[int, Mapping[PersonId, Counted]],
    carried: Iterable[Carried],
    rule: int,
) -> dict[tuple[int, PersonId], int]:
    """What posted weeks would count more or less by now, and no later week has made up for.

    `now` and `then` hold the posted weeks by running number, as counted now and as counted when they were
    posted; `carried` what posted weeks have made up for already. A week that was counted by other settings
    is left alone, and so is whoever was linked or unlinked since.
    """
    done: defaultdict[tuple[int, PersonId], int] = defaultdict(int)
    for one in carried:
        done[one.of, one.person] += one.units
    found: dict[tuple[int, PersonId], int] = {}
    for week, people in then.items():
        if any(one.rule not in (0, rule) for one in people.values()):
            continue
        again = now.get(week, {})
        for person in {*people, *again}:
            before = people.get(person)
            if before is not None and before.rule == 0:
                continue
            total = again[person].total if person in again else 0
            units = total - (before.merit.total if before else 0) - done[week, person]
            if units:
                found[week, person] = units
    return found


def carry(
    week: int,
    merits: Mapping[PersonId, int],
    due: Mapping[tuple[int, PersonId], int],
    dropped: AbstractSet[PersonId] = frozenset(),
) -> tuple[dict[PersonId, int], tuple[Carried, ...]]:
    """The merits of `week` with what is due from earlier ones, and what of it was made up for.

    `merits` and `due` hold those who may be named, and whoever is in `dropped`: they opted out, and what
    would be due to them is booked without effect. Whoever helped keeps at least one thousandth, as ever.
    """
    effective = dict(merits)
    booked: list[Carried] = []
    for (of, person), units in sorted(due.items(), key=lambda one: (-one[1], one[0])):
        if person in dropped:
            if units > 0:
                booked.append(Carried(week, of, person, units))
            continue
        before = effective.get(person, 0)
        least = min(merits.get(person, 0), 1)
        after = max(before + units, min(before, least))
        if after != before:
            booked.append(Carried(week, of, person, after - before))
            effective[person] = after
    return effective, tuple(booked)
