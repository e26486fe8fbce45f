"""Where everybody stands, for admins; and whom a change of settings would have named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.domain.delivery import State
from bot.domain.errors import UserFacingError
from bot.domain.preferences import Preferences
from bot.domain.recognition.digest import Person
from bot.domain.recognition.ledger import Ledger, choose
from bot.domain.recognition.standings import Line, Standings, WhatIf
from bot.domain.recognition.weekly import week_merits, week_number, week_of_number
from bot.domain.refs import MemberRef, PersonId
from bot.domain.times import Micros, Week
from bot.ports import Unit
from bot.usecases.compose import load
from bot.usecases.correcting import open_corrections
from bot.usecases.recognise import History, history

_LATEST = 26


async def standings(unit: Unit, now: Micros) -> Standings:
    """Whose turn is near first. Who does not want to be named, is staff or left is not listed.

    Once digests are posted, balances are what they booked, and namings those of the last half year.
    """
    past = await history(unit, None, now, back=None)
    posted = [digest.week for digest in await unit.digests.latest(_LATEST, State.POSTED)]
    frozen = [picks for week in posted if (picks := await unit.ledger.frozen(week)) is not None]
    known = {*past.ledger.balances, *(who for picks in frozen for who in picks.places)}
    live = await unit.ledger.balances(sorted(known))
    ledger = live if live.balances else past.ledger
    told = frozen if live.balances else [week.picks for week in past.weeks]
    times = Counter(who for picks in told for who in picks.named)
    merits = week_merits(past.week, past.merits)
    people, due = _people(past), await _corrections(unit, past, posted[0] if posted else None)
    lines = [
        Line(
            people[who],
            ledger.balances[who],
            merits[who].total if who in merits else 0,
            times[who],
            last,
            due[who],
        )
        for who, last in _shown(past, ledger).items()
        if who in people
    ]
    lines.sort(key=lambda line: (-line.balance, line.person.name.casefold(), str(line.person.member)))
    return Standings(past.week, tuple(lines), ledger is past.ledger)


async def _corrections(unit: Unit, past: History, posted: Week | None) -> Counter[PersonId]:
    """What the next digest makes up for, by person: corrections of the weeks that were posted."""
    found: Counter[PersonId] = Counter()
    if posted is not None:
        basis = await load(unit, past.who, posted.shift(1))
        for (_, person), units in (await open_corrections(unit, basis, posted.shift(1))).items():
            found[person] += units
    return found


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
