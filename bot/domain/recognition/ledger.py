"""The ledger of recognition: who is named this week, and what carries over. Exact integers, no clock.

Every week each eligible member earns a slice of the week's places; whoever is owed most is named and pays one
place. Nothing is lost: what is not named stays on the balance. Nobody is ever a whole place ahead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from bot.domain.errors import UserFacingError
from bot.domain.recognition.slices import SLOT, slices
from bot.domain.refs import PersonId

DEFAULT_REACH = 3
MAX_DEFAULT_SLOTS = 7
_NOTHING: Mapping[PersonId, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Policy:
    """How many are named and how widely. `slots` None: a quarter of the eligible, at least 1, at most 7.

    `reach`: 4 follows merit, 3 is balanced, 2 wide, 0 takes turns.
    """

    slots: int | None = None
    reach: int = DEFAULT_REACH

    def __post_init__(self) -> None:
        if not 0 <= self.reach <= 4:
            raise UserFacingError("reach must be {low} to {high}", low=0, high=4)
        if self.slots is not None and self.slots < 0:
            raise UserFacingError("slots must be {low} or more", low=0)

    def places(self, eligible: int) -> int:
        """How many of `eligible` members are named."""
        wanted = min(max(eligible // 4, 1), MAX_DEFAULT_SLOTS) if self.slots is None else self.slots
        return min(wanted, eligible)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where everybody stands: balances in micro-slots, and the week in which each was last named."""

    balances: Mapping[PersonId, int] = field(default_factory=dict)
    named: Mapping[PersonId, int] = field(default_factory=dict)


class Standing(StrEnum):
    """Why somebody was named, or not. Named: OVERDUE, OWED. Not: NEXT (owed, others first), AHEAD."""

    OVERDUE = "overdue"  # a whole place or more was due
    OWED = "owed"  # part of a place was due, and their week was strong
    NEXT = "next"  # something is due and carries over
    AHEAD = "ahead"  # was named for more than what had come together so far


@dataclass(frozen=True, slots=True)
class Place:
    """One eligible member's week: merit (milli-units), slice and balance before paying (micro-slots)."""

    member: PersonId
    merit: int
    slice: int
    balance: int
    standing: Standing

    @property
    def after(self) -> int:
        """The balance that carries over."""
        return self.balance - SLOT if self.standing in (Standing.OVERDUE, Standing.OWED) else self.balance


@dataclass(frozen=True, slots=True)
class WeekPicks:
    """A week's outcome. `named` in the ledger's order; `places` of everybody eligible, by member.

    `left_over` slots go to the community line.
    """

    week: int
    named: tuple[PersonId, ...]
    places: Mapping[PersonId, Place]
    left_over: int


def choose(
    merits: Mapping[PersonId, int], ledger: Ledger, policy: Policy, week: int, salt: bytes
) -> WeekPicks:
    """Who is named in `week`.

    `merits` in milli-units; whoever has more than 0 is eligible, so leave out staff, bots and people who
    opted out or left. `week` is a running number; `salt` keys the last tie-break, SHA-256(salt|week|member).
    """
    eligible = {member: merit for member, merit in merits.items() if merit > 0}
    places = policy.places(len(eligible))
    lots = {member: _lot(salt, week, member) for member in eligible}
    ties = sorted(eligible, key=lots.__getitem__)
    ties.sort(key=lambda member: ledger.named.get(member, -1 << 62))
    ties.sort(key=eligible.__getitem__, reverse=True)
    share = slices(eligible, places, policy.reach, ties)
    balance = {member: ledger.balances.get(member, 0) + share[member] for member in ties}
    strong = sum(sorted(eligible.values(), reverse=True)[:places])

    def urgency(member: PersonId) -> tuple[bool, int]:
        """Overdue by balance; else balance + ½·min(1, merit / mean of the strongest), times 2·strong."""
        due = balance[member]
        if due >= SLOT:
            return True, due
        return False, 2 * due * strong + SLOT * min(strong, eligible[member] * places)

    order = sorted((member for member in ties if balance[member] > 0), key=urgency, reverse=True)
    named = tuple(order[:places])
    chosen = frozenset(named)
    outcome = {
        member: Place(member, eligible[member], share[member], due, _standing(due, member in chosen))
        for member, due in balance.items()
    }
    return WeekPicks(week, named, MappingProxyType(outcome), places - len(named))


def settle(ledger: Ledger, picks: WeekPicks) -> Ledger:
    """The ledger after a week."""
    balances = {**ledger.balances, **{member: place.after for member, place in picks.places.items()}}
    return Ledger(balances, {**ledger.named, **dict.fromkeys(picks.named, picks.week)})


def opt_out(ledger: Ledger, member: PersonId) -> Ledger:
    """Credit is dropped, debt is kept: leaving the list and coming back never pays."""
    return Ledger({**ledger.balances, member: min(ledger.balances.get(member, 0), 0)}, ledger.named)


def link(ledger: Ledger, kept: PersonId, merged: Iterable[PersonId]) -> Ledger:
    """Accounts of one person become one: balances add, a sum below −1 slot is raised to −1."""
    people = {kept, *merged}
    total = max(sum(ledger.balances.get(person, 0) for person in people), -SLOT)
    named = [ledger.named[person] for person in people if person in ledger.named]
    return Ledger(
        {**_without(ledger.balances, people), kept: total},
        {**_without(ledger.named, people), **({kept: max(named)} if named else _NOTHING)},
    )


def forget(ledger: Ledger, member: PersonId) -> Ledger:
    """Erase a person: no trace is left."""
    return Ledger(_without(ledger.balances, {member}), _without(ledger.named, {member}))


def _without(values: Mapping[PersonId, int], people: set[PersonId]) -> dict[PersonId, int]:
    return {member: value for member, value in values.items() if member not in people}


def _standing(due: int, named: bool) -> Standing:
    if named:
        return Standing.OVERDUE if due >= SLOT else Standing.OWED
    return Standing.NEXT if due > 0 else Standing.AHEAD


def _lot(salt: bytes, week: int, member: PersonId) -> bytes:
    return sha256(b"%s|%d|%s" % (salt, week, member.encode("utf-8", "surrogatepass"))).digest()
