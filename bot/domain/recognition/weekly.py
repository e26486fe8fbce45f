"""From credits to the merits of weeks: the one door between what was derived and who is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.domain.credits import Credit
from bot.domain.recognition.ledger import Policy
from bot.domain.recognition.memory import MEMORY_WEEKS
from bot.domain.recognition.merit import Help, Merit, MeritRule
from bot.domain.recognition.replay import ReplayedWeek, replay
from bot.domain.refs import MemberRef, PersonId
from bot.domain.times import Week

DEFAULT_FLOOR = 500
_FIRST = Week(1970, 1)


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is who: accounts of one person (`persons`; others stand for themselves) and who is not named.

    `unnamed` are staff, bots, people who opted out and people who left.
    """

    persons: Mapping[MemberRef, PersonId] = field(default_factory=dict)
    unnamed: AbstractSet[MemberRef] = frozenset()

    def person(self, member: MemberRef) -> PersonId:
        """The person behind an account."""
        return self.persons.get(member) or PersonId(str(member))

    def nameable(self, merits: Mapping[PersonId, int]) -> dict[PersonId, int]:
        """Without anybody one of whose accounts is not to be named."""
        hidden = {self.person(member) for member in self.unnamed}
        return {person: merit for person, merit in merits.items() if person not in hidden}


def week_number(week: Week) -> int:
    """Weeks since 1970-W01: the running number that merit and ledger count in."""
    return week.minus(_FIRST)


def week_of_number(number: int) -> Week:
    """The week of a running number."""
    return _FIRST.shift(number)


def helps_by_week(
    credits_: Iterable[Credit], zone: ZoneInfo, roster: Roster, floor: int = DEFAULT_FLOOR
) -> dict[int, list[Help]]:
    """Credits at or over the confidence floor (thousandths) as helps, by running week of the answer."""
    weeks: defaultdict[int, list[Help]] = defaultdict(list)
    for credit in credits_:
        if credit.confidence >= floor:
            week = week_number(Week.of(credit.answered_at, zone))
            weeks[week].append(
                Help(
                    week,
                    roster.person(credit.helper),
                    roster.person(credit.asker),
                    credit.weight,
                    credit.messages,
                    tuple(roster.person(member) for member in credit.thanked_by),
                )
            )
    return dict(weeks)


@dataclass(frozen=True, slots=True)
class Weeks:
    """What merit comes from, by running week: helps, and milli-units for what people recorded (`extras`)."""

    helps: Mapping[int, Sequence[Help]] = field(default_factory=dict)
    extras: Mapping[int, Mapping[PersonId, int]] = field(default_factory=dict)


def week_merits(week: Week, weeks: Weeks) -> dict[PersonId, Merit]:
    """Everybody's merit in `week`; `weeks` must hold it and the eight before."""
    rule, number = MeritRule(), week_number(week)
    for earlier in range(number - MEMORY_WEEKS, number):
        rule.close(earlier, weeks.helps.get(earlier, ()))
    return rule.close(number, weeks.helps.get(number, ()), weeks.extras.get(number))


def recent_merits(week: Week, weeks: Weeks, back: int) -> dict[int, dict[PersonId, Merit]]:
    """The same for `week` and the `back` before it, by running number; `weeks` must reach eight further."""
    rule, last = MeritRule(), week_number(week)
    found: dict[int, dict[PersonId, Merit]] = {}
    for number in range(last - back - MEMORY_WEEKS, last + 1):
        merits = rule.close(number, weeks.helps.get(number, ()), weeks.extras.get(number))
        if number >= last - back:
            found[number] = merits
    return found


def replay_history(
    weeks: Weeks, first: Week, last: Week, roster: Roster, policy: Policy, salt: bytes
) -> Iterator[ReplayedWeek]:
    """Every week from `first` to `last` as it would have been, the ledger starting at 0 in `first`."""

    def merits() -> Iterator[tuple[int, dict[PersonId, int]]]:
        rule = MeritRule()
        for number in range(week_number(first), week_number(last) + 1):
            found = rule.close(number, weeks.helps.get(number, ()), weeks.extras.get(number))
            yield number, roster.nameable({person: merit.total for person, merit in found.items()})

    yield from replay(merits(), policy, salt)
