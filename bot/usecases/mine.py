"""One member's own week: what was posted and why, or what stands before the post, or a look back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from bot.domain.recognition.carrying import CARRY_WEEKS, Counted
from bot.domain.recognition.digest import Telling
from bot.domain.recognition.weekly import Roster, week_merits, week_number
from bot.domain.refs import MemberRef, PersonId
from bot.domain.times import Micros, Week
from bot.ports import Unit
from bot.usecases import recognise
from bot.usecases.compose import compose, load
from bot.usecases.correcting import open_corrections
from bot.usecases.standing import Standing, standing
from bot.usecases.telling import telling
from bot.views.me import MyWeek, Unlisted

Value = TypeVar("Value")


async def my_week(unit: Unit, member: MemberRef, week: Week | None, now: Micros) -> MyWeek:
    """Why `member` was named in a week or not, and what carries over; with None the last complete week.

    Of a posted week everything but the balance is as it was when its naming was frozen.
    """
    told = await telling(unit, week, now)
    who = await standing(unit)
    if told.week is None or told.how is Telling.REPLAYED:
        return await _looked_back(unit, who, member, told.week, now, lately=week is None)
    if told.how is Telling.POSTED:
        mine = await _posted(unit, who, member, told.week)
    else:
        mine = await _coming(unit, who, member, told.week)
    lately = week is None and await _helped_since(unit, who, member, told.week, now)
    return replace(mine, lately=lately)


async def _posted(unit: Unit, who: Standing, member: MemberRef, week: Week) -> MyWeek:
    person, number = Roster(who.persons).person(member), week_number(week)
    frozen = await unit.ledger.frozen(week)
    counted = (await unit.counts.counted([week])).get(number, {})
    accounts = _accounts(who, member)
    place = _first(accounts, frozen.places if frozen else {})
    kept = _first(accounts, counted)
    carried = [one.units for one in await unit.counts.carried([week]) if one.person in accounts]
    return MyWeek(
        week=week,
        merit=kept.merit if kept else None,
        place=place,
        balance=(await unit.ledger.balances([person])).balances.get(person, 0),
        unlisted=unlisted(who, person),
        telling=Telling.POSTED,
        carried=sum(carried),
        corrected=await _to_come(unit, who, person, week),
    )


async def _coming(unit: Unit, who: Standing, member: MemberRef, week: Week) -> MyWeek:
    """As the week would be posted now."""
    person, number = Roster(who.persons).person(member), week_number(week)
    frozen = await unit.ledger.frozen(week)
    composed = await compose(unit, week, frozen)
    counts: Mapping[PersonId, Counted] = composed.counts.counted
    carried = composed.counts.carried
    if frozen is not None:
        counts = (await unit.counts.counted([week])).get(number, {})
        carried = await unit.counts.carried([week])
    accounts = _accounts(who, member)
    place, kept = _first(accounts, composed.picks.places), _first(accounts, counts)
    live = (await unit.ledger.balances([person])).balances.get(person, 0)
    return MyWeek(
        week=week,
        merit=kept.merit if kept else None,
        place=place,
        balance=place.after if place else live,
        unlisted=unlisted(who, person),
        telling=Telling.COMING,
        carried=sum(one.units for one in carried if one.person in accounts),
    )


async def _looked_back(
    unit: Unit, who: Standing, member: MemberRef, week: Week | None, now: Micros, *, lately: bool
) -> MyWeek:
    past = await recognise.history(unit, week, now)
    person = past.roster.person(member)
    return MyWeek(
        week=past.week,
        merit=week_merits(past.week, past.merits).get(person),
        place=past.picks.places.get(person),
        balance=past.ledger.balances.get(person, 0),
        unlisted=unlisted(who, person),
        telling=Telling.REPLAYED,
        lately=lately and await _helped_since(unit, who, member, past.week, now),
    )


def unlisted(who: Standing, person: PersonId) -> Unlisted | None:
    """Why a person is never named; None for all others."""
    persons = Roster(who.persons)
    if person in map(persons.person, who.opted_out):
        return Unlisted.OPTED_OUT
    return Unlisted.STAFF if person in map(persons.person, who.staff.members) else None


async def _to_come(unit: Unit, who: Standing, person: PersonId, week: Week) -> int:
    """What the next digest makes up for in this person's week, in milli-units."""
    posted = await unit.digests.latest(1)
    coming = posted[0].week.shift(1) if posted else week.shift(1)
    if not week < coming <= week.shift(CARRY_WEEKS):
        return 0
    due = await open_corrections(unit, await load(unit, who, coming), coming)
    return due.get((week_number(week), person), 0)


async def _helped_since(unit: Unit, who: Standing, member: MemberRef, week: Week, now: Micros) -> bool:
    """Whether they helped anybody after the week that is told."""
    accounts = set(_members(who, member))
    start = week.bounds(who.preferences.zone)[1]
    found = await unit.credits.credits(start, Micros(now + 1), who.help_channels)
    return any(credit.confidence >= who.floor and credit.helper in accounts for credit in found)


def _members(who: Standing, member: MemberRef) -> list[MemberRef]:
    """The account that asks, then the person's others."""
    first = who.primary.get(member, member)
    return list(dict.fromkeys([member, first, *(ref for ref, one in who.primary.items() if one == first)]))


def _accounts(who: Standing, member: MemberRef) -> list[PersonId]:
    return [PersonId(str(ref)) for ref in _members(who, member)]


def _first(accounts: Iterable[PersonId], values: Mapping[PersonId, Value]) -> Value | None:
    """Of the account that asks, else of the person's others: it may have been linked since."""
    return next((values[who] for who in accounts if who in values), None)
