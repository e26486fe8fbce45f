"""Corrections of posted weeks: whatever changes, sums and bounds hold and nothing counts twice."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.recognition.carrying import CARRY_WEEKS, Carried, Counted, carry, fingerprint, outstanding
from bot.domain.recognition.ledger import Ledger, Policy, choose, settle
from bot.domain.recognition.merit import Merit
from bot.domain.recognition.parting import Stake, part
from bot.domain.recognition.slices import SLOT
from bot.domain.refs import PersonId

ANN, BOB, CAT = PEOPLE = [PersonId(name) for name in ("ann", "bob", "cat")]
RULE = fingerprint("settings")


def merits(**totals: int) -> dict[PersonId, Merit]:
    return {PersonId(who): Merit(total) for who, total in totals.items()}


def counted(rule: int = RULE, **totals: int) -> dict[PersonId, Counted]:
    return {PersonId(who): Counted(Merit(total), rule) for who, total in totals.items()}


def test_what_changed_since_is_outstanding_until_it_is_carried() -> None:
    now, then = {3: merits(ann=2000, cat=500)}, {3: counted(ann=1000, bob=1500)}
    due = outstanding(now, then, [], RULE)
    assert due == {(3, ANN): 1000, (3, BOB): -1500, (3, CAT): 500}
    done = [Carried(4, 3, ANN, 1000), Carried(4, 3, BOB, -700)]
    assert outstanding(now, then, done, RULE) == {(3, BOB): -800, (3, CAT): 500}


def test_a_week_counted_by_other_settings_and_people_who_were_linked_are_let_be() -> None:
    now = {3: merits(ann=2000), 4: merits(ann=2000, bob=1000)}
    then = {3: counted(ann=1, rule=RULE + 1), 4: counted(ann=1, rule=0)}
    assert outstanding(now, then, [], RULE) == {(4, BOB): 1000}
    assert fingerprint("settings") == RULE != fingerprint("other settings")


def test_nothing_is_taken_below_nothing_and_the_rest_waits() -> None:
    effective, booked = carry(5, {ANN: 1000, BOB: 1000}, {(4, ANN): -2500, (3, ANN): 200, (4, BOB): -100})
    assert effective == {ANN: 1, BOB: 900}
    assert booked == (Carried(5, 3, ANN, 200), Carried(5, 4, BOB, -100), Carried(5, 4, ANN, -1199))
    assert carry(5, {}, {(4, ANN): -2500}) == ({}, ())
    assert carry(5, {}, {(4, ANN): 2500}) == ({ANN: 2500}, (Carried(5, 4, ANN, 2500),))


def test_who_opted_out_is_due_nothing_and_goes_on_owing() -> None:
    effective, booked = carry(5, {}, {(4, ANN): 900, (4, BOB): -900}, {ANN, BOB})
    assert effective == {}
    assert booked == (Carried(5, 4, ANN, 900),)


@dataclass
class Season:
    """Posted weeks whose facts change afterwards: what they count now, what they counted, the ledger."""

    now: dict[int, dict[PersonId, Merit]] = field(default_factory=dict)
    then: dict[int, dict[PersonId, Counted]] = field(default_factory=dict)
    carried: list[Carried] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    earned: dict[PersonId, int] = field(default_factory=dict)
    paid: dict[PersonId, int] = field(default_factory=dict)
    effective: dict[PersonId, int] = field(default_factory=dict)

    def post(self, week: int, raw: dict[PersonId, int], slots: int) -> None:
        window = range(week - CARRY_WEEKS, week)
        then = {number: self.then[number] for number in window if number in self.then}
        done = [one for one in self.carried if one.week in then]
        effective, booked = carry(week, raw, outstanding(self.now, then, done, RULE))
        picks = choose(effective, self.ledger, Policy(slots), week, b"salt")
        assert sum(place.slice for place in picks.places.values()) == SLOT * min(slots, len(picks.places))
        self.ledger = settle(self.ledger, picks)
        self.carried += booked
        self.now[week] = {who: Merit(merit) for who, merit in raw.items()}
        self.then[week] = {who: Counted(Merit(merit), RULE) for who, merit in raw.items()}
        for who, merit in effective.items():
            self.effective[who] = self.effective.get(who, 0) + merit
        for who, place in picks.places.items():
            self.earned[who] = self.earned.get(who, 0) + place.slice
        for who in picks.named:
            self.paid[who] = self.paid.get(who, 0) + SLOT


MERITS = st.dictionaries(st.sampled_from(PEOPLE), st.integers(1, 5000), max_size=3)


@given(st.lists(st.tuples(MERITS, MERITS), max_size=8), st.integers(1, 3))
@settings(deadline=None)
def test_whatever_is_corrected_sums_and_bounds_hold(
    weeks: list[tuple[dict[PersonId, int], dict[PersonId, int]]], slots: int
) -> None:
    """Each week is posted as the first says, and corrected to the second afterwards."""
    season = Season()
    for week, (raw, corrected) in enumerate(weeks):
        season.post(week, raw, slots)
        season.now[week] = {who: Merit(merit) for who, merit in corrected.items()}
    for who, balance in season.ledger.balances.items():
        assert balance == season.earned.get(who, 0) - season.paid.get(who, 0) > -SLOT
    after = len(weeks)
    for _ in range(2):  # everybody helps so much that all that is outstanding is made up for
        season.post(after, dict.fromkeys(PEOPLE, 100_000), slots)
        after += 1
    recent = [week for week in season.then if week >= after - 2 - CARRY_WEEKS]
    for who in PEOPLE:
        made_up = sum(one.units for one in season.carried if one.person == who and one.of in recent)
        wanted = sum(
            (season.now[week].get(who) or Merit(0)).total
            - (season.then[week][who].merit.total if who in season.then[week] else 0)
            for week in recent
        )
        assert made_up == wanted
        own = sum(people[who].merit.total for people in season.then.values() if who in people)
        assert season.effective.get(who, 0) == own + sum(
            one.units for one in season.carried if one.person == who
        )


@pytest.mark.parametrize(
    ("total", "shares", "balances"),
    [
        (500_000, {}, [200_000, 300_000]),
        (900_000, {BOB: 3, ANN: 1}, [300_000, 600_000]),
        (-500_000, {BOB: 1}, [200_000, -700_000]),
        (-2_500_000, {BOB: 1}, [200_000, -1_000_000]),
    ],
)
def test_parting_gives_back_what_was_brought_and_divides_the_rest(
    total: int, shares: dict[PersonId, int], balances: list[int]
) -> None:
    stakes = {ANN: Stake(200_000), BOB: Stake(300_000)}
    assert part(total, stakes, [[ANN], [BOB]], shares) == balances
