"""The nearest single changes in words: how much more, where that gives no small count away."""

from __future__ import annotations

from typing import assert_never

from bot.domain.readiness.outcome import Assessment, Change, ChangeKind, Criterion
from bot.views.readiness_numbers import FEW
from bot.views.texts import Texts


def change_text(change: Change, found: Assessment, t: Texts, *, admin: bool) -> str:  # noqa: C901, PLR0912 - a kind an arm
    """What would turn one criterion."""
    n, target = change.number, change.target
    match change.kind:
        case ChangeKind.MEMBER_ANSWERS:
            return _member_answers(change, found, t, admin=admin)
        case ChangeKind.ACTIVE_WEEKS:
            return t.count("answers by members in {n} week", "answers by members in {n} weeks", target)
        case ChangeKind.MORE_WEEKS:
            return t.count("{n} more week of chat", "{n} more weeks of chat", n)
        case ChangeKind.ANSWERED_QUESTIONS:
            return t.count("{n} answered question in all", "{n} answered questions in all", target)
        case ChangeKind.RESOLVE_AUTHORS:
            share = round(found.policy.most_unresolved * 100)
            return t.say("at most {share} % unknown authors", share=share)
        case ChangeKind.RECORD:
            return t.say("once it is recorded, it can be answered")
        case ChangeKind.TALKS | ChangeKind.ATTEST_TALKS:
            return _talks(change, t) if n else t.say("the word that the list of talks is complete")
        case ChangeKind.SUPPORT_ANSWERS:
            return t.say("one act of support for those who answer")
        case ChangeKind.SUPPORT_TALKS:
            return t.say("one act of support for those who speak")
        case ChangeKind.SUPPORT_BOTH:
            return t.say("one act of support for those who answer and one for those who speak")
        case ChangeKind.ONE_PERSON_MORE:
            if admin and n:
                return t.count(
                    "the nearest member is {n} step away", "the nearest member is {n} steps away", n
                )
            return t.say("one member who answers, speaks and raises others, unasked")
        case ChangeKind.RELEASE:
            return t.count(
                "a stable release, and {n} month",
                "a stable release, and {n} months",
                target,
            )
        case ChangeKind.MONTHS:
            return t.count("{n} more month", "{n} more months", n)
        case ChangeKind.TEAM:
            return t.count("{n} more person in DevRel", "{n} more people in DevRel", n)
        case ChangeKind.MORE_ANSWERERS:
            return _answerers(change, t, admin=admin)
        case ChangeKind.ANSWERS_BY_OTHERS:
            if admin:
                return t.count("{n} more answer by others", "{n} more answers by others", n)
            return t.say("more answers by more members")
        case ChangeKind.PLAN:
            return t.say("a plan with an owner, exit terms and a benefit to the community")
        case _:
            assert_never(change.kind)


def _member_answers(change: Change, found: Assessment, t: Texts, *, admin: bool) -> str:
    numbers = found.measures
    if admin or min(numbers.member_answers, numbers.answerers) >= FEW:
        more = t.count("{n} more first answer by members", "{n} more first answers by members", change.number)
        if not change.people:
            return more
        return t.say("{more}, from {people} more of them", more=more, people=change.people)
    return t.say(
        "{target} of the {total} answers by members first, from at least {people} of them",
        target=change.target,
        total=found.facts.answered,
        people=found.policy.answerers,
    )


def _talks(change: Change, t: Texts) -> str:
    more = t.count("{n} more talk by members", "{n} more talks by members", change.number)
    if not change.people:
        return more
    speakers = t.count("{n} new speaker", "{n} new speakers", change.people)
    return t.say("{more}, {speakers} among them", more=more, speakers=speakers)


def _answerers(change: Change, t: Texts, *, admin: bool) -> str:
    """What is missing tells how many answer or could be ambassadors: the number is for admins."""
    if not admin:
        return t.say("more answers by more members")
    if change.criterion is Criterion.H1:
        return t.say("as many answerers as in the first half")
    return t.count("{n} more member who answers", "{n} more members who answer", change.number)
