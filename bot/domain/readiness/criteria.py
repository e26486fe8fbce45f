"""S1, S2, S3, A1, M1 and T1: each a ladder from what is known to an outcome and its code."""

from __future__ import annotations

from typing import assert_never

from bot.domain.readiness.facts import Activity, ReadinessFacts, Stage
from bot.domain.readiness.measures import too_thin
from bot.domain.readiness.outcome import Code, Criterion, Finding, Measures, Outcome
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.readiness.statistics import at_least


def core(facts: ReadinessFacts, numbers: Measures, policy: ReadinessPolicy) -> tuple[Finding, ...]:
    """The six findings that can block a program."""
    return (
        members_answer(facts, numbers, policy),
        members_speak(facts, numbers, policy),
        both_supported(facts, numbers),
        somebody_shines(facts, numbers, policy),
        product_stable(facts, policy),
        devrel_is_a_team(facts, policy),
    )


def members_answer(facts: ReadinessFacts, numbers: Measures, policy: ReadinessPolicy) -> Finding:
    """S1, whether members, not staff, answer."""
    if not facts.staff_known:
        return _unknown(Criterion.S1, Code.STAFF_NOT_RECORDED)
    thin = too_thin(facts, policy)
    if thin:
        return _unknown(Criterion.S1, thin)
    if not at_least(numbers.share_high, policy.member_share):
        return _no(Criterion.S1, Code.STAFF_ANSWER_ALMOST_EVERYTHING)
    if numbers.gap:
        return _unknown(Criterion.S1, numbers.gap)
    if numbers.answerers < policy.answerers:
        return _no(Criterion.S1, Code.TOO_FEW_ANSWERERS)
    if not at_least(numbers.share_low, policy.member_share):
        return _unknown(Criterion.S1, Code.TOO_CLOSE_TO_CALL)
    if not at_least(facts.member_weeks, policy.active_weeks * facts.weeks):
        return _unknown(Criterion.S1, Code.BURSTY)
    return _yes(Criterion.S1)


def members_speak(facts: ReadinessFacts, numbers: Measures, policy: ReadinessPolicy) -> Finding:
    """S2, whether members give talks."""
    if numbers.talks >= policy.talks and numbers.speakers >= policy.speakers:
        return _yes(Criterion.S2)
    if facts.talks_none:
        return _no(Criterion.S2, Code.ATTESTED_NONE)
    if facts.talks is None:
        return _unknown(Criterion.S2, Code.NEVER_RECORDED)
    if facts.talks_complete:
        return _no(Criterion.S2, Code.TOO_FEW_TALKS)
    return _unknown(Criterion.S2, Code.LIST_NOT_ATTESTED_COMPLETE)


def both_supported(facts: ReadinessFacts, numbers: Measures) -> Finding:
    """S3, whether the company supports both answers and talks."""
    if facts.support is None:
        return _unknown(Criterion.S3, Code.NEVER_RECORDED)
    match Activity.ANSWERS in numbers.supported, Activity.TALKS in numbers.supported:
        case True, True:
            return _yes(Criterion.S3)
        case True, False:
            return _no(Criterion.S3, Code.UNSUPPORTED_TALKS)
        case False, True:
            return _no(Criterion.S3, Code.UNSUPPORTED_ANSWERS)
        case _:
            return _no(Criterion.S3, Code.UNSUPPORTED_ANSWERS_TALKS)


def somebody_shines(facts: ReadinessFacts, numbers: Measures, policy: ReadinessPolicy) -> Finding:
    """A1, whether anyone answers, speaks and uplifts others, unasked.

    Nobody is a NO only where talks are known: not where none was ever recorded, and not where somebody
    lacks nothing but talks and the list was not attested complete.
    """
    if numbers.gap:
        return _unknown(Criterion.A1, numbers.gap)
    if numbers.candidates:
        return _yes(Criterion.A1)
    never = facts.talks is None and not facts.talks_none
    open_list = not (facts.talks_complete or facts.talks_none)
    if policy.person_talks and (never or (open_list and numbers.nearly)):
        return _unknown(Criterion.A1, Code.TALKS_UNKNOWN)
    return _no(Criterion.A1, Code.NO_ONE_DOES_ALL_THREE)


def product_stable(facts: ReadinessFacts, policy: ReadinessPolicy) -> Finding:
    """M1, whether the product is generally available, and for long enough."""
    match facts.stage:
        case None:
            return _unknown(Criterion.M1, Code.NEVER_RECORDED)
        case Stage.MVP:
            return _no(Criterion.M1, Code.PRE_GA_MVP)
        case Stage.BETA:
            return _no(Criterion.M1, Code.PRE_GA_BETA)
        case Stage.GA:
            if facts.ga_months is None:
                return _unknown(Criterion.M1, Code.NEVER_RECORDED)
            if facts.ga_months < policy.ga_months:
                return _no(Criterion.M1, Code.EARLY_RELEASE)
            return _yes(Criterion.M1)
        case _:
            assert_never(facts.stage)


def devrel_is_a_team(facts: ReadinessFacts, policy: ReadinessPolicy) -> Finding:
    """T1, whether DevRel is more than one person."""
    if facts.team is None:
        return _unknown(Criterion.T1, Code.NEVER_RECORDED)
    if facts.team >= policy.team:
        return _yes(Criterion.T1)
    codes = {0: Code.NO_DEVREL, 1: Code.ONE_PERSON_IS_NOT_A_TEAM}
    return _no(Criterion.T1, codes.get(facts.team, Code.TEAM_TOO_SMALL))


def _yes(criterion: Criterion) -> Finding:
    return Finding(criterion, Outcome.YES)


def _no(criterion: Criterion, code: Code) -> Finding:
    return Finding(criterion, Outcome.NO, code)


def _unknown(criterion: Criterion, code: Code) -> Finding:
    return Finding(criterion, Outcome.UNKNOWN, code)
