"""What is kept of an assessment, and how an earlier yes to S1 holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from bot.domain.readiness.assess import assess
from bot.domain.readiness.facts import ReadinessFacts, Talk
from bot.domain.readiness.history import (
    AssessmentRecord,
    Trigger,
    inputs_hash,
    keeps,
    record,
    settings_hash,
)
from bot.domain.readiness.outcome import Criterion, Outcome, Verdict
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.times import Micros, Week
from tests.unit.readiness.samples import POLICY, READY, STAR, judge
from tests.unit.readiness.test_properties import facts as any_facts

YES, NO, UNKNOWN = Outcome.YES, Outcome.NO, Outcome.UNKNOWN


def kept(facts: ReadinessFacts = READY) -> AssessmentRecord:
    return record(judge(facts), Week(2025, 20), Micros(1), Trigger.WEEKLY)


def check(answered: Outcome, seen: Outcome) -> AssessmentRecord:
    made = kept()
    return replace(made, outcomes={**made.outcomes, Criterion.S1: answered}, s1_seen=seen)


@pytest.mark.parametrize(
    ("seen", "answers"),
    [
        ([YES, UNKNOWN, UNKNOWN, YES], [YES, YES, YES, YES]),
        ([YES, NO, YES, NO], [YES, YES, YES, YES]),
        ([YES, NO, NO, UNKNOWN], [YES, YES, NO, UNKNOWN]),
        ([YES, NO, UNKNOWN, NO, NO], [YES, YES, YES, YES, NO]),
        ([UNKNOWN, NO, UNKNOWN, YES], [UNKNOWN, NO, UNKNOWN, YES]),
    ],
)
def test_s1_does_not_flap(seen: list[Outcome], answers: list[Outcome]) -> None:
    past: list[AssessmentRecord] = []
    for now in seen:
        answer = YES if keeps(past, now, weekly=True) else now
        past.insert(0, check(answer, now))
    assert [each.outcomes[Criterion.S1] for each in reversed(past)] == answers


def test_asking_between_two_checks_never_ends_a_yes() -> None:
    assert keeps([check(YES, NO)], NO, weekly=False)
    assert not keeps([check(YES, NO)], NO, weekly=True)
    assert not keeps([], NO, weekly=False)


@given(facts=any_facts())
def test_keeping_s1_changes_nothing_but_s1(facts: ReadinessFacts) -> None:
    alone, holding = assess(facts, POLICY), assess(facts, POLICY, keep_s1=True)
    assert holding.kept == alone.findings[Criterion.S1]
    assert {c for c in Criterion if alone.findings[c] != holding.findings[c]} <= {Criterion.S1}
    if alone.findings[Criterion.S1].outcome is YES:
        assert holding.verdict is alone.verdict
    if holding.verdict is Verdict.READY:
        assert all(f.outcome is YES for c, f in alone.findings.items() if c is not Criterion.S1)


def test_what_is_kept_names_nobody_and_renaming_changes_nothing() -> None:
    named = replace(READY, people=(replace(STAR, who="file:town:ann"),), talks=(Talk("file:town:ann", 4),))
    other = replace(READY, people=(replace(STAR, who="file:town:bob"),), talks=(Talk("file:town:bob", 4),))
    assert inputs_hash(named) == inputs_hash(other) != inputs_hash(READY)
    assert "ann" not in repr(kept(named))


def test_two_talks_by_one_speaker_are_not_talks_by_two() -> None:
    one, two = (replace(READY, talks=(Talk("p", 4), Talk(who, 5))) for who in "pq")
    assert inputs_hash(one) != inputs_hash(two)


def test_settings_have_a_version() -> None:
    assert settings_hash(POLICY) == settings_hash(ReadinessPolicy())
    assert settings_hash(POLICY) != settings_hash(ReadinessPolicy(talks=3))


def test_numbers_leave_out_what_has_no_meaning() -> None:
    assert "share" not in kept(ReadinessFacts()).numbers
    assert kept().numbers["share"] == pytest.approx(0.7591)
