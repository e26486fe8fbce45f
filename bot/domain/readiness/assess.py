"""The assessment: the verdict with everything that explains it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.domain.readiness.changes import change_for
from bot.domain.readiness.facts import ReadinessFacts
from bot.domain.readiness.outcome import (
    Assessment,
    Code,
    Confidence,
    Criterion,
    Finding,
    Fracture,
    Measures,
    Outcome,
    Realloc,
    Verdict,
)
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.readiness.verdict import Judgement, fragility, judge

AGAIN: Mapping[Criterion, int] = {
    Criterion.S1: 6,
    Criterion.S2: 12,
    Criterion.S3: 4,
    Criterion.A1: 12,
    Criterion.M1: 26,
    Criterion.T1: 12,
    Criterion.H1: 6,
    Criterion.F1: 12,
    Criterion.P1: 2,
}
"""After how many weeks a change in each could show: our judgement."""

_AGAIN_WHEN_READY = 12
_WEEKS_PER_MONTH = 52 / 12
_NEEDS_TIME = frozenset({Code.TOO_CLOSE_TO_CALL, Code.BURSTY, Code.TOO_LITTLE_CHAT})
_SIZE = (Criterion.S1, Criterion.S2, Criterion.S3)


def assess(facts: ReadinessFacts, policy: ReadinessPolicy, *, keep_s1: bool = False) -> Assessment:
    """Is this community ready? Impossible facts are a `UserFacingError`. Knows no past and no clock.

    `keep_s1`: an earlier yes to S1 still holds (see `history.keeps`); `kept` says what the facts alone say.
    """
    alone = judge(facts, policy)
    judged = judge(facts, policy, keep_s1=True) if keep_s1 else alone
    findings, numbers = judged.findings, judged.numbers
    community = _weakest({findings[criterion].outcome for criterion in _SIZE})
    product, devrel = findings[Criterion.M1].outcome, findings[Criterion.T1].outcome
    changes = (change_for(found, facts, numbers, policy) for found in findings.values())
    again = {c: _again(found, facts, policy) for c, found in findings.items() if found.code}
    return Assessment(
        verdict=judged.verdict,
        findings=findings,
        blockers=judged.blockers(),
        health=judged.health,
        fracture=judged.fracture,
        confidence=_confidence(facts, numbers, policy),
        measures=numbers,
        realloc=realloc(facts, numbers, policy),
        false_positive_warning=numbers.candidates > 0 and product is Outcome.NO,
        combined_risk=community is Outcome.NO and product is Outcome.NO and judged.fracture is Fracture.HIGH,
        sizes={"community": community, "product": product, "devrel": devrel},
        fragility=fragility(facts, policy, alone.verdict),
        changes=tuple(change for change in changes if change),
        again_weeks=again,
        look_again_weeks=_look_again(judged, again),
        facts=facts,
        policy=policy,
        kept=alone.findings[Criterion.S1] if keep_s1 else None,
    )


def realloc(facts: ReadinessFacts, numbers: Measures, policy: ReadinessPolicy) -> Realloc | None:
    """What the planned (else the possible) ambassadors amount to: hires ≈ k·(v-m)."""
    k = facts.plan.planned or numbers.candidates
    if k == 0:
        return None
    cost = policy.management_cost if facts.plan.cost is None else facts.plan.cost
    gain = round(policy.ambassador_value - cost, 9)
    per_hire = math.ceil(round(1 / gain, 9)) if gain > 0 else None
    return Realloc(k, round(k * policy.ambassador_value, 6), round(k * gain, 6), per_hire)


def _confidence(facts: ReadinessFacts, numbers: Measures, policy: ReadinessPolicy) -> Confidence:
    if numbers.gap or facts.halves is None:
        return Confidence.LOW
    long = facts.weeks >= policy.sure_weeks and facts.live_weeks >= policy.sure_live_weeks
    return Confidence.HIGH if long and facts.answered >= policy.sure_answered else Confidence.MEDIUM


def _weakest(outcomes: set[Outcome]) -> Outcome:
    return next((each for each in (Outcome.NO, Outcome.UNKNOWN) if each in outcomes), Outcome.YES)


def _again(found: Finding, facts: ReadinessFacts, policy: ReadinessPolicy) -> int:
    """Weeks until a look at this criterion is worth it: the next check for what only has to be recorded."""
    if found.code is Code.SHORT_WINDOW:
        return max(1, policy.enough_weeks - facts.weeks)
    if found.code is Code.EARLY_RELEASE:
        left = policy.ga_months - (facts.ga_months or 0)
        return max(1, math.ceil(left * _WEEKS_PER_MONTH))
    if found.outcome is Outcome.UNKNOWN and found.code not in _NEEDS_TIME:
        return 1
    return AGAIN[found.criterion]


def _look_again(judged: Judgement, again: Mapping[Criterion, int]) -> int:
    """A verdict turns once its last blocker does; missing evidence is worth a look once any is there."""
    if judged.verdict is Verdict.NOT_READY:
        return max(again[criterion] for criterion in judged.blockers())
    if judged.verdict is Verdict.NOT_ENOUGH_DATA:
        return min(again[criterion] for criterion in judged.unknowns())
    return max(again.values(), default=_AGAIN_WHEN_READY)
