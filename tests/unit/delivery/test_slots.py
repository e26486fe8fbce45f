from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.preferences import Preferences
from bot.domain.slots import Schedule, coming, effective
from bot.domain.times import DAY, HOUR, Micros, Week, micros, moment

ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia")
TUESDAY = Schedule(2, time(10), ZoneInfo("Europe/London"))

schedules = st.builds(
    Schedule, st.integers(1, 7), st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.sampled_from([ZoneInfo(zone) for zone in ZONES]),
)  # fmt: skip
weeks = st.integers(0, 2_600).map(lambda n: Week(1999, 1).shift(n))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(0), time(1, 30), time(2), time(2, 30), time(10), time(23, 59)])
@pytest.mark.parametrize("weekday", [1, 5, 7])
def test_520_weeks_have_one_slot_each_in_their_own_week(zone: str, at: time, weekday: int) -> None:
    schedule = Schedule(weekday, at, ZoneInfo(zone))
    first = Week(2008, 1)  # Samoa leaves out a whole day within these
    slots = [schedule.slot(first.shift(n)) for n in range(520)]
    assert len({slot // DAY for slot in slots}) == 520
    for n, slot in enumerate(slots):
        start, end = first.shift(n + 1).bounds(schedule.zone)
        assert start <= slot < end + HOUR  # a wall time that is left out falls an hour later
        if n:
            assert 6 * DAY - HOUR < slot - slots[n - 1] < 8 * DAY + HOUR


@given(schedules, weeks)
def test_a_preview_lies_between_the_end_of_the_week_and_the_slot(schedule: Schedule, week: Week) -> None:
    end = week.bounds(schedule.zone)[1]
    assert end <= schedule.preview(week) <= max(schedule.slot(week), end)
    assert schedule.slot(week) >= end


@given(schedules, st.integers(0, 4 * 10**9))
def test_the_first_slot_after_an_instant_is_the_first(schedule: Schedule, seconds: int) -> None:
    now = seconds * 10**6
    week = schedule.first_after(now)
    assert schedule.slot(week) > now >= schedule.slot(week.shift(-1))


def test_a_time_that_comes_twice_means_the_first() -> None:
    london = ZoneInfo("Europe/London")
    sunday = Schedule(7, time(1, 30), london)
    slot = sunday.slot(Week.of(micros(datetime(2024, 10, 27, tzinfo=london)), london).shift(-1))
    assert moment(slot).isoformat() == "2024-10-27T00:30:00+00:00"


def test_the_default_is_tuesday_at_ten() -> None:
    schedule = Schedule.of(Preferences.read({"zone": "Europe/London"}))
    assert schedule == TUESDAY
    assert str(schedule) == "2 10:00 Europe/London"
    assert moment(schedule.slot(Week(2024, 26)), schedule.zone).isoformat() == "2024-07-02T10:00:00+01:00"


def test_a_slot_that_a_change_moved_into_the_past_is_due_at_the_change() -> None:
    week = Week(2024, 26)
    changed = Micros(TUESDAY.slot(week) + 30 * HOUR)
    assert effective(TUESDAY, week, changed) == changed
    assert effective(TUESDAY, week, TUESDAY.slot(week) - HOUR) == TUESDAY.slot(week)


def test_the_next_three_posts() -> None:
    week = Week(2024, 26)
    now = TUESDAY.slot(week) - HOUR
    assert [one.week for one in coming(TUESDAY, week, 0, now)] == [week, week.shift(1), week.shift(2)]
    assert coming(TUESDAY, week.shift(-9), 0, now)[0].week == week
    assert coming(TUESDAY, week.shift(2), 0, now)[0].at == TUESDAY.slot(week.shift(2))
