"""When a community's weekly posts are due. The week that a post covers names it, never the instant.

So a changed schedule moves posts, but can neither skip nor double one, and a clock that jumps back finds the
week already done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.preference_groups import DAYS
from bot.domain.preferences import Preferences
from bot.domain.times import HOUR, Micros, Week, micros

CATCH_UP = Micros(24 * HOUR)
"""A digest later than this is not posted any more."""


SCHEDULE_KEYS = frozenset({"zone", "digest-channel", "digest-day", "digest-time"})
"""Settings that move posts: where one changes, the community is looked at again."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """ISO weekday (1 is Monday) and wall time in a zone."""

    weekday: int
    at: time
    zone: ZoneInfo

    @classmethod
    def of(cls, preferences: Preferences) -> Schedule:
        """As a community's settings say."""
        weekday = DAYS.index(preferences.text("digest-day")) + 1
        return cls(weekday, preferences.time("digest-time"), preferences.zone)

    def __str__(self) -> str:
        return f"{self.weekday} {self.at:%H:%M} {self.zone.key}"

    def day(self, week: Week) -> date:
        """The day on which the digest of `week` is posted: in the week after it."""
        following = week.shift(1)
        return date.fromisocalendar(following.year, following.number, self.weekday)

    def slot(self, week: Week) -> Micros:
        """The instant at which the digest of `week` is due, never before the week is over.

        A wall time that occurs twice means the first one; one that a clock change leaves out means as much
        later (`fold=0` both times), so there is exactly one slot a week.
        """
        return self._instant(self.day(week))

    def preview(self, week: Week) -> Micros:
        """A day before the slot, at the earliest when the week is over."""
        earlier = self._instant(self.day(week) - timedelta(days=1))
        return max(earlier, week.bounds(self.zone)[1])

    def first_after(self, instant: int) -> Week:
        """The week whose slot is the first one later than `instant`."""
        week = Week.of(instant, self.zone).shift(-2)
        while self.slot(week) <= instant:
            week = week.shift(1)
        return week

    def _instant(self, day: date) -> Micros:
        return micros(datetime.combine(day, self.at, self.zone))


@dataclass(frozen=True, slots=True)
class Coming:
    """A post that is to come: the week it covers and when it is due."""

    week: Week
    at: Micros


def coming(schedule: Schedule, first: Week, since: int, now: int, number: int = 3) -> list[Coming]:
    """The next posts from `first` on, the first week without a digest; `since`: when the schedule began."""
    start = max(first, schedule.first_after(now - CATCH_UP))
    weeks = (start.shift(n) for n in range(number))
    return [Coming(week, effective(schedule, week, since)) for week in weeks]


def effective(schedule: Schedule, week: Week, since: int) -> Micros:
    """When a week that has no digest yet is due.

    A schedule that changed at `since` to a slot that had passed by then posts at once: the week is not lost.
    """
    return Micros(max(schedule.slot(week), since))
