"""Days and weeks in words."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.times import Week
from bot.views.texts import Texts, later

MONTHS = (
    later("January"),
    later("February"),
    later("March"),
    later("April"),
    later("May"),
    later("June"),
    later("July"),
    later("August"),
    later("September"),
    later("October"),
    later("November"),
    later("December"),
)
WEEKDAYS = (
    later("Monday"),
    later("Tuesday"),
    later("Wednesday"),
    later("Thursday"),
    later("Friday"),
    later("Saturday"),
    later("Sunday"),
)


def day_text(t: Texts, day: date) -> str:
    """`5 February 2018`."""
    return t.say("{day} {month} {year}", day=day.day, month=t.say(MONTHS[day.month - 1]), year=day.year)


def week_text(t: Texts, week: Week) -> str:
    """`5–11 February 2018`, `26 February – 4 March 2018`; both days in full where the year changes."""
    first, last = week.monday(), week.sunday()
    if first.month != last.month and first.year == last.year:
        begins = t.say("{day} {month}", day=first.day, month=t.say(MONTHS[first.month - 1]))
        return t.say("{first} – {last}", first=begins, last=day_text(t, last))
    if first.month != last.month:
        return t.say("{first} – {last}", first=day_text(t, first), last=day_text(t, last))
    month = t.say(MONTHS[first.month - 1])
    return t.say(
        "{first}–{last} {month} {year}", first=first.day, last=last.day, month=month, year=first.year
    )


def weekday_time(t: Texts, moment: datetime) -> str:
    """`Wednesday, 14:05`."""
    return t.say("{weekday}, {time}", weekday=t.say(WEEKDAYS[moment.weekday()]), time=f"{moment:%H:%M}")
