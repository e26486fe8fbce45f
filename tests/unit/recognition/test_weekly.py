from __future__ import annotations

from bot.domain.recognition.ledger import Policy
from bot.domain.recognition.weekly import (
    Roster,
    Weeks,
    helps_by_week,
    replay_history,
    week_merits,
    week_number,
    week_of_number,
)
from bot.domain.refs import PersonId
from bot.domain.times import Week
from tests.unit.recognition.samples import BERLIN, WEEK, credit, member

ANN = PersonId(str(member("ann")))
BOB = PersonId(str(member("bob")))


def test_weeks_are_numbered_without_gaps_over_new_year() -> None:
    assert week_number(Week(1970, 1)) == 0
    assert week_number(Week(2021, 1)) == week_number(Week(2020, 53)) + 1
    assert week_of_number(week_number(WEEK)) == WEEK


def test_only_credits_at_the_floor_count_and_by_the_zones_week() -> None:
    credits_ = [credit("ann", "a", at=-1), credit("ann", "b"), credit("ann", "c", confidence=499)]
    helps = helps_by_week(credits_, BERLIN, Roster())
    number = week_number(WEEK)
    assert {week: len(found) for week, found in helps.items()} == {number - 1: 1, number: 1}
    assert len(helps_by_week(credits_, BERLIN, Roster(), floor=400)[number]) == 2


def test_accounts_of_one_person_count_as_one() -> None:
    roster = Roster({member("ann"): PersonId("p"), member("ann2"): PersonId("p")})
    helps = helps_by_week([credit("ann", "a"), credit("ann2", "a"), credit("ann", "ann2")], BERLIN, roster)
    assert {who: merit.total for who, merit in week_merits(WEEK, Weeks(helps)).items()} == {"p": 1_000}


def test_earlier_weeks_are_remembered_and_extras_added() -> None:
    weeks = [
        credit("ann", "a", week=WEEK.shift(-8)),
        credit("ann", "a"),
        credit("ann", "a", week=WEEK.shift(-9)),
    ]
    helps = helps_by_week(weeks, BERLIN, Roster())
    weighed = Weeks(helps, {week_number(WEEK): {BOB: 250}})
    assert week_merits(WEEK, weighed)[ANN].total == 500
    assert week_merits(WEEK, weighed)[BOB].total == 250


def test_history_replays_from_the_first_week_without_those_who_are_not_named() -> None:
    weeks = [credit(who, "a", week=WEEK.shift(i)) for i in range(3) for who in ("ann", "bob")]
    helps = helps_by_week(weeks, BERLIN, Roster())
    roster = Roster(unnamed=frozenset({member("bob")}))
    replayed = list(replay_history(Weeks(helps), (WEEK, WEEK.shift(3)), roster, Policy(), b""))
    assert [week.picks.named for week in replayed] == [(ANN,), (ANN,), (ANN,), ()]
    assert replayed[0].before.balances == {}
    assert replayed[-1].picks.week == week_number(WEEK.shift(3))
