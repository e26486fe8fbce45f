from __future__ import annotations

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agenda import FAR, Attempt, Begin, Expire, Missed, Plan, Preview, SetUp, Step, Wait, next_step
from bot.domain.delivery import Digest, State
from bot.domain.slots import Schedule
from bot.domain.times import DAY, HOUR, MINUTE, Micros, Week

ZONE = ZoneInfo("Europe/London")
TUESDAY, FRIDAY = Schedule(2, time(10), ZONE), Schedule(5, time(10), ZONE)
WEEK = Week(2024, 26)
SLOT = TUESDAY.slot(WEEK)
PLAN = Plan(str(TUESDAY), Micros(0), WEEK, WEEK)


def step(
    plan: Plan | None, now: int, *digests: Digest, schedule: Schedule | None = TUESDAY, gap: bool = False
) -> Step:
    return next_step(plan, schedule, digests, Micros(now), gap=gap)


def test_nothing_for_slots_before_the_set_up() -> None:
    assert step(None, SLOT) == SetUp(Plan(str(TUESDAY), SLOT, WEEK.shift(1)))
    assert step(None, SLOT - 1) == SetUp(Plan(str(TUESDAY), Micros(SLOT - 1), WEEK))


def test_without_a_channel_there_is_nothing_to_do() -> None:
    assert step(None, SLOT, schedule=None) == Wait(FAR)
    assert step(PLAN, SLOT, schedule=None) == SetUp(replace(PLAN, schedule=""))
    assert step(replace(PLAN, schedule=""), SLOT, schedule=None) == Wait(FAR)


def test_a_channel_that_comes_back_begins_anew_and_repeats_nothing() -> None:
    away = replace(PLAN, schedule="", week=WEEK.shift(3))
    assert step(away, SLOT - 1) == SetUp(Plan(str(TUESDAY), Micros(SLOT - 1), WEEK.shift(3), WEEK))


def test_a_preview_a_day_earlier_then_the_slot() -> None:
    fresh = replace(PLAN, previewed=None)
    assert step(fresh, SLOT - DAY - 1) == Wait(Micros(SLOT - DAY))
    assert step(fresh, SLOT - DAY) == Preview(WEEK)
    assert step(PLAN, SLOT - DAY) == Wait(SLOT)
    assert step(PLAN, SLOT) == Begin(WEEK, SLOT)


def test_a_gap_is_waited_for_and_not_for_ever() -> None:
    assert step(PLAN, SLOT + HOUR, gap=True) == Wait(Micros(SLOT + 12 * HOUR))
    assert step(PLAN, SLOT + 12 * HOUR, gap=True) == Begin(WEEK, SLOT)


def test_weeks_that_are_too_late_are_skipped_together() -> None:
    assert step(PLAN, SLOT + DAY) == Begin(WEEK, SLOT)
    assert step(PLAN, SLOT + DAY + 1) == Missed(((WEEK, SLOT),))
    later = step(PLAN, SLOT + 15 * DAY + HOUR)
    assert isinstance(later, Missed)
    assert [week for week, _ in later.weeks] == [WEEK, WEEK.shift(1), WEEK.shift(2)]


def test_what_is_under_way_comes_first() -> None:
    waiting = Digest(WEEK, SLOT, until=Micros(SLOT + MINUTE))
    plan = replace(PLAN, week=WEEK.shift(1))
    assert step(plan, SLOT, waiting) == Wait(Micros(SLOT + MINUTE))
    assert step(plan, SLOT + MINUTE, waiting) == Attempt(waiting)
    assert step(plan, SLOT + DAY + HOUR, waiting) == Expire(waiting)
    sent = replace(waiting, state=State.SENDING)
    assert step(plan, SLOT + DAY + HOUR, sent) == Attempt(sent)  # it may be there
    assert step(plan, SLOT + DAY + HOUR, sent, schedule=None) == Attempt(sent)


def test_a_change_to_a_day_that_has_passed_posts_at_once() -> None:
    plan = Plan(str(FRIDAY), Micros(0), WEEK, WEEK)
    thursday = Micros(FRIDAY.slot(WEEK) - DAY)
    changed = step(plan, thursday)
    assert isinstance(changed, SetUp)
    assert step(changed.plan, thursday) == Begin(WEEK, thursday)


changes = st.tuples(
    st.integers(1, 7),
    st.integers(0, 23),
    st.sampled_from(["UTC", "Pacific/Apia", "America/New_York"]),
    st.integers(1, 9 * 24 * 60),
)


@given(st.lists(changes, min_size=1, max_size=12))
def test_changing_the_schedule_never_skips_or_doubles_a_week(made: list[tuple[int, int, str, int]]) -> None:
    now = Micros(SLOT - 9 * DAY)
    plan: Plan | None = None
    begun: list[Week] = []
    for weekday, hour, zone, minutes in made:
        schedule = Schedule(weekday, time(hour), ZoneInfo(zone))
        end = now + minutes * MINUTE
        while now <= end:
            found = step(plan, now, schedule=schedule)
            match found:
                case SetUp():
                    plan = found.plan
                case Preview():
                    assert plan is not None
                    plan = replace(plan, previewed=found.week)
                case Begin():
                    assert plan is not None
                    begun.append(found.week)
                    plan = replace(plan, week=found.week.shift(1))
                case Wait():
                    if found.until > end:
                        break
                    now = found.until
                case _:
                    raise AssertionError(found)
        now = Micros(end)
    assert [week.minus(begun[0]) for week in begun] == list(range(len(begun)))
