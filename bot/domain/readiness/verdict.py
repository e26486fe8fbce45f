"""From findings to the verdict, and how it would change without the person who answers most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.readiness.criteria import core
from bot.domain.readiness.facts import ReadinessFacts, check
from bot.domain.readiness.measures import measure
from bot.domain.readiness.outcome import (
    CORE,
    Criterion,
    Finding,
    Fracture,
    Fragility,
    Health,
    Measures,
    Outcome,
    Verdict,
)
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.readiness.risks import fracture, fracture_finding, health, health_finding, plan_risk


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and what it rests on."""

    verdict: Verdict
    findings: Mapping[Criterion, Finding]
    health: Health
    fracture: Fracture
    numbers: Measures

    def blockers(self) -> tuple[Criterion, ...]:
        """The criteria that make it NOT_READY."""
        found = [c for c in CORE if self.findings[c].outcome is Outcome.NO]
        found += [Criterion.H1] * (self.health is Health.RED) + [Criterion.F1] * (
            self.fracture is Fracture.HIGH
        )
        return tuple(found)

    def unknowns(self) -> tuple[Criterion, ...]:
        """The criteria that nobody can answer yet."""
        return tuple(c for c, found in self.findings.items() if found.outcome is Outcome.UNKNOWN)


def judge(facts: ReadinessFacts, policy: ReadinessPolicy, *, keep_s1: bool = False) -> Judgement:
    """Findings, risks and the verdict. Impossible facts are a `UserFacingError`.

    `keep_s1`: an earlier yes to S1 still holds, whatever these facts say.
    """
    check(facts)
    numbers = measure(facts, policy)
    fitness, fitness_code = health(facts, numbers, policy)
    split, split_code = fracture(numbers, policy)
    plan_code = plan_risk(facts.plan)
    found = (
        *core(facts, numbers, policy),
        health_finding(fitness, fitness_code),
        fracture_finding(split, split_code),
        Finding(Criterion.P1, Outcome.NO if plan_code else Outcome.YES, plan_code),
    )
    findings = {each.criterion: each for each in found}
    if keep_s1:
        findings[Criterion.S1] = Finding(Criterion.S1, Outcome.YES)
    open_verdict = Judgement(Verdict.READY, findings, fitness, split, numbers)
    return replace(open_verdict, verdict=_verdict(open_verdict, policy))


def _verdict(judged: Judgement, policy: ReadinessPolicy) -> Verdict:
    """In this order: a known blocker beats missing evidence, which beats a risk."""
    if judged.blockers():
        return Verdict.NOT_READY
    if judged.unknowns():
        return Verdict.NOT_ENOUGH_DATA
    risky = judged.fracture is Fracture.MEDIUM or judged.health is Health.AMBER
    few = judged.numbers.candidates < policy.candidates
    if risky or few or judged.findings[Criterion.P1].code:
        return Verdict.READY_WITH_RISKS
    return Verdict.READY


def fragility(facts: ReadinessFacts, policy: ReadinessPolicy, verdict: Verdict) -> Fragility | None:
    """The verdict without whoever answers most. None where no member answers."""
    if not any(facts.answers):
        return None
    without = judge(facts.without_top or _without_top(facts), policy).verdict
    hired = judge(facts.top_as_staff or _top_as_staff(facts), policy).verdict
    return Fragility(without, hired, fragile=without is not verdict or hired is not verdict)


def _without_top(facts: ReadinessFacts) -> ReadinessFacts:
    """An estimate: the top answerer's questions stay open; weeks and halves stay as they are."""
    return replace(_top_as_staff(facts), answered=facts.answered - max(facts.answers))


def _top_as_staff(facts: ReadinessFacts) -> ReadinessFacts:
    """An estimate: the top answerer is taken to be the member with the most answers among `people`."""
    free = sorted(
        (person for person in facts.people if not (person.staff or person.paid)),
        key=lambda person: person.answers,
    )
    return replace(facts, answers=tuple(sorted(facts.answers)[:-1]), people=tuple(free[:-1]))
