"""The report as a card: aggregates only."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.readiness.facts import ReadinessFacts
from bot.domain.readiness.gather import WeekAnswers
from bot.domain.recognition.ledger import WeekPicks
from bot.domain.recognition.spread import Spread, spread
from bot.domain.refs import PersonId
from bot.domain.times import Week
from bot.views.card import Card, Chart
from bot.views.report import Parts, lorenz, report_card
from bot.views.texts import texts
from tests.unit.readiness.samples import READY, judge
from tests.unit.readiness.test_properties import facts as any_facts
from tests.unit.views.test_readiness import VIEW, words
from tests.unit.views.test_readiness_history import NEW, OLD

T = texts("en")
FOUND = judge(READY)
WEEKS = tuple(WeekAnswers(Week(2025, 9 + n), 10 + n, n % 7, 8) for n in range(12))
PARTS = Parts(WEEKS, (NEW, OLD), Spread(26, 40, 20, 100, 10), ZoneInfo("UTC"))


def charts(card: Card) -> dict[str, Chart]:
    return {block.title: block for block in card.blocks if isinstance(block, Chart)}


def report(found: ReadinessFacts = READY, parts: Parts = PARTS) -> Card:
    return report_card(judge(found), parts, T, VIEW)


def test_small_counts_are_drawn_as_five_and_none_as_none() -> None:
    weeks = charts(report())["Answered first, by week"]
    assert weeks.series[1].values == (0, 5, 5, 5, 5, 5, 6, 0, 5, 5, 5, 5)


def test_the_curve_says_what_the_busiest_tenth_gave() -> None:
    (curve,) = [
        chart for title, chart in charts(report()).items() if title.startswith("Share of the answers")
    ]
    assert "Of 44 members who answered, the tenth who gave most gave 37 % of the answers." in curve.alt
    assert curve.series[0].values[0] == 0
    assert curve.series[0].values[-1] == 100


def test_few_members_get_no_curve() -> None:
    assert "a curve would tell people apart" in words(report(replace(READY, answers=(9,) * 19)))


@given(st.lists(st.integers(1, 500), min_size=20, max_size=300))
def test_a_lorenz_curve_rises_below_the_diagonal(answers: list[int]) -> None:
    points = lorenz(sorted(answers))
    assert list(points) == sorted(points)
    assert all(point <= part / 10 + 1e-9 for part, point in enumerate(points))


def test_how_fairly_people_are_thanked() -> None:
    said = words(report())
    assert "In the last 26 weeks 40 people helped, and 20 of them (50 %) were thanked by name." in said
    assert "One thank-you in 10 went to the person thanked most." in said


@pytest.mark.parametrize("named", [None, Spread(4, 9, 4, 9, 3)])
def test_too_few_thanked_to_say(named: Spread | None) -> None:
    assert "Too few people were thanked" in words(report(parts=replace(PARTS, named=named)))


def test_a_report_without_weeks_or_checks() -> None:
    said = words(report(ReadinessFacts(), Parts((), (), None, ZoneInfo("UTC"))))
    assert "No weekly check was made yet" in said


@given(facts=any_facts())
def test_nobody_is_named_whoever_shines(facts: ReadinessFacts) -> None:
    said = words(report(facts))
    assert "Ann Example" not in said
    assert "ann-id" not in said
    assert "For admins only" not in said


def test_spread_counts_people_and_turns() -> None:
    assert spread([]) == Spread(0, 0, 0, 0, 0)
    ada, ben = PersonId("ada"), PersonId("ben")
    weeks = [WeekPicks(1, (ada,), {}, 0), WeekPicks(2, (ada, ben), {}, 0)]
    assert spread(weeks) == Spread(2, 2, 2, 3, 2)
