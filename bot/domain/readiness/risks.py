"""H1, F1 and P1: health, fracture and the plan. Their middle values are risks, not blockers."""

from __future__ import annotations

from bot.domain.readiness.facts import PlanFacts, ReadinessFacts
from bot.domain.readiness.outcome import Code, Criterion, Finding, Fracture, Health, Measures, Outcome
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.readiness.statistics import at_least

COMPANY_ONLY = frozenset({"sales", "marketing", "recruiting"})
"""A plan that serves nothing but these never gets READY."""


def health(facts: ReadinessFacts, numbers: Measures, policy: ReadinessPolicy) -> tuple[Health, Code | None]:
    """H1: are questions answered, and do answerers stay? RED needs no trend where too few are answered."""
    if numbers.gap:
        return Health.UNKNOWN, numbers.gap
    if not at_least(numbers.answered_high, policy.red_answered):
        return Health.RED, Code.FEW_ANSWERED
    if numbers.trend is None:
        return Health.UNKNOWN, Code.NO_TREND_YET
    if not at_least(numbers.trend, policy.red_trend) and not at_least(numbers.trend_high, 0.5):
        return Health.RED, Code.SHRINKING
    rate = facts.answered / facts.asked
    if at_least(rate, policy.green_answered) and at_least(numbers.trend, policy.green_trend):
        return Health.GREEN, None
    return Health.AMBER, Code.NOT_YET_HEALTHY


def fracture(numbers: Measures, policy: ReadinessPolicy) -> tuple[Fracture, Code | None]:
    """F1: how much hangs on few people."""
    if numbers.gap:
        return Fracture.UNKNOWN, numbers.gap
    if numbers.caf < policy.caf_high:
        return Fracture.HIGH, Code.ONE_CARRIES_HALF
    if not at_least(numbers.bench, policy.bench_high):
        return Fracture.HIGH, Code.SMALL_BENCH
    if numbers.caf < policy.caf_medium:
        return Fracture.MEDIUM, Code.FEW_CARRY_HALF
    if numbers.top1 is not None and at_least(numbers.top1, policy.top_share):
        return Fracture.MEDIUM, Code.ONE_STANDS_OUT
    if not at_least(numbers.bench, policy.bench_medium):
        return Fracture.MEDIUM, Code.SMALL_BENCH
    return Fracture.LOW, None


def plan_risk(plan: PlanFacts) -> Code | None:
    """P1: what is missing from the plan; None where nothing is."""
    if not plan.ok:
        return Code.NO_PLAN
    if plan.serves and COMPANY_ONLY.issuperset(plan.serves):
        return Code.SERVES_ONLY_THE_COMPANY
    return None


def health_finding(level: Health, code: Code | None) -> Finding:
    """Health as one of the nine findings."""
    outcome = {Health.GREEN: Outcome.YES, Health.UNKNOWN: Outcome.UNKNOWN}.get(level, Outcome.NO)
    return Finding(Criterion.H1, outcome, code)


def fracture_finding(level: Fracture, code: Code | None) -> Finding:
    """Fracture as one of the nine findings: YES is the good answer, "it would hold"."""
    outcome = {Fracture.LOW: Outcome.YES, Fracture.UNKNOWN: Outcome.UNKNOWN}.get(level, Outcome.NO)
    return Finding(Criterion.F1, outcome, code)
