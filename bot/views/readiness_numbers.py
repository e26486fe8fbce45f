"""The number behind each criterion, in words. Small counts of what people do are for admins only."""

from __future__ import annotations

import math
from typing import assert_never

from bot.domain.readiness.facts import Activity, Stage
from bot.domain.readiness.outcome import Assessment, Criterion
from bot.views.texts import Texts

FEW = 5
"""Public counts of people's behaviour below this are not shown."""


def number_text(found: Assessment, criterion: Criterion, t: Texts, *, admin: bool) -> str:
    """One sentence or less."""
    match criterion:
        case Criterion.S1:
            return _answers(found, t, admin=admin)
        case Criterion.S2:
            return _talks(found, t)
        case Criterion.S3:
            return _support(found, t)
        case Criterion.A1:
            count = shown(t, found.measures.candidates, admin=admin)
            return t.say("possible ambassadors: {count}", count=count)
        case Criterion.M1:
            return _product(found, t)
        case Criterion.T1:
            size = found.facts.team
            return t.say("not recorded") if size is None else t.count("{n} person", "{n} people", size)
        case Criterion.H1:
            return _health(found, t, admin=admin)
        case Criterion.F1:
            return _fracture(found, t, admin=admin)
        case Criterion.P1:
            return t.say("recorded") if found.facts.plan.ok else t.say("not recorded in full")
        case _:
            assert_never(criterion)


def shown(t: Texts, count: int, *, admin: bool) -> str:
    """A count of what people do, as this reader may see it."""
    return str(count) if admin or count >= FEW else t.say("fewer than {n}", n=FEW)


def members(t: Texts, count: int, *, admin: bool) -> str:
    """`12 members`, or `fewer than 5 members`."""
    if admin or count >= FEW:
        return t.count("{n} member", "{n} members", count)
    return t.say("fewer than {n} members", n=FEW)


def percent(share: float) -> int:
    """A share as whole per cent."""
    return round(share * 100)


def _answers(found: Assessment, t: Texts, *, admin: bool) -> str:
    facts, numbers = found.facts, found.measures
    if not facts.weeks:
        return t.say("no complete week of chat yet")
    total = shown(t, facts.answered, admin=admin)
    if not facts.staff_known:
        return t.say("{total} answered questions; who is staff is not recorded", total=total)
    if numbers.share is None or (numbers.member_answers < FEW and not admin):
        count = shown(t, numbers.member_answers, admin=admin)
        return t.say("{count} of {total} answered questions, by members first", count=count, total=total)
    return t.say(
        "{share} % of {total} answered questions, by members first: {people}, in {weeks} of {all} weeks",
        share=percent(numbers.share),
        total=total,
        people=members(t, numbers.answerers, admin=admin),
        weeks=shown(t, facts.member_weeks, admin=admin),
        all=facts.weeks,
    )


def _talks(found: Assessment, t: Texts) -> str:
    if found.facts.talks is None and not found.facts.talks_none:
        return t.say("not recorded")
    return t.say(
        "{talks} by members ({speakers}), {ours} by the team, in {days} days",
        talks=t.count("{n} talk", "{n} talks", found.measures.talks),
        speakers=t.count("{n} speaker", "{n} speakers", found.measures.speakers),
        ours=found.measures.staff_talks,
        days=found.policy.talk_days,
    )


def _support(found: Assessment, t: Texts) -> str:
    if found.facts.support is None:
        return t.say("not recorded")
    said = {True: t.say("yes"), False: t.say("not yet")}
    return t.say(
        "answers: {answers}, talks: {talks}, in {days} days",
        answers=said[Activity.ANSWERS in found.measures.supported],
        talks=said[Activity.TALKS in found.measures.supported],
        days=found.policy.support_days,
    )


def _product(found: Assessment, t: Texts) -> str:
    match found.facts.stage:
        case None:
            return t.say("not recorded")
        case Stage.MVP:
            return t.say("a first version")
        case Stage.BETA:
            return t.say("beta")
        case Stage.GA:
            months = found.facts.ga_months
            if months is None:
                return t.say("generally available, since when is not recorded")
            return t.count("available for {n} month", "available for {n} months", math.floor(months))
        case _:
            assert_never(found.facts.stage)


def _health(found: Assessment, t: Texts, *, admin: bool) -> str:
    facts, numbers = found.facts, found.measures
    if not facts.weeks:
        return t.say("no complete week of chat yet")
    if numbers.answered_rate is None or (facts.answered < FEW and not admin):
        answered, asked = (shown(t, count, admin=admin) for count in (facts.answered, facts.asked))
        return t.say("{answered} of {asked} questions answered", answered=answered, asked=asked)
    rate = t.say(
        "{share} % of {asked} questions answered", share=percent(numbers.answered_rate), asked=facts.asked
    )
    visible = facts.halves is not None and (admin or min(facts.halves) >= FEW)
    if numbers.trend is None or math.isinf(numbers.trend) or not visible:
        return rate
    return t.say("{rate}; answerers at {trend} % of the first half", rate=rate, trend=percent(numbers.trend))


def _fracture(found: Assessment, t: Texts, *, admin: bool) -> str:
    numbers = found.measures
    half = t.say("people who give half of the members' answers: {n}", n=shown(t, numbers.caf, admin=admin))
    if admin and numbers.top1 is not None:
        return t.say(
            "{half}; the busiest gives {top} %; answerers for each ambassador: {bench}",
            half=half,
            top=percent(numbers.top1),
            bench=f"{round(numbers.bench, 1):g}",
        )
    return half
