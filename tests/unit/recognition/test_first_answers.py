"""First answers over whole years: none is lost, and practically everybody who ever helped is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.credits import Credit
from bot.domain.recognition.build import build_digest
from bot.domain.recognition.digest import DigestData, Waiting
from bot.domain.recognition.facts import WeekFacts
from bot.domain.recognition.ledger import Policy
from bot.domain.recognition.weekly import Roster, Weeks, helps_by_week, replay_history
from bot.domain.refs import MemberRef
from bot.domain.times import Micros
from tests.unit.recognition.samples import BERLIN, WEEK, credit

Year = Sequence[Sequence[Credit]]


def digests(weeks: Year, roster: Roster, policy: Policy) -> list[DigestData]:
    """Every week's digest, one after the other, with the queue handed on."""
    firsts: dict[MemberRef, Micros] = {}
    for one in (one for week in weeks for one in week):
        firsts.setdefault(one.helper, one.answered_at)
    helps = helps_by_week((one for week in weeks for one in week), BERLIN, roster)
    last = WEEK.shift(len(weeks) - 1)
    replayed = replay_history(Weeks(helps), (WEEK, last), roster, policy, b"salt")
    found: list[DigestData] = []
    waiting: tuple[Waiting, ...] = ()
    for number, (credits_, past) in enumerate(zip(weeks, replayed, strict=True)):
        facts = WeekFacts(
            week=WEEK.shift(number),
            zone=BERLIN,
            salt=b"salt",
            picks=past.picks,
            credits=credits_,
            roster=roster,
            first_answers=firsts,
            waiting=waiting,
            observed_weeks=number + 4,
        )
        found.append(build_digest(facts))
        waiting = found[-1].queued
    return found


def welcomed(data: DigestData) -> list[MemberRef]:
    return [one.person.member for one in data.firsts or ()]


def named(data: DigestData) -> list[MemberRef]:
    return [one.person.member for one in data.recognitions]


pairs = st.tuples(st.integers(0, 30), st.integers(0, 12))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(pairs, max_size=40), min_size=1, max_size=8),
    st.integers(0, 3),
    st.sets(st.integers(0, 30)),
)
def test_no_first_answer_is_ever_lost(said: list[list[tuple[int, int]]], slots: int, out: set[int]) -> None:
    weeks = [
        [
            credit(f"h{who}", f"a{asker}", week=WEEK.shift(i), at=n)
            for n, (who, asker) in enumerate(dict.fromkeys(week))
        ]
        for i, week in enumerate(said)
    ]
    hidden = frozenset(one.helper for week in weeks for one in week if int(one.helper.id[1:]) in out)
    found = digests(weeks, Roster(unnamed=hidden), Policy(slots))
    helped = {one.helper for week in weeks for one in week} - hidden
    shown = [ref for data in found for ref in welcomed(data)]
    first_named = {ref for data in found for ref in named(data)}
    left = {who for who, _ in found[-1].queued}
    assert len(shown) == len(set(shown))
    assert helped == set(shown) | (first_named - left) | left
    assert hidden.isdisjoint({*shown, *first_named, *left})
    for before, after in pairwise(found):
        done = {*welcomed(after), *named(after)}
        queue = [who for who, _ in before.queued if who not in done]
        assert [who for who, _ in after.queued][: len(queue)] == queue


def year(size: int, seed: int) -> tuple[Year, set[MemberRef]]:
    """A year with a few who help a lot, many who help now and then, and many who help once."""
    dice = Random(seed)  # noqa: S311 - a reproducible sample
    weeks: list[list[Credit]] = []
    chance = [min(1.0, 1.5 / (1 + place) ** 0.6) for place in range(size)]
    for number in range(52):
        pairs = {
            (helper, dice.randrange(3 * size))
            for helper in range(size)
            for _ in range(1 + dice.randrange(4))
            if dice.random() < chance[helper]
        }
        weeks.append(
            [
                credit(f"h{h}", f"a{a}", week=WEEK.shift(number), at=i % 160)
                for i, (h, a) in enumerate(sorted(pairs))
            ]
        )
    return weeks, {one.helper for week in weeks for one in week}


@pytest.mark.parametrize(("size", "seed"), [(12, 1), (60, 2), (300, 3)])
def test_within_a_year_practically_every_contributor_is_named(size: int, seed: int) -> None:
    weeks, contributors = year(size, seed)
    met: defaultdict[MemberRef, int] = defaultdict(int)
    for data in digests(weeks, Roster(), Policy()):
        for ref in (*named(data), *welcomed(data)):
            met[ref] += 1
    assert len(met) >= 0.99 * len(contributors)
