from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from bot.domain.errors import UserFacingError
from bot.domain.recognition.ledger import (
    Ledger,
    Policy,
    Standing,
    choose,
    forget,
    link,
    opt_out,
    settle,
)
from bot.domain.recognition.slices import SLOT
from bot.domain.refs import PersonId

ANN, BOB, CAT = PersonId("ann"), PersonId("bob"), PersonId("cat")
SALT = b"salt"


def balances(**slots: float) -> Mapping[PersonId, int]:
    return {PersonId(name): round(value * SLOT) for name, value in slots.items()}


@pytest.mark.parametrize(
    ("eligible", "places"), [(0, 0), (1, 1), (3, 1), (7, 1), (8, 2), (28, 7), (30_000, 7)]
)
def test_by_default_a_quarter_of_the_eligible_is_named(eligible: int, places: int) -> None:
    assert Policy().places(eligible) == places


def test_slots_above_the_number_of_people_name_everybody_once() -> None:
    picks = choose({ANN: 5_000, BOB: 10}, Ledger(), Policy(15), 1, SALT)
    assert set(picks.named) == {ANN, BOB}
    assert picks.left_over == 0


def test_impossible_policies_say_what_is_allowed() -> None:
    with pytest.raises(UserFacingError, match="reach must be 0 to 4"):
        Policy(3, 5)
    with pytest.raises(UserFacingError, match="slots must be 0 or more"):
        Policy(-1)


def test_an_empty_week_changes_nothing() -> None:
    ledger = Ledger(balances(ann=0.5), {ANN: 3})
    picks = choose({}, ledger, Policy(), 4, SALT)
    assert picks.named == ()
    assert settle(ledger, picks) == ledger


def test_members_without_merit_are_not_eligible() -> None:
    picks = choose({ANN: 0, BOB: 1}, Ledger(balances(ann=2)), Policy(2), 1, SALT)
    assert picks.named == (BOB,)


def test_overdue_goes_before_a_stronger_week() -> None:
    picks = choose({ANN: 100, BOB: 100_000}, Ledger(balances(ann=1.2)), Policy(1, 4), 1, SALT)
    assert picks.named == (ANN,)
    assert picks.places[ANN].standing is Standing.OVERDUE
    assert picks.places[BOB].standing is Standing.NEXT
    assert picks.places[BOB].after == picks.places[BOB].balance


def test_among_the_owed_a_strong_week_counts_half_a_place() -> None:
    """Ann: .15+.3 and a tenth of a half; Bob: .05+.3 and a full half."""
    merits = {ANN: 1_000, BOB: 10_000, CAT: 10_000}
    picks = choose(merits, Ledger(balances(ann=0.15, bob=0.05, cat=-0.9)), Policy(1, 0), 1, SALT)
    assert picks.named == (BOB,)
    assert picks.places[BOB].standing is Standing.OWED
    assert picks.places[CAT].standing is Standing.AHEAD


def test_a_place_nobody_is_owed_is_left_over() -> None:
    picks = choose({ANN: 1_000, BOB: 1_000}, Ledger(balances(ann=-0.9, bob=-0.6)), Policy(1), 1, SALT)
    assert picks.named == ()
    assert picks.left_over == 1
    assert sum(place.after for place in picks.places.values()) == round(-0.5 * SLOT)


def test_ties_go_to_the_longest_unnamed() -> None:
    even = {ANN: 1_000, BOB: 1_000}
    assert choose(even, Ledger({}, {ANN: 3, BOB: 2}), Policy(1), 4, SALT).named == (BOB,)
    assert choose(even, Ledger({}, {ANN: 3}), Policy(1), 4, SALT).named == (BOB,)


def test_the_last_tie_is_a_lot_by_salt_and_week() -> None:
    even = {PersonId(f"m{i}"): 1_000 for i in range(40)}
    first = [choose(even, Ledger(), Policy(1), week, SALT).named for week in range(20)]
    other = [choose(even, Ledger(), Policy(1), week, b"else").named for week in range(20)]
    assert len(set(first)) > 10
    assert first != other


def test_the_outcome_does_not_depend_on_the_order_of_anything() -> None:
    shuffled = random.Random(7)  # noqa: S311 - a seeded shuffle for a test
    merits = {PersonId(f"m{i}"): 1_000 + 500 * (i % 4) for i in range(50)}
    ledger = Ledger({who: (i % 7) * 100_000 for i, who in enumerate(merits)})
    expected = choose(merits, ledger, Policy(5), 9, SALT)
    for _ in range(5):
        items = list(merits.items())
        shuffled.shuffle(items)
        again = choose(dict(items), ledger, Policy(5), 9, SALT)
        assert (again.named, dict(again.places)) == (expected.named, dict(expected.places))


def test_opting_out_drops_credit_and_keeps_debt() -> None:
    ledger = Ledger(balances(ann=0.7, bob=-0.4))
    assert opt_out(opt_out(ledger, ANN), BOB).balances == balances(ann=0, bob=-0.4)
    assert opt_out(ledger, CAT).balances[CAT] == 0


def test_who_is_away_keeps_the_balance() -> None:
    ledger = Ledger(balances(ann=-0.4))
    after = settle(ledger, choose({BOB: 1_000}, ledger, Policy(), 1, SALT))
    assert after.balances[ANN] == ledger.balances[ANN]


def test_linked_accounts_share_one_balance_and_the_latest_naming() -> None:
    ledger = Ledger(balances(ann=0.7, bob=-0.4, cat=0.1), {ANN: 3, BOB: 5})
    assert link(ledger, ANN, [BOB]) == Ledger(balances(ann=0.3, cat=0.1), {ANN: 5})
    assert link(Ledger(balances(bob=0.2)), ANN, [BOB]) == Ledger(balances(ann=0.2))


def test_linking_two_debts_is_raised_to_one_place() -> None:
    assert link(Ledger(balances(ann=-0.7, bob=-0.8)), ANN, [BOB]).balances == balances(ann=-1)


def test_forgetting_leaves_no_trace() -> None:
    assert forget(Ledger(balances(ann=1), {ANN: 2}), ANN) == Ledger()
