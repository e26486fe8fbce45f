"""From credits to the merits of weeks: the one door between what was derived and who is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.domain.credits import Credit
from bot.domain.recognition.ledger import Ledger, Policy
from bot.domain.recognition.memory import MEMORY_WEEKS
from bot.domain.recognition.merit import Help, Merit, MeritRule
from bot.domain.recognition.replay import ReplayedWeek, replay
from bot.domain.refs import MemberRef, PersonId
from bot.domain.times import Week, weeks_of

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
        linked = self.persons.get(member) if self.persons else None
        return linked or PersonId(str(member))

    def hidden(self) -> frozenset[PersonId]:
        """Persons one of whose accounts is not to be named."""
        return frozenset(map(self.person, self.unnamed))

    def nameable(self, merits: Mapping[PersonId, int]) -> dict[PersonId, int]:
        """Without anybody one of whose accounts is not to be named."""
        hidden = self.hidden()
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
    known: dict[MemberRef, PersonId] = {}
    counting = [credit for credit in credits_ if credit.confidence >= floor]

    def who(member: MemberRef) -> PersonId:
        person = known.get(member)
        if person is None:
            person = known[member] = roster.person(member)
        return person

    answered = weeks_of((credit.answered_at for credit in counting), zone)
    for credit, of in zip(counting, answered, strict=True):
        week = week_number(of)
        helper, asker = who(credit.helper), who(credit.asker)
        thanked_by = tuple(map(who, credit.thanked_by))
        weeks[week].append(Help(week, helper, asker, credit.weight, credit.messages, thanked_by))
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
        rule.remember(earlier, weeks.helps.get(earlier, ()))
    return rule.close(number, weeks.helps.get(number, ()), weeks.extras.get(number))


def recent_merits(week: Week, weeks: Weeks, back: int) -> dict[int, dict[PersonId, Merit]]:
    """The same for `week` and the `back` before it, by running number; `weeks` must reach eight further."""
    rule, last = MeritRule(), week_number(week)
    found: dict[int, dict[PersonId, Merit]] = {}
    for earlier in range(last - back - MEMORY_WEEKS, last - back):
        rule.remember(earlier, weeks.helps.get(earlier, ()))
    for number in range(last - back, last + 1):
        found[number] = rule.close(number, weeks.helps.get(number, ()), weeks.extras.get(number))
    return found


def replay_history(
    weeks: Weeks,
    between: tuple[Week, Week],
    roster: Roster,
    policy: Policy,
    salt: bytes,
    ledger: Ledger | None = None,
) -> Iterator[ReplayedWeek]:
    """Every week from the first to the last of `between`, both included, as it would have been.

    The ledger starts at 0, or with what the weeks before left: then `weeks` must hold the eight weeks before
    the first, too.
    """
    first, last = between

    def merits() -> Iterator[tuple[int, dict[PersonId, int]]]:
        rule, start, hidden = MeritRule(), week_number(first), roster.hidden()
        for earlier in range(start - MEMORY_WEEKS, start) if ledger else ():
            rule.remember(earlier, weeks.helps.get(earlier, ()))
        for number in range(start, week_number(last) + 1):
            found = rule.close(number, weeks.helps.get(number, ()), weeks.extras.get(number))
            yield number, {who: merit.total for who, merit in found.items() if who not in hidden}

    yield from replay(merits(), policy, salt, ledger)
