from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import delivery
from bot.domain.delivery import LEASE, SETTLING, Digest, State, Why, WrongStateError
from bot.domain.times import HOUR, MINUTE, Micros, Week
from tests.fakes.soup import CHAT, HELP, at

WEEK = Week(2024, 26)
NEW = Digest(WEEK, at(1))


def test_the_usual_way() -> None:
    taken = delivery.take(NEW, "one", CHAT, at(1))
    assert taken.unclear
    assert not taken.ready(at(1))
    assert taken.ready(at(1) + LEASE)
    done = delivery.posted(taken, "17", at(1))
    assert (done.state, done.external, done.channel) == (State.POSTED, "17", CHAT)


def test_a_second_attempt_stays_in_the_channel_of_the_first() -> None:
    taken = delivery.take(NEW, "one", CHAT, at(1))
    lost = delivery.unclear(taken, 1, at(1))
    assert not lost.ready(at(1) + SETTLING - 1)
    assert delivery.take(lost, "two", HELP, Micros(at(1) + SETTLING)).channel == CHAT
    refused = delivery.held(taken, 1, Why.GONE, at(1))
    fresh = delivery.again(refused, at(2), anyway=True)
    assert delivery.take(fresh, "two", HELP, at(2)).channel == HELP


def test_a_lease_outlives_small_jumps_of_the_clock_and_no_absurd_ones() -> None:
    taken = delivery.take(NEW, "one", CHAT, at(9))
    assert not taken.ready(at(9) - 2 * HOUR)
    assert taken.ready(at(9) - 5 * HOUR)
    waiting = delivery.unsent(taken, 1, 9 * HOUR, at(9))
    assert not waiting.ready(at(9))  # the platform asked for it


def test_an_old_attempt_cannot_undo_a_newer_one() -> None:
    first = delivery.take(NEW, "one", CHAT, at(1))
    second = delivery.take(first, "two", CHAT, at(2))
    steps: list[Callable[[], Digest]] = [
        lambda: delivery.unsent(second, 1, 0, at(2)),
        lambda: delivery.unclear(second, 1, at(2)),
        lambda: delivery.held(second, 1, Why.GONE, at(2)),
        lambda: delivery.absent(second, 1, at(2)),
        lambda: delivery.take(second, "three", CHAT, at(2)),
        lambda: delivery.skipped(second, Why.ADMIN, at(2)),
        lambda: delivery.again(second, at(2)),
    ]
    for step in steps:
        with pytest.raises(WrongStateError):
            step()
    assert delivery.posted(second, "17", at(2)).state is State.POSTED


def test_what_may_be_there_is_looked_for_unless_somebody_looked() -> None:
    held = delivery.held(delivery.take(NEW, "one", CHAT, at(1)), 1, Why.REFUSED, at(1))
    assert delivery.again(held, at(2)).unclear
    assert not delivery.again(held, at(2), anyway=True).unclear
    assert not delivery.again(delivery.skipped(NEW, Why.ADMIN, at(1)), at(2)).unclear


STEPS: list[Callable[[Digest, Micros], Digest]] = [
    lambda d, now: delivery.take(d, "one", CHAT, now),
    lambda d, now: delivery.posted(d, "17", now),
    lambda d, now: delivery.unsent(d, d.attempt, MINUTE, now),
    lambda d, now: delivery.unclear(d, d.attempt, now),
    lambda d, now: delivery.held(d, d.attempt, Why.UNKNOWN, now),
    lambda d, now: delivery.skipped(d, Why.ADMIN, now),
    lambda d, now: delivery.absent(d, d.attempt, now),
    delivery.again,
]


@given(st.lists(st.tuples(st.integers(0, len(STEPS) - 1), st.integers(0, HOUR)), max_size=40))
def test_posted_is_final_and_attempts_only_grow(chosen: list[tuple[int, int]]) -> None:
    digest, now = NEW, at(1)
    for number, pause in chosen:
        now = Micros(now + pause)
        before = digest
        try:
            digest = STEPS[number](digest, now)
        except WrongStateError:
            continue
        assert before.state is not State.POSTED
        assert digest.attempt >= before.attempt
        assert digest.week == WEEK


def test_pauses_grow_to_an_hour() -> None:
    pauses = [delivery.pause(n) for n in range(20)]
    assert pauses[:4] == [MINUTE, MINUTE, 2 * MINUTE, 4 * MINUTE]
    assert pauses[-1] == HOUR


def test_markers_differ_by_week_and_community_and_fit() -> None:
    markers = {delivery.marker(salt, str(WEEK.shift(n))) for salt in (b"a", b"b") for n in range(50)}
    assert len(markers) == 100
    assert {len(marker) for marker in markers} == {delivery.MARKER_LENGTH}
