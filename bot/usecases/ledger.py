"""Where everybody stands, for admins; and whom a change of settings would have named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.domain.errors import UserFacingError
from bot.domain.preferences import Preferences
from bot.domain.recognition.digest import Person
from bot.domain.recognition.ledger import Ledger, choose
from bot.domain.recognition.standings import Line, Standings, WhatIf
from bot.domain.recognition.weekly import week_merits, week_number, week_of_number
from bot.domain.refs import MemberRef, PersonId
from bot.domain.times import Micros, Week
from bot.ports import Unit
from bot.usecases.recognise import History, history


async def standings(unit: Unit, now: Micros) -> Standings:
    """Whose turn is near first. Who does not want to be named, is staff or left is not listed."""
    past = await history(unit, None, now)
    live = await unit.ledger.balances(sorted(past.ledger.balances))
    ledger = live if live.balances else past.ledger
    times = Counter(who for week in past.weeks for who in week.picks.named)
    merits = week_merits(past.week, past.merits)
    people = _people(past)
    lines = [
        Line(people[who], ledger.balances[who], merits[who].total if who in merits else 0, times[who], last)
        for who, last in _shown(past, ledger).items()
        if who in people
    ]
    lines.sort(key=lambda line: (-line.balance, line.person.name.casefold(), str(line.person.member)))
    return Standings(past.week, tuple(lines), ledger is past.ledger)


def _shown(past: History, ledger: Ledger) -> dict[PersonId, Week | None]:
    """Who may be named and has a place, with the week in which they last were."""
    nameable = past.roster.nameable(ledger.balances)
    return {who: week_of_number(ledger.named[who]) if who in ledger.named else None for who in nameable}


async def what_if(unit: Unit, stored: Mapping[str, str], now: Micros) -> WhatIf | None:
    """The last week with these settings, from the ledger as it stood; None where there is no week yet."""
    preferences = Preferences.read(stored)
    try:
        past = await history(unit, None, now)
        then = await history(unit, past.week, now, preferences)
    except UserFacingError:
        return None
    merits = {who: place.merit for who, place in then.picks.places.items()}
    ledger = past.weeks[-1].before
    picks = choose(merits, ledger, then.who.recognition, week_number(past.week), unit.community.salt)
    people = _people(past) | _people(then)
    return WhatIf(past.week, _named(past.picks.named, people), _named(picks.named, people))


def _people(past: History) -> dict[PersonId, Person]:
    """Each person by their first account."""
    refs: dict[PersonId, MemberRef] = {}
    for ref in sorted(past.names):
        refs.setdefault(past.roster.person(ref), ref)
    return {who: Person(ref, past.names[ref]) for who, ref in refs.items()}


def _named(named: Sequence[PersonId], people: Mapping[PersonId, Person]) -> tuple[Person, ...]:
    return tuple(sorted((people[who] for who in named if who in people), key=lambda one: one.name.casefold()))
