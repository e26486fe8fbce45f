"""Columns of past weeks say what the same credits would."""

from __future__ import annotations

import random
from dataclasses import replace
from operator import attrgetter

import pytest

from bot.domain.credits import Credit
from bot.domain.recognition.build import build_digest
from bot.domain.recognition.digest import Trait
from bot.domain.recognition.past import past_helps, past_numbers
from bot.domain.recognition.weekly import Roster, helps_by_week
from bot.domain.refs import PersonId
from bot.domain.times import HOUR
from tests.fakes.help_columns import past_columns
from tests.unit.recognition.samples import BERLIN, WEEK, Sample, credit, member

_NAMES = "abcdef"
_PAIRS = Roster({member(name): PersonId(pair) for pair in ("ab", "cd") for name in pair})


def chat(seed: int) -> list[Credit]:
    dice = random.Random(seed)  # noqa: S311 - a seeded community
    found = []
    for _ in range(60):
        helper, asker, thankful = dice.sample(_NAMES, 3)
        week, hour = WEEK.shift(-dice.randrange(14)), dice.randrange(7 * 24)
        found.append(credit(helper, asker, week=week, at=hour, thanked_by=dice.choice([(), (thankful,)])))
    return sorted(found, key=attrgetter("answered_at"))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("roster", [Roster(), _PAIRS])
def test_helps_and_numbers_are_those_of_the_credits(seed: int, roster: Roster) -> None:
    credits_ = chat(seed)
    past = past_columns(credits_)
    assert past_helps(past, BERLIN, roster) == helps_by_week(credits_, BERLIN, roster)
    whole = replace(Sample(credits_).facts(), roster=roster)
    start = WEEK.shift(-3).bounds(BERLIN)[0]
    before = past_columns([one for one in credits_ if one.answered_at < start])
    late = [one for one in credits_ if one.answered_at >= start]
    facts = replace(whole, credits=late, earlier=past_numbers(before, BERLIN, roster))
    assert build_digest(facts).numbers == build_digest(whole).numbers


def test_who_answered_first_in_an_earlier_week_ended_the_wait() -> None:
    late = credit("ann", "bob", waited=9 * HOUR)
    facts = Sample([late]).facts()
    traits = [
        [told.trait for told in build_digest(replace(facts, answered=answered)).recognitions[0].traits]
        for answered in ({}, {late.question: late.answered_at}, {late.question: late.asked_at})
    ]
    assert [Trait.WAITED in told for told in traits] == [True, True, False]
