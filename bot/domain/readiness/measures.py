"""From facts to the numbers that the criteria compare."""

from __future__ import annotations

import math

from bot.domain.readiness.facts import Person, ReadinessFacts
from bot.domain.readiness.outcome import Code, Measures
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.readiness.statistics import absence_factor, at_least, gini, wilson


def measure(facts: ReadinessFacts, policy: ReadinessPolicy) -> Measures:
    """All numbers at once. Facts must have passed `check`."""
    answers = tuple(filter(None, facts.answers))
    members, gap = sum(answers), evidence_gap(facts, policy)
    low, high = wilson(members, facts.answered)
    first, second = facts.halves or (0, 0)
    recent = [talk for talk in facts.talks or () if talk.days <= policy.talk_days]
    given = [talk for talk in recent if not talk.staff]
    candidates = 0 if gap else sum(shines(person, policy) for person in facts.people)
    nearly = 0 if gap else sum(shines(person, policy, talks=0) for person in facts.people)
    return Measures(
        gap=gap,
        member_answers=members,
        answerers=len(answers),
        share=members / facts.answered if facts.answered else None,
        share_low=low,
        share_high=high,
        answered_rate=facts.answered / facts.asked if facts.asked else None,
        answered_high=wilson(facts.answered, facts.asked)[1],
        trend=_trend(facts.halves),
        trend_high=wilson(second, first + second)[1],
        talks=len(given),
        speakers=len({talk.who for talk in given}),
        staff_talks=len(recent) - len(given),
        supported=frozenset(act.activity for act in facts.support or () if act.days <= policy.support_days),
        candidates=candidates,
        nearly=nearly,
        caf=absence_factor(answers),
        top1=max(answers) / members if members else None,
        gini=gini(answers),
        bench=len(answers) / max(candidates, facts.plan.planned, 1),
    )


def evidence_gap(facts: ReadinessFacts, policy: ReadinessPolicy) -> Code | None:
    """Why chat says nothing final; None where there is enough of it."""
    if facts.weeks < policy.enough_weeks:
        return Code.SHORT_WINDOW
    return too_thin(facts, policy)


def too_thin(facts: ReadinessFacts, policy: ReadinessPolicy) -> Code | None:
    """Why the chat of these weeks cannot be judged at all, however long they are."""
    if facts.weeks < policy.some_weeks:
        return Code.SHORT_WINDOW
    if facts.answered < policy.enough_answered:
        return Code.TOO_LITTLE_CHAT
    if not at_least(policy.most_unresolved, facts.unresolved):
        return Code.UNRESOLVED_AUTHORS
    return None


def shines(person: Person, policy: ReadinessPolicy, talks: int | None = None) -> bool:
    """Whether somebody matches every criterion of a possible ambassador (of `talks` talks, where given)."""
    return (
        not person.staff
        and not person.paid
        and person.answers >= policy.person_answers
        and person.askers >= policy.person_askers
        and person.weeks >= policy.person_weeks
        and at_least(person.unprompted, policy.person_unprompted)
        and person.talks >= (policy.person_talks if talks is None else talks)
        and person.uplift >= policy.person_uplift
    )


def _trend(halves: tuple[int, int] | None) -> float | None:
    """Second half ÷ first; infinite for growth from nothing, None where nobody answered at all."""
    if halves is None or halves == (0, 0):
        return None
    first, second = halves
    return second / first if first else math.inf
