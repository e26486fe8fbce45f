"""Instants and ISO weeks. Nothing here reads a clock.

An instant is a whole number of microseconds since 1970-01-01T00:00Z: exact, comparable, cheap to store.
Aware datetimes appear only where a person reads or types a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NewType
from zoneinfo import ZoneInfo

from bot.domain.errors import UserFacingError

Micros = NewType("Micros", int)
"""Microseconds since the Unix epoch, UTC."""

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WEEK = re.compile(r"(\d{4})-?W(\d{2})", re.IGNORECASE)


def micros(moment: datetime) -> Micros:
    """The instant of an aware datetime."""
    return Micros((moment - _EPOCH) // timedelta(microseconds=1))


def moment(instant: int, zone: ZoneInfo | None = None) -> datetime:
    """The aware datetime of an instant, in `zone` (UTC when none is given)."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(zone or UTC)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One ISO 8601 week: `Week(2018, 6)` is `2018-W06`."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"

    @classmethod
    def parse(cls, text: str) -> Week:
        """Read `2018-W06`; a `UserFacingError` says what is wrong."""
        match = _WEEK.fullmatch(text.strip())
        if match is None:
            raise UserFacingError("“{text}” is not a week. Write it like 2018-W06.", text=text)
        year, number = int(match[1]), int(match[2])
        try:
            date.fromisocalendar(year, number, 1)
        except ValueError:
            raise UserFacingError("The year {year} has no week {number}.", year=year, number=number) from None
        return cls(year, number)

    @classmethod
    def of(cls, instant: int, zone: ZoneInfo) -> Week:
        """The week in which an instant falls for people in `zone`."""
        year, number, _ = moment(instant, zone).isocalendar()
        return cls(year, number)

    def monday(self) -> date:
        """The first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    def sunday(self) -> date:
        """The last day."""
        return self.monday() + timedelta(days=6)

    def shift(self, weeks: int) -> Week:
        """The week so many weeks later (earlier where negative)."""
        year, number, _ = (self.monday() + timedelta(weeks=weeks)).isocalendar()
        return Week(year, number)

    def minus(self, other: Week) -> int:
        """How many weeks lie between the two."""
        return (self.monday() - other.monday()).days // 7

    def bounds(self, zone: ZoneInfo) -> tuple[Micros, Micros]:
        """Half-open `start <= t < end`, Monday's midnight to Monday's midnight in `zone`.

        Midnights that a clock change skips or repeats resolve as `fold=0` does, so weeks never overlap.
        """
        start, end = (datetime.combine(week.monday(), time(), zone) for week in (self, self.shift(1)))
        return micros(start), micros(end)


def weeks_between(first: Week, last: Week) -> list[Week]:
    """Every week from `first` to `last`, both included; empty where `last` is earlier."""
    return [first.shift(i) for i in range(last.minus(first) + 1)]


def zone_named(name: str) -> ZoneInfo:
    """An IANA zone; a `UserFacingError` says what to write instead."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UserFacingError(
            "“{name}” is not a time zone. Use a name like Europe/Berlin.", name=name
        ) from None


def weeks_of(instants: Iterable[int], zone: ZoneInfo) -> Iterator[Week]:
    """The week of each instant. Neighbours are mostly of one week: then nothing is reckoned."""
    start = end = 0
    week = Week(1970, 1)
    for instant in instants:
        if not start <= instant < end:
            week = Week.of(instant, zone)
            start, end = week.bounds(zone)
        yield week
