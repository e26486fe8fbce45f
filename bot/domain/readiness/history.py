"""Assessments over time: what is kept of each, without names, and how an earlier yes holds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from enum import StrEnum
from math import isfinite

from bot.domain.readiness.facts import ReadinessFacts, Talk
from bot.domain.readiness.outcome import Assessment, Code, Criterion, Outcome, Verdict
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.times import Micros, Week


class Trigger(StrEnum):
    """Why an assessment was made."""

    WEEKLY = "weekly"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class AssessmentRecord:
    """One assessment of the past; only ever added.

    `last` and `weeks` are the window it covered, `inputs` and `settings` fingerprints of its facts and its
    thresholds. `outcomes` are as they were answered; `s1_seen` is what the facts alone said about S1.
    `numbers` are the measures behind the outcomes by name: aggregates, never about one person.
    """

    at: Micros
    last: Week
    weeks: int
    inputs: str
    settings: str
    trigger: Trigger
    verdict: Verdict
    outcomes: Mapping[Criterion, Outcome]
    codes: Mapping[Criterion, Code]
    s1_seen: Outcome
    numbers: Mapping[str, float] = field(default_factory=dict)


def record(found: Assessment, last: Week, at: Micros, trigger: Trigger) -> AssessmentRecord:
    """What is kept of an assessment."""
    return AssessmentRecord(
        at=at,
        last=last,
        weeks=found.facts.weeks,
        inputs=inputs_hash(found.facts),
        settings=settings_hash(found.policy),
        trigger=trigger,
        verdict=found.verdict,
        outcomes={criterion: finding.outcome for criterion, finding in found.findings.items()},
        codes={c: finding.code for c, finding in found.findings.items() if finding.code},
        s1_seen=(found.kept or found.findings[Criterion.S1]).outcome,
        numbers=_numbers(found),
    )


def keeps(past: Sequence[AssessmentRecord], now: Outcome, *, weekly: bool) -> bool:
    """Whether S1 stays YES although the facts alone now say `now`. `past`: weekly checks, newest first.

    Once YES, UNKNOWN keeps it YES, and NO must come in two weekly checks in a row.
    """
    if not past or past[0].outcomes[Criterion.S1] is not Outcome.YES or now is Outcome.YES:
        return False
    return now is Outcome.UNKNOWN or not (weekly and past[0].s1_seen is Outcome.NO)


def inputs_hash(facts: ReadinessFacts) -> str:
    """SHA-256 (hex) of the facts without who anybody is; the order of people and talks does not matter."""
    bare = replace(
        facts,
        people=tuple(sorted((replace(person, who="") for person in facts.people), key=repr)),
        talks=None if facts.talks is None else _without_names(facts.talks),
        without_top=None,
        top_as_staff=None,
    )
    return hashlib.sha256(repr(bare).encode()).hexdigest()


def settings_hash(policy: ReadinessPolicy) -> str:
    """The version of the thresholds: the same text for equal thresholds, 12 characters."""
    return hashlib.sha256(repr(astuple(policy)).encode()).hexdigest()[:12]


def _without_names(talks: Sequence[Talk]) -> tuple[Talk, ...]:
    """Speakers by number, in an order that their names do not decide."""
    ages: dict[str, list[tuple[int, bool]]] = {}
    for talk in talks:
        ages.setdefault(talk.who, []).append((talk.days, talk.staff))
    by_speaker = sorted(sorted(given) for given in ages.values())
    return tuple(
        Talk(str(number), days, staff) for number, given in enumerate(by_speaker) for days, staff in given
    )


def _numbers(found: Assessment) -> dict[str, float]:
    numbers, facts = found.measures, found.facts
    every: dict[str, float | None] = {
        "share": numbers.share,
        "answered_rate": numbers.answered_rate,
        "trend": numbers.trend,
        "bench": numbers.bench,
        "top1": numbers.top1,
        "asked": facts.asked,
        "answered": facts.answered,
        "answerers": numbers.answerers,
        "talks": numbers.talks,
        "speakers": numbers.speakers,
        "candidates": numbers.candidates,
        "caf": numbers.caf,
    }
    return {name: round(value, 4) for name, value in every.items() if value is not None and isfinite(value)}
