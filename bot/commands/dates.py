"""Days and weeks as people write them. `today` is an argument: the day in the community's zone."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.domain.errors import UserFacingError
from bot.domain.times import Week

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS_DE = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS_DE = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_NEAR = {"today": 0, "heute": 0, "yesterday": 1, "gestern": 1, "tomorrow": -1, "morgen": -1}
_TWO_TO_TEN = (
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"),
)
_COUNTS = {word: count for words in _TWO_TO_TEN for count, word in enumerate(words, 2)}
_NUMBER = f"[0-9]{{1,3}}|{'|'.join(_COUNTS)}"
_AGO = re.compile(
    rf"({_NUMBER}|an?|one) (day|week|month)s? ago|vor ({_NUMBER}|einem|einer) (tag|woche|monat)e?n?"
)
_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)? ([a-zä]{3,9})\.?,?(?: ([0-9]{4}))?")
_MONTH_FIRST = re.compile(r"([a-zä]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,?(?: ([0-9]{4}))?")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_UNITS = {"day": 1, "tag": 1, "week": 7, "woche": 7, "month": 30, "monat": 30}


def parse_date(text: str, today: date) -> date:
    """`2026-03-04`, `4 March 2026`, `yesterday`, `last Tuesday`, `2 weeks ago`, or a `UserFacingError`."""
    words = " ".join(text.casefold().split())
    try:
        found = _iso(words) or _near(words, today) or _weekday(words, today) or _calendar(words, today)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise UserFacingError(
            "“{text}” is not a day. Write it like 2026-03-04, yesterday or last Tuesday.", text=text[:60]
        )
    return found


def parse_week(text: str, today: date) -> Week:
    """`2026-W10`, `this week`, `last week`, or a `UserFacingError`."""
    year, number, _ = today.isocalendar()
    match " ".join(text.casefold().split()).removesuffix(" week"):
        case "this":
            return Week(year, number)
        case "last":
            return Week(year, number).shift(-1)
        case _:
            return Week.parse(text[:60])


def _iso(words: str) -> date | None:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words):
        return date.fromisoformat(words)
    dotted = _DOTTED.fullmatch(words)
    return date(int(dotted[3]), int(dotted[2]), int(dotted[1])) if dotted else None


def _near(words: str, today: date) -> date | None:
    if words in _NEAR:
        return today - timedelta(days=_NEAR[words])
    ago = _AGO.fullmatch(words)
    if ago is None:
        return None
    number, unit = ago[1] or ago[3], ago[2] or ago[4]
    count = int(number) if number.isdecimal() else _COUNTS.get(number, 1)
    if unit in ("month", "monat"):
        month = today.year * 12 + today.month - 1 - count
        day = min(today.day, _last_day(month // 12, month % 12 + 1))
        return date(month // 12, month % 12 + 1, day)
    return today - timedelta(days=count * _UNITS[unit])


def _last_day(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day


def _weekday(words: str, today: date) -> date | None:
    """The latest such day: today counts for `tuesday`, never for `last tuesday`."""
    last, _, name = words.rpartition(" ")
    days = _DAYS if name in _DAYS else _DAYS_DE
    if name not in days or last not in ("", "on", "am", "last", "letzten"):
        return None
    back = (today.weekday() - days.index(name)) % 7
    return today - timedelta(days=back or (7 if last in ("last", "letzten") else 0))


def _calendar(words: str, today: date) -> date | None:
    """A day and a month by name; without a year, the latest one."""
    if match := _DAY_FIRST.fullmatch(words):
        day, month, year = match[1], match[2], match[3]
    elif match := _MONTH_FIRST.fullmatch(words):
        month, day, year = match[1], match[2], match[3]
    else:
        return None
    months = _MONTHS if month[:3] in _MONTHS else _MONTHS_DE
    if month[:3] not in months:
        return None
    found = date(int(year or today.year), months.index(month[:3]) + 1, int(day))
    return found if year or found <= today else found.replace(year=found.year - 1)
