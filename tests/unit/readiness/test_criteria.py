from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.readiness.facts import Activity, Person, ReadinessFacts, Stage, Support, Talk
from bot.domain.readiness.outcome import Code, Criterion, Outcome, Verdict
from bot.domain.readiness.policy import ReadinessPolicy
from tests.unit.readiness.samples import READY, STAR, judge

YES, NO, UNKNOWN = Outcome.YES, Outcome.NO, Outcome.UNKNOWN


def of(criterion: Criterion, facts: ReadinessFacts) -> tuple[Outcome, Code | None]:
    found = judge(facts).findings[criterion]
    return found.outcome, found.code


def test_a_community_that_is_ready_in_everything() -> None:
    found = judge(READY)
    assert found.verdict is Verdict.READY
    assert {finding.outcome for finding in found.findings.values()} == {YES}
    assert found.changes == ()


def test_nothing_known_is_not_enough_data_and_no_question_is_answered() -> None:
    found = judge(ReadinessFacts())
    assert found.verdict is Verdict.NOT_ENOUGH_DATA
    assert found.ids(UNKNOWN) == ["S1", "S2", "S3", "A1", "M1", "T1"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (READY, (YES, None)),
        (replace(READY, staff_known=False), (UNKNOWN, Code.STAFF_NOT_RECORDED)),
        (replace(READY, weeks=3, live_weeks=3, member_weeks=3), (UNKNOWN, Code.SHORT_WINDOW)),
        (replace(READY, weeks=7, live_weeks=7, member_weeks=7), (UNKNOWN, Code.SHORT_WINDOW)),
        (
            replace(READY, weeks=4, live_weeks=4, member_weeks=1, answers=(3,)),
            (NO, Code.STAFF_ANSWER_ALMOST_EVERYTHING),
        ),
        (replace(READY, answered=19, answers=(4, 4, 4, 3, 2, 2)), (UNKNOWN, Code.TOO_LITTLE_CHAT)),
        (replace(READY, unresolved=0.1), (YES, None)),
        (replace(READY, unresolved=0.1000001), (UNKNOWN, Code.UNRESOLVED_AUTHORS)),
        (replace(READY, answers=(30, 30, 30, 30)), (NO, Code.TOO_FEW_ANSWERERS)),
        (replace(READY, answers=(30, 30, 30, 30, 0)), (NO, Code.TOO_FEW_ANSWERERS)),
        (replace(READY, answers=(30, 30, 30, 30, 1)), (YES, None)),
        (replace(READY, answers=(2, 1)), (NO, Code.STAFF_ANSWER_ALMOST_EVERYTHING)),
        (replace(READY, answers=(12,) * 5), (UNKNOWN, Code.TOO_CLOSE_TO_CALL)),
        (replace(READY, member_weeks=7), (UNKNOWN, Code.BURSTY)),
        (replace(READY, member_weeks=8), (YES, None)),
    ],
)
def test_members_answer(facts: ReadinessFacts, expected: tuple[Outcome, Code | None]) -> None:
    assert of(Criterion.S1, facts) == expected


TWO = (Talk("p", 10), Talk("q", 20))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (replace(READY, talks_complete=False), (YES, None)),
        (replace(READY, talks=None, talks_complete=False), (UNKNOWN, Code.NEVER_RECORDED)),
        (replace(READY, talks=None, talks_none=True), (NO, Code.ATTESTED_NONE)),
        (replace(READY, talks=()), (NO, Code.TOO_FEW_TALKS)),
        (replace(READY, talks=(), talks_complete=False), (UNKNOWN, Code.LIST_NOT_ATTESTED_COMPLETE)),
        (replace(READY, talks=TWO), (NO, Code.TOO_FEW_TALKS)),
        (replace(READY, talks=(Talk("p", 365), *TWO, Talk("q", 365))), (YES, None)),
        (replace(READY, talks=(Talk("p", 366), *TWO, Talk("q", 365))), (NO, Code.TOO_FEW_TALKS)),
        (replace(READY, talks=(Talk("p", 1),) * 4), (NO, Code.TOO_FEW_TALKS)),
        (replace(READY, talks=tuple(Talk(w, 1, staff=True) for w in "pqrs")), (NO, Code.TOO_FEW_TALKS)),
    ],
)
def test_members_speak(facts: ReadinessFacts, expected: tuple[Outcome, Code | None]) -> None:
    assert of(Criterion.S2, facts) == expected


@pytest.mark.parametrize(
    ("support", "expected"),
    [
        (None, (UNKNOWN, Code.NEVER_RECORDED)),
        ((), (NO, Code.UNSUPPORTED_ANSWERS_TALKS)),
        ((Support(Activity.ANSWERS, 180),), (NO, Code.UNSUPPORTED_TALKS)),
        ((Support(Activity.TALKS, 0), Support(Activity.ANSWERS, 181)), (NO, Code.UNSUPPORTED_ANSWERS)),
        ((Support(Activity.TALKS, 180), Support(Activity.ANSWERS, 180)), (YES, None)),
    ],
)
def test_both_are_supported(
    support: tuple[Support, ...] | None, expected: tuple[Outcome, Code | None]
) -> None:
    assert of(Criterion.S3, replace(READY, support=support)) == expected


@pytest.mark.parametrize(
    "person",
    [
        replace(STAR, answers=11),
        replace(STAR, askers=5),
        replace(STAR, weeks=5),
        replace(STAR, talks=0),
        replace(STAR, uplift=0),
        replace(STAR, unprompted=0.79),
        replace(STAR, staff=True),
        replace(STAR, paid=True),
    ],
)
def test_one_thing_missing_is_no_possible_ambassador(person: Person) -> None:
    found = judge(replace(READY, people=(person,)))
    assert (found.findings[Criterion.A1].code, found.measures.candidates) == (Code.NO_ONE_DOES_ALL_THREE, 0)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (replace(READY, talks=None, people=(STAR,)), (YES, None)),
        (replace(READY, talks=None, talks_complete=False, people=()), (UNKNOWN, Code.TALKS_UNKNOWN)),
        (replace(READY, talks=None, talks_none=True, people=()), (NO, Code.NO_ONE_DOES_ALL_THREE)),
        (
            replace(READY, talks_complete=False, people=(replace(STAR, talks=0),)),
            (UNKNOWN, Code.TALKS_UNKNOWN),
        ),
        (
            replace(READY, talks_complete=False, people=(replace(STAR, talks=0, uplift=0),)),
            (NO, Code.NO_ONE_DOES_ALL_THREE),
        ),
        (replace(READY, weeks=7, live_weeks=7, member_weeks=7), (UNKNOWN, Code.SHORT_WINDOW)),
        (replace(READY, staff_known=False), (YES, None)),
    ],
)
def test_somebody_shines(facts: ReadinessFacts, expected: tuple[Outcome, Code | None]) -> None:
    assert of(Criterion.A1, facts) == expected


def test_activities_can_be_switched_off() -> None:
    facts = replace(READY, talks=None, people=(replace(STAR, talks=0, uplift=0),) * 3)
    policy = ReadinessPolicy(person_talks=0, person_uplift=0)
    assert judge(facts, policy).findings[Criterion.A1].outcome is YES
    nobody = judge(replace(facts, people=()), policy).findings[Criterion.A1]
    assert nobody.code is Code.NO_ONE_DOES_ALL_THREE


@pytest.mark.parametrize(
    ("stage", "months", "expected"),
    [
        (None, None, (UNKNOWN, Code.NEVER_RECORDED)),
        (None, 30, (UNKNOWN, Code.NEVER_RECORDED)),
        (Stage.MVP, None, (NO, Code.PRE_GA_MVP)),
        (Stage.BETA, 30, (NO, Code.PRE_GA_BETA)),
        (Stage.GA, None, (UNKNOWN, Code.NEVER_RECORDED)),
        (Stage.GA, 5.99, (NO, Code.EARLY_RELEASE)),
        (Stage.GA, 6, (YES, None)),
    ],
)
def test_the_product_is_stable(
    stage: Stage | None, months: float | None, expected: tuple[Outcome, Code | None]
) -> None:
    assert of(Criterion.M1, replace(READY, stage=stage, ga_months=months)) == expected


@pytest.mark.parametrize(
    ("team", "expected"),
    [
        (None, (UNKNOWN, Code.NEVER_RECORDED)),
        (0, (NO, Code.NO_DEVREL)),
        (1, (NO, Code.ONE_PERSON_IS_NOT_A_TEAM)),
        (2, (YES, None)),
    ],
)
def test_devrel_is_a_team(team: int | None, expected: tuple[Outcome, Code | None]) -> None:
    assert of(Criterion.T1, replace(READY, team=team)) == expected


def test_a_raised_threshold_has_its_own_code() -> None:
    assert judge(READY, ReadinessPolicy(team=4)).findings[Criterion.T1].code is Code.TEAM_TOO_SMALL
