"""What the readiness rule looks at, as plain numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import UserFacingError


class Stage(StrEnum):
    """How far the product is."""

    MVP = "mvp"
    BETA = "beta"
    GA = "ga"


class Activity(StrEnum):
    """What the company supports."""

    ANSWERS = "answers"
    TALKS = "talks"


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk given `days` ago by `who` (any stable key)."""

    who: str
    days: int
    staff: bool = False


@dataclass(frozen=True, slots=True)
class Support:
    """An act of support, `days` ago."""

    activity: Activity
    days: int


@dataclass(frozen=True, slots=True)
class Person:
    """What one answerer did in the window. `unprompted` is a share of the answers; `who` any stable key."""

    answers: int = 0
    askers: int = 0
    weeks: int = 0
    talks: int = 0
    uplift: int = 0
    unprompted: float = 0.0
    staff: bool = False
    paid: bool = False
    who: str = ""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the recorded plan says. `serves` names whom it serves; `cost` is m, None where unknown.

    `ok`: it names an owner, exit terms and a benefit to the community.
    """

    ok: bool = False
    planned: int = 0
    serves: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class ReadinessFacts:
    """The figures of `weeks` complete weeks, and what people recorded.

    `answers` counts, per member who answered, the questions answered first and helpfully. `member_weeks`:
    weeks in which a member answered. `halves`: how many members answered, summed over the weeks of each half;
    None where there is no half yet. `talks` and `support` are None where nothing was ever recorded.
    `without_top` and `top_as_staff` are the same figures without the person who answers most, and with that
    person on the staff; where None, they are estimated.
    """

    weeks: int = 0
    live_weeks: int = 0
    asked: int = 0
    answered: int = 0
    answers: tuple[int, ...] = ()
    member_weeks: int = 0
    halves: tuple[int, int] | None = None
    talks: tuple[Talk, ...] | None = None
    talks_complete: bool = False
    talks_none: bool = False
    support: tuple[Support, ...] | None = None
    people: tuple[Person, ...] = ()
    stage: Stage | None = None
    ga_months: float | None = None
    team: int | None = None
    plan: PlanFacts = PlanFacts()
    unresolved: float = 0.0
    staff_known: bool = True
    staff_answers: int | None = None
    without_top: ReadinessFacts | None = None
    top_as_staff: ReadinessFacts | None = None


def check(facts: ReadinessFacts) -> None:
    """A `UserFacingError` that says which facts cannot be true."""
    for name, value in _numbers(facts):
        if math.isnan(value):
            raise UserFacingError("{name} is not a number.", name=name)
        if value < 0:
            raise UserFacingError("{name} must not be negative.", name=name)
    if facts.answered > facts.asked:
        raise UserFacingError(
            "{answered} questions cannot be answered when {asked} were asked.",
            answered=facts.answered,
            asked=facts.asked,
        )
    if sum(facts.answers) > facts.answered:
        raise UserFacingError(
            "Members cannot have answered {members} questions first when {answered} were answered.",
            members=sum(facts.answers),
            answered=facts.answered,
        )
    for name, part in (("live_weeks", facts.live_weeks), ("ext_weeks", facts.member_weeks)):
        if part > facts.weeks:
            raise UserFacingError("{name} cannot be more than weeks ({weeks}).", name=name, weeks=facts.weeks)
    for name, share in (
        ("unresolved", facts.unresolved),
        *(("unprompted", p.unprompted) for p in facts.people),
    ):
        if share > 1:
            raise UserFacingError("{name} is a share: it must be 0 to 1.", name=name)


def _numbers(facts: ReadinessFacts) -> Iterator[tuple[str, float]]:
    yield from (
        ("weeks", facts.weeks),
        ("live_weeks", facts.live_weeks),
        ("asked", facts.asked),
        ("q_answered", facts.answered),
        ("ext_weeks", facts.member_weeks),
        ("ga_months", facts.ga_months or 0),
        ("devrel", facts.team or 0),
        ("planned", facts.plan.planned),
        ("cost", facts.plan.cost or 0),
        ("unresolved", facts.unresolved),
    )
    yield from (("answers", count) for count in set(facts.answers))  # of thousands, a few differ
    yield from (("halves", count) for count in facts.halves or ())
    yield from (("talks: days", talk.days) for talk in facts.talks or ())
    yield from (("support: days", act.days) for act in facts.support or ())
    for person in facts.people:
        yield from (
            ("people: answers", person.answers),
            ("people: askers", person.askers),
            ("people: weeks", person.weeks),
            ("people: talks", person.talks),
            ("people: uplift", person.uplift),
            ("people: unprompted", person.unprompted),
        )
