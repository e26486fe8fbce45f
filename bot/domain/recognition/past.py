"""Weeks long told: what merit remembers of them and what the chart shows, from columns.

A digest looks back over ten times as many credits as its own week has. Of those it needs a few columns, and
tens of thousands of values would keep the garbage collector busier than the database.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.recognition.digest import Numbers
from bot.domain.recognition.merit import Help
from bot.domain.recognition.weekly import Roster, week_number
from bot.domain.refs import MemberRef
from bot.domain.times import Micros, Week


@dataclass(frozen=True, slots=True)
class PastHelps:
    """Credits as columns, ordered by the time of the answer (`at`).

    `helper` and `asker` are places in `people`, each of whom stands there once; the rest is as in `Credit`.
    """

    people: Sequence[MemberRef] = ()
    at: Sequence[Micros] = ()
    helper: Sequence[int] = ()
    asker: Sequence[int] = ()
    weight: Sequence[int] = ()
    messages: Sequence[int] = ()
    thanked_by: Sequence[tuple[MemberRef, ...]] = ()

    def weeks(self, zone: ZoneInfo) -> Iterator[tuple[Week, slice]]:
        """Each week in which anybody helped, and its rows."""
        start = 0
        while start < len(self.at):
            week = Week.of(self.at[start], zone)
            end = bisect_left(self.at, week.bounds(zone)[1], start)
            yield week, slice(start, end)
            start = end


def past_helps(past: PastHelps, zone: ZoneInfo, roster: Roster) -> dict[int, list[Help]]:
    """What `helps_by_week` makes of the same credits."""
    persons = [roster.person(member) for member in past.people]
    found: dict[int, list[Help]] = {}
    for week, rows in past.weeks(zone):
        number = week_number(week)
        columns = (past.helper, past.asker, past.weight, past.messages, past.thanked_by)
        found[number] = [
            Help(
                number, persons[helper], persons[asker], weight, messages, tuple(map(roster.person, thanked))
            )
            for helper, asker, weight, messages, thanked in zip(*(c[rows] for c in columns), strict=True)
        ]
    return found


def past_numbers(past: PastHelps, zone: ZoneInfo, roster: Roster) -> dict[Week, Numbers]:
    """How many people were helped and helped in each week."""

    def people(side: Sequence[int]) -> int:
        accounts = set(side)
        return len({roster.person(past.people[n]) for n in accounts}) if roster.persons else len(accounts)

    return {
        week: Numbers(week, people(past.asker[rows]), people(past.helper[rows]))
        for week, rows in past.weeks(zone)
    }
