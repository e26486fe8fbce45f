from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import UserFacingError
from bot.domain.readiness.facts import Activity, PlanFacts, ReadinessFacts, Stage, Support, Talk
from bot.domain.readiness.outcome import Confidence, Criterion, Outcome, Verdict
from bot.domain.readiness.policy import THRESHOLDS, ReadinessPolicy, Source
from tests.unit.readiness.samples import READY, STAR, judge


@pytest.mark.parametrize(
    ("facts", "confidence"),
    [
        (READY, Confidence.HIGH),
        (replace(READY, live_weeks=3), Confidence.MEDIUM),
        (replace(READY, weeks=11, live_weeks=11, member_weeks=11), Confidence.MEDIUM),
        (replace(READY, asked=60, answered=49, answers=(7,) * 7), Confidence.MEDIUM),
        (replace(READY, weeks=7, live_weeks=7, member_weeks=7), Confidence.LOW),
        (replace(READY, unresolved=0.2), Confidence.LOW),
        (replace(READY, halves=None), Confidence.LOW),
    ],
)
def test_confidence(facts: ReadinessFacts, confidence: Confidence) -> None:
    assert judge(facts).confidence is confidence


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (replace(READY, asked=219), "220 questions cannot be answered when 219 were asked"),
        (replace(READY, answers=(200, 21)), "221 questions first when 220"),
        (replace(READY, weeks=-1), "weeks must not be negative"),
        (replace(READY, answers=(5, -1)), "answers must not be negative"),
        (replace(READY, halves=(-1, 5)), "halves must not be negative"),
        (replace(READY, talks=(Talk("p", -1),)), "talks: days must not be negative"),
        (replace(READY, support=(Support(Activity.TALKS, -3),)), "support: days must not be negative"),
        (replace(READY, people=(replace(STAR, uplift=-1),)), "people: uplift must not be negative"),
        (replace(READY, people=(replace(STAR, unprompted=1.1),)), "unprompted is a share"),
        (replace(READY, unresolved=1.5), "unresolved is a share"),
        (replace(READY, live_weeks=13), "live_weeks cannot be more than weeks"),
        (replace(READY, member_weeks=13), "ext_weeks cannot be more than weeks"),
        (replace(READY, team=-2), "devrel must not be negative"),
        (replace(READY, ga_months=-2), "ga_months must not be negative"),
        (replace(READY, plan=PlanFacts(planned=-1)), "planned must not be negative"),
        (replace(READY, plan=PlanFacts(cost=-1)), "cost must not be negative"),
        (replace(READY, unresolved=float("nan")), "unresolved is not a number"),
    ],
)
def test_impossible_facts_are_named(facts: ReadinessFacts, says: str) -> None:
    with pytest.raises(UserFacingError, match=says):
        judge(facts)


def test_shining_before_general_availability_may_be_early_adoption() -> None:
    assert judge(replace(READY, stage=Stage.BETA)).false_positive_warning
    assert not judge(replace(READY, stage=None)).false_positive_warning
    assert not judge(replace(READY, stage=Stage.BETA, people=())).false_positive_warning


def test_the_three_sizes_are_told_apart() -> None:
    found = judge(replace(READY, talks=None, support=(), team=None))
    assert found.sizes == {"community": Outcome.NO, "product": Outcome.YES, "devrel": Outcome.UNKNOWN}


def test_one_line_names_the_combined_risk() -> None:
    facts = replace(READY, support=(), stage=Stage.MVP, answers=(80, *[1] * 60))
    assert judge(facts).combined_risk
    assert not judge(replace(facts, stage=Stage.GA)).combined_risk
    assert not judge(replace(facts, support=READY.support)).combined_risk


def test_without_the_top_answerer_it_may_fall() -> None:
    facts = replace(READY, answers=(26, 8, 8, 8, 8), plan=PlanFacts(ok=True, planned=1), people=(STAR,))
    found = judge(facts).fragility
    assert found is not None
    assert found.without_top is Verdict.NOT_READY
    assert found.fragile


def test_a_broad_community_is_not_fragile() -> None:
    found = judge(replace(READY, people=(STAR,) * 4)).fragility
    assert found is not None
    assert not found.fragile


def test_exact_figures_without_the_top_answerer_outrank_the_estimate() -> None:
    exact = replace(READY, team=0)
    found = judge(replace(READY, people=(STAR,) * 4, without_top=exact)).fragility
    assert found is not None
    assert (found.without_top, found.top_as_staff) == (Verdict.NOT_READY, Verdict.READY)


def test_nobody_answers_so_nobody_is_missed() -> None:
    assert judge(replace(READY, answers=(0,))).fragility is None


@pytest.mark.parametrize(
    ("facts", "weeks"),
    [
        (READY, 12),
        (replace(READY, plan=PlanFacts(planned=3)), 2),
        (replace(READY, weeks=6, live_weeks=6, member_weeks=6), 2),
        (replace(READY, staff_known=False), 1),
        (replace(READY, support=()), 4),
        (replace(READY, support=(), team=1), 12),
        (replace(READY, ga_months=5), 5),
        (replace(READY, stage=Stage.BETA), 26),
        (replace(READY, member_weeks=5), 6),
    ],
)
def test_when_to_look_again(facts: ReadinessFacts, weeks: int) -> None:
    assert judge(facts).look_again_weeks == weeks


def test_every_no_has_a_date_of_its_own() -> None:
    found = judge(replace(READY, team=1, support=()))
    assert found.again_weeks == {Criterion.S3: 4, Criterion.T1: 12}


def test_every_threshold_has_a_default_within_its_range_a_source_and_a_meaning() -> None:
    policy = ReadinessPolicy()
    for threshold in THRESHOLDS:
        assert threshold.low <= threshold.default <= threshold.high
        assert getattr(policy, threshold.name) == threshold.default
        assert isinstance(threshold.source, Source)
        assert threshold.meaning
    assert {t.source for t in THRESHOLDS} == set(Source)


def test_a_threshold_out_of_range_is_refused() -> None:
    with pytest.raises(UserFacingError, match=r"member_share must be 0\.0 to 1\.0"):
        ReadinessPolicy(member_share=1.2)
    with pytest.raises(UserFacingError, match="some_weeks must not be more than enough_weeks"):
        ReadinessPolicy(some_weeks=9)
