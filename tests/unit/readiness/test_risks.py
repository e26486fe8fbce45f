from __future__ import annotations

import math
from dataclasses import replace

import pytest

from bot.domain.readiness.facts import Person, PlanFacts, ReadinessFacts
from bot.domain.readiness.outcome import Code, Criterion, Fracture, Health, Verdict
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.readiness.statistics import absence_factor, gini, wilson
from tests.unit.readiness.samples import READY, STAR, judge


@pytest.mark.parametrize(
    ("facts", "level", "code"),
    [
        (READY, Health.GREEN, None),
        (replace(READY, weeks=7, live_weeks=7, member_weeks=7), Health.UNKNOWN, Code.SHORT_WINDOW),
        (replace(READY, unresolved=0.5), Health.UNKNOWN, Code.UNRESOLVED_AUTHORS),
        (replace(READY, halves=None), Health.UNKNOWN, Code.NO_TREND_YET),
        (replace(READY, halves=(0, 0)), Health.UNKNOWN, Code.NO_TREND_YET),
        (replace(READY, halves=None, asked=600), Health.RED, Code.FEW_ANSWERED),
        (replace(READY, asked=600), Health.RED, Code.FEW_ANSWERED),
        (replace(READY, asked=440), Health.AMBER, Code.NOT_YET_HEALTHY),
        (replace(READY, halves=(0, 4)), Health.GREEN, None),
        (replace(READY, halves=(100, 90)), Health.GREEN, None),
        (replace(READY, halves=(100, 89)), Health.AMBER, Code.NOT_YET_HEALTHY),
        (replace(READY, halves=(300, 225)), Health.AMBER, Code.NOT_YET_HEALTHY),
        (replace(READY, halves=(300, 222)), Health.RED, Code.SHRINKING),
        (replace(READY, halves=(4, 2)), Health.AMBER, Code.NOT_YET_HEALTHY),
    ],
)
def test_health(facts: ReadinessFacts, level: Health, code: Code | None) -> None:
    found = judge(facts)
    assert (found.health, found.findings[Criterion.H1].code) == (level, code)


@pytest.mark.parametrize(
    ("answers", "planned", "level", "code"),
    [
        ((15, 14, 14, 14, *[5] * 10, *[2] * 20), 3, Fracture.LOW, None),
        ((40, *[1] * 40), 1, Fracture.HIGH, Code.ONE_CARRIES_HALF),
        ((), 1, Fracture.HIGH, Code.ONE_CARRIES_HALF),
        ((5,) * 24, 5, Fracture.HIGH, Code.SMALL_BENCH),
        ((5,) * 25, 5, Fracture.MEDIUM, Code.SMALL_BENCH),
        ((30, 30, *[2] * 30), 3, Fracture.MEDIUM, Code.FEW_CARRY_HALF),
        ((60, 10, 10, 10, 10, *[4] * 25), 3, Fracture.MEDIUM, Code.ONE_STANDS_OUT),
        ((5,) * 30, 3, Fracture.LOW, None),
    ],
)
def test_fracture(answers: tuple[int, ...], planned: int, level: Fracture, code: Code | None) -> None:
    facts = replace(READY, answers=answers, plan=PlanFacts(ok=True, planned=planned))
    found = judge(facts)
    assert (found.fracture, found.findings[Criterion.F1].code) == (level, code)


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (PlanFacts(), Code.NO_PLAN),
        (PlanFacts(ok=True, serves=("sales", "marketing")), Code.SERVES_ONLY_THE_COMPANY),
        (PlanFacts(ok=True, serves=("sales", "community")), None),
    ],
)
def test_a_plan_is_only_a_risk(plan: PlanFacts, code: Code | None) -> None:
    found = judge(replace(READY, plan=plan))
    assert found.findings[Criterion.P1].code is code
    assert found.verdict is (Verdict.READY_WITH_RISKS if code else Verdict.READY)


def test_a_known_blocker_beats_missing_evidence() -> None:
    assert judge(replace(READY, team=1, stage=None)).verdict is Verdict.NOT_READY


def test_fewer_than_three_candidates_are_a_risk() -> None:
    assert judge(replace(READY, people=(STAR, STAR))).verdict is Verdict.READY_WITH_RISKS


def test_wilson_agrees_with_a_published_example() -> None:
    # 81 of 263: 0.2553 to 0.3662, the worked example of Newcombe (1998), table I, method 3
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 20)[0] == 0.0
    assert wilson(20, 20)[1] == 1.0


def test_gini_and_absence_factor() -> None:
    assert gini([5, 5, 5]) == 0
    assert gini([0, 0, 9]) == pytest.approx(1)
    assert gini([9]) is None
    assert absence_factor([]) == 0
    assert absence_factor([4, 1, 1, 1, 1]) == 1
    assert absence_factor([3, 3, 3, 3]) == 2


def test_growth_from_nothing_has_no_number() -> None:
    assert judge(replace(READY, halves=(0, 4))).measures.trend == math.inf


@pytest.mark.parametrize(
    ("planned", "cost", "people", "expected"),
    [
        (4, None, (STAR,), (4, 0.8, 0.8, 5)),
        (0, None, (STAR,) * 3, (3, 0.6, 0.6, 5)),
        (5, 0.05, (), (5, 1.0, 0.75, 7)),
        (5, 0.2, (), (5, 1.0, 0.0, None)),
        (5, 0.3, (), (5, 1.0, -0.5, None)),
    ],
)
def test_the_calculator(
    planned: int, cost: float | None, people: tuple[Person, ...], expected: tuple[object, ...]
) -> None:
    found = judge(replace(READY, people=people, plan=PlanFacts(ok=True, planned=planned, cost=cost))).realloc
    assert found is not None
    assert (found.k, found.gross, found.net, found.k_per_hire) == expected


def test_the_calculator_needs_somebody() -> None:
    assert judge(replace(READY, people=(), plan=PlanFacts()), ReadinessPolicy()).realloc is None
