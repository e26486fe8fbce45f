"""Corrections of posted weeks, carried into the next one: loaded here, decided in `…recognition.carrying`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from bot.domain.credits import Credit
from bot.domain.delivery import State
from bot.domain.evidence import Evidence
from bot.domain.recognition.carrying import (
    CARRY_WEEKS,
    Carried,
    Counted,
    Counts,
    carry,
    fingerprint,
    outstanding,
)
from bot.domain.recognition.merit import Merit
from bot.domain.recognition.weekly import Roster, Weeks, recent_merits, week_number, week_of_number
from bot.domain.refs import PersonId
from bot.domain.times import Micros, Week, moment
from bot.ports import Unit
from bot.usecases.standing import Standing


@dataclass(frozen=True, slots=True)
class Basis:
    """What merit is counted from; `credits` and `weeks` reach far enough back for four weeks' merits."""

    who: Standing
    roster: Roster
    credits: Sequence[Credit]
    evidence: Sequence[Evidence]
    weeks: Weeks


@dataclass(frozen=True, slots=True)
class Late:
    """Who is told for earlier weeks (see `WeekFacts`)."""

    since: Mapping[PersonId, Micros] = field(default_factory=dict)
    unseen: AbstractSet[PersonId] = frozenset()


@dataclass(frozen=True, slots=True)
class Corrected:
    """A week's merits of those who may be named, corrections included, and what to keep with its naming."""

    merits: Mapping[PersonId, int]
    counts: Counts


async def corrected(unit: Unit, basis: Basis, week: Week) -> Corrected:
    """This week's merits, with what is due for the posted weeks before it."""
    found = recent_merits(week, basis.weeks, CARRY_WEEKS)
    number, rule = week_number(week), rule_of(basis.who)
    raw = found[number]
    due = await open_corrections(unit, basis, week, found)
    nameable = basis.roster.nameable({person: merit.total for person, merit in raw.items()})
    dropped = {basis.roster.person(member) for member in basis.who.opted_out}
    hidden = {basis.roster.person(member) for member in basis.roster.unnamed} - dropped
    told = _tellable(basis, week)
    mine = {
        (of, person): units
        for (of, person), units in due.items()
        if person not in hidden and (person in nameable or person in dropped or person in told)
    }
    merits, carried = carry(number, nameable, mine, dropped)
    counted = {person: Counted(merit, rule) for person, merit in raw.items()}
    return Corrected(merits, Counts(counted, carried))


async def open_corrections(
    unit: Unit, basis: Basis, week: Week, found: Mapping[int, Mapping[PersonId, Merit]] | None = None
) -> dict[tuple[int, PersonId], int]:
    """What no posted week before `week` has made up for yet, by posted week and person, in milli-units."""
    posted = await _posted(unit, week)
    counted = await unit.counts.counted(posted)
    if not counted:
        return {}
    now = found or recent_merits(week, basis.weeks, CARRY_WEEKS)
    person = _persons(basis.roster, basis.who)
    then = {number: _together(people, person) for number, people in counted.items()}
    done = [
        Carried(one.week, one.of, person.get(one.person, one.person), one.units)
        for one in await unit.counts.carried(posted)
    ]
    return outstanding(now, then, done, rule_of(basis.who))


async def late(unit: Unit, basis: Basis, week: Week, carried: Sequence[Carried]) -> Late:
    """Who is told for earlier weeks, by what was carried into this one."""
    more = [one for one in carried if one.units > 0]
    since: dict[PersonId, Micros] = {}
    for one in sorted(more, key=lambda each: -each.of):
        since[one.person] = week_of_number(one.of).bounds(basis.who.preferences.zone)[0]
    if not since:
        return Late()
    counted = await unit.counts.counted(await _posted(unit, week))
    return Late(since, {who for who in since if not any(who in people for people in counted.values())})


def rule_of(who: Standing) -> int:
    """The settings that merit is counted by, as a number."""
    return fingerprint(who.floor, who.weights, who.preferences.channels("help-channels"))


async def _posted(unit: Unit, week: Week) -> list[Week]:
    """The posted weeks that are still counted again."""
    latest = await unit.digests.latest(2 * CARRY_WEEKS, State.POSTED)
    return [digest.week for digest in latest if week.shift(-CARRY_WEEKS) <= digest.week < week]


def _persons(roster: Roster, who: Standing) -> dict[PersonId, PersonId]:
    """From each account that is linked by now to its person."""
    return {PersonId(str(member)): roster.person(member) for member in who.primary}


def _together(
    people: Mapping[PersonId, Counted], person: Mapping[PersonId, PersonId]
) -> dict[PersonId, Counted]:
    """Under the persons of now. One mark not to compare is enough: whoever was linked since carries it."""
    found: dict[PersonId, Counted] = {}
    for who, one in people.items():
        first = person.get(who, who)
        found[first] = one if first not in found or one.rule == 0 else found[first]
    return found


def _tellable(basis: Basis, week: Week) -> set[PersonId]:
    """Who did something in the weeks that are counted again, so that there is a deed to tell."""
    zone = basis.who.preferences.zone
    first = week.shift(-CARRY_WEEKS)
    start, end = first.bounds(zone)[0], week.bounds(zone)[1]
    found = {
        basis.roster.person(credit.helper)
        for credit in basis.credits
        if start <= credit.answered_at < end and credit.confidence >= basis.who.floor
    }
    recorded = {
        basis.roster.person(one.member)
        for one in basis.evidence
        if one.member is not None
        and basis.who.weights.of(one.kind)
        and moment(start, zone).date() <= one.on <= week.sunday()
    }
    return found | recorded
