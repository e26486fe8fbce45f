"""Which week is the last one that can be told, when data begin and end anywhere."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.observed import Observed, observed
from bot.domain.times import DAY, HOUR, Micros, Week

BERLIN = ZoneInfo("Europe/Berlin")
W10 = Week(2026, 10)


def at(week: Week, hours: float) -> Micros:
    return Micros(week.bounds(BERLIN)[0] + int(hours * HOUR))


def seen(first: Micros, last: Micros, now: Micros) -> Observed:
    return observed((first, last), now, BERLIN)


LONG_AFTER = at(Week(2027, 1), 0)


@pytest.mark.parametrize(
    ("last", "wanted"),
    [
        (at(Week(2026, 20), 6 * 24), Week(2026, 20)),  # something was said on its Sunday
        (at(Week(2026, 20), 6 * 24 - 1), Week(2026, 19)),
        (at(Week(2026, 20), 0), Week(2026, 19)),
    ],
)
def test_a_week_that_ends_in_its_middle_is_not_the_last(last: Micros, wanted: Week) -> None:
    found = seen(at(W10, 1), last, LONG_AFTER)
    assert (found.last, found.last_any) == (wanted, Week(2026, 20))


def test_where_no_week_is_complete_the_one_with_data_is_told() -> None:
    found = seen(at(W10, 30), at(W10, 40), LONG_AFTER)
    assert (found.first, found.last, found.last_any) == (W10, W10, W10)
    assert found.first_whole == W10.shift(1)


def test_the_present_week_is_never_told() -> None:
    found = seen(at(W10, 0), at(W10.shift(3), 160), at(W10.shift(3), 165))
    assert (found.last, found.last_any) == (W10.shift(2), W10.shift(2))
    assert seen(at(W10, 0), at(W10, 1), at(W10, 2)).last < W10


@pytest.mark.parametrize(("hours", "whole"), [(0, W10), (23.9, W10), (24, W10.shift(1))])
def test_the_first_week_is_whole_from_its_first_day(hours: float, whole: Week) -> None:
    assert seen(at(W10, hours), at(W10.shift(5), 0), LONG_AFTER).first_whole == whole


@given(
    first=st.integers(0, 300 * DAY),
    length=st.integers(0, 300 * DAY),
    wait=st.integers(0, 40 * DAY),
)
def test_weeks_stay_in_order(first: int, length: int, wait: int) -> None:
    start, end = Micros(1_760_000_000_000_000 + first), Micros(1_760_000_000_000_000 + first + length)
    now = Micros(end + wait)
    found = seen(start, end, now)
    assert found.last <= found.last_any < Week.of(now, BERLIN)
    assert found.first <= found.first_whole <= found.first.shift(1)
    if Week.of(start, BERLIN) < Week.of(now, BERLIN):
        assert found.first <= found.last
