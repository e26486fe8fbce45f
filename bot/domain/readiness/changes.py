"""The nearest single change for each criterion that is not YES: what to do, and how much of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.readiness.facts import Person, ReadinessFacts, Stage
from bot.domain.readiness.outcome import Change, ChangeKind, Code, Criterion, Finding, Measures
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.readiness.statistics import at_least, wilson


@dataclass(frozen=True, slots=True)
class _Case:
    facts: ReadinessFacts
    numbers: Measures
    policy: ReadinessPolicy


def change_for(
    finding: Finding, facts: ReadinessFacts, numbers: Measures, policy: ReadinessPolicy
) -> Change | None:
    """The nearest change that turns this finding; None where it is YES already."""
    if finding.code is None:
        return None
    case = _Case(facts, numbers, policy)
    if finding.code in _CHAT_GAPS:
        return _more_chat(finding.criterion, finding.code, case)
    return _CHANGES[finding.criterion](finding.code, case)


_CHAT_GAPS = frozenset({Code.SHORT_WINDOW, Code.TOO_LITTLE_CHAT, Code.UNRESOLVED_AUTHORS})


def _more_chat(criterion: Criterion, code: Code, case: _Case) -> Change:
    if code is Code.SHORT_WINDOW:
        target = case.policy.enough_weeks
        return Change(criterion, ChangeKind.MORE_WEEKS, target - case.facts.weeks, target=target)
    if code is Code.TOO_LITTLE_CHAT:
        target = case.policy.enough_answered
        return Change(criterion, ChangeKind.ANSWERED_QUESTIONS, target - case.facts.answered, target=target)
    return Change(criterion, ChangeKind.RESOLVE_AUTHORS)


def _answers(code: Code, case: _Case) -> Change:
    """Of the questions that staff answered first: how many members would have to answer instead."""
    if code is Code.STAFF_NOT_RECORDED:
        return Change(Criterion.S1, ChangeKind.RECORD)
    if code is Code.BURSTY:
        target = math.ceil(round(case.policy.active_weeks * case.facts.weeks, 9))
        return Change(Criterion.S1, ChangeKind.ACTIVE_WEEKS, target - case.facts.member_weeks, target=target)
    people = max(0, case.policy.answerers - case.numbers.answerers)
    target = _least_share(case.facts.answered, case.policy.member_share)
    number = max(people, target - case.numbers.member_answers)
    return Change(Criterion.S1, ChangeKind.MEMBER_ANSWERS, number, people, target)


def _least_share(whole: int, share: float) -> int:
    """The fewest out of `whole` whose Wilson lower bound reaches `share`; `whole` where none does."""
    low, high = 0, whole
    while low < high:
        middle = (low + high) // 2
        if at_least(wilson(middle, whole)[0], share):
            high = middle
        else:
            low = middle + 1
    return low


def _talks(code: Code, case: _Case) -> Change:
    people = max(0, case.policy.speakers - case.numbers.speakers)
    number = max(people, case.policy.talks - case.numbers.talks)
    kind = ChangeKind.ATTEST_TALKS if code is Code.LIST_NOT_ATTESTED_COMPLETE else ChangeKind.TALKS
    return Change(Criterion.S2, kind, number, people, case.policy.talks)


def _nearest_person(code: Code, case: _Case) -> Change:
    """How many steps the nearest member is away: missing answers, people, weeks, talks and acts together."""
    if code is Code.TALKS_UNKNOWN:
        return Change(Criterion.A1, ChangeKind.ATTEST_TALKS)
    free = [person for person in case.facts.people if not (person.staff or person.paid)]
    steps = min((_steps(person, case.policy) for person in free), default=0)
    return Change(Criterion.A1, ChangeKind.ONE_PERSON_MORE, steps)


def _steps(person: Person, policy: ReadinessPolicy) -> int:
    wanted = (
        (person.answers, policy.person_answers),
        (person.askers, policy.person_askers),
        (person.weeks, policy.person_weeks),
        (person.talks, policy.person_talks),
        (person.uplift, policy.person_uplift),
    )
    unasked = 0 if at_least(person.unprompted, policy.person_unprompted) else 1
    return unasked + sum(max(0, least - have) for have, least in wanted)


def _product(_: Code, case: _Case) -> Change:
    if case.facts.stage is None or (case.facts.stage is Stage.GA and case.facts.ga_months is None):
        return Change(Criterion.M1, ChangeKind.RECORD)
    if case.facts.stage is not Stage.GA:
        return Change(Criterion.M1, ChangeKind.RELEASE, target=case.policy.ga_months)
    left = math.ceil(round(case.policy.ga_months - (case.facts.ga_months or 0), 9))
    return Change(Criterion.M1, ChangeKind.MONTHS, left, target=case.policy.ga_months)


def _health(code: Code, case: _Case) -> Change:
    if code is Code.NO_TREND_YET:
        return Change(Criterion.H1, ChangeKind.MORE_WEEKS, 1)
    target = math.ceil(round(case.policy.green_answered * case.facts.asked, 9))
    if case.facts.answered < target:
        return Change(
            Criterion.H1, ChangeKind.ANSWERED_QUESTIONS, target - case.facts.answered, target=target
        )
    first, second = case.facts.halves or (0, 0)
    wanted = math.ceil(round(case.policy.green_trend * first, 9))
    return Change(Criterion.H1, ChangeKind.MORE_ANSWERERS, wanted - second, target=wanted)


def _fracture(code: Code, case: _Case) -> Change:
    if code is Code.SMALL_BENCH:
        level = (
            case.policy.bench_medium
            if at_least(case.numbers.bench, case.policy.bench_high)
            else case.policy.bench_high
        )
        target = math.ceil(round(level * max(case.numbers.candidates, case.facts.plan.planned, 1), 9))
        return Change(Criterion.F1, ChangeKind.MORE_ANSWERERS, target - case.numbers.answerers, target=target)
    counts = sorted((count for count in case.facts.answers if count), reverse=True)
    if code is Code.ONE_STANDS_OUT:
        total = math.floor(round(counts[0] / case.policy.top_share, 9)) + 1
        return Change(Criterion.F1, ChangeKind.ANSWERS_BY_OTHERS, total - sum(counts))
    level_caf = case.policy.caf_high if code is Code.ONE_CARRIES_HALF else case.policy.caf_medium
    top = sum(counts[: level_caf - 1])
    return Change(Criterion.F1, ChangeKind.ANSWERS_BY_OTHERS, 2 * top + 1 - sum(counts))


def _support(code: Code, _: _Case) -> Change:
    kinds = {
        Code.UNSUPPORTED_ANSWERS: ChangeKind.SUPPORT_ANSWERS,
        Code.UNSUPPORTED_TALKS: ChangeKind.SUPPORT_TALKS,
    }
    return Change(Criterion.S3, kinds.get(code, ChangeKind.SUPPORT_BOTH))


def _team(_: Code, case: _Case) -> Change:
    if case.facts.team is None:
        return Change(Criterion.T1, ChangeKind.RECORD)
    target = case.policy.team
    return Change(Criterion.T1, ChangeKind.TEAM, target - case.facts.team, target=target)


def _plan(_: Code, __: _Case) -> Change:
    return Change(Criterion.P1, ChangeKind.PLAN)


_CHANGES: Mapping[Criterion, Callable[[Code, _Case], Change]] = {
    Criterion.S1: _answers,
    Criterion.S2: _talks,
    Criterion.S3: _support,
    Criterion.A1: _nearest_person,
    Criterion.M1: _product,
    Criterion.T1: _team,
    Criterion.H1: _health,
    Criterion.F1: _fracture,
    Criterion.P1: _plan,
}
