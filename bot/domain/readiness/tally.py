"""One pass over a window's credits: who answered what first, and what each person did.

Persons and weeks become small integers, so that looking again without somebody costs little.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.domain.credits import Credit, QuestionState
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.readiness.sources import Sources, window
from bot.domain.refs import MemberRef, MessageRef

_BOT = -1


@dataclass(frozen=True, slots=True)
class Help:
    """One person's earliest help with one question. `person` and `week` are positions in the tally."""

    person: int
    week: int
    unprompted: bool


@dataclass(slots=True)
class _Asked:
    asker: int
    withdrawn: bool
    credits: list[Credit] = field(default_factory=list)
    help: Sequence[Help] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """Questions and answers with some people taken to be staff.

    `counts`: first answers by each member; `active`: the members who answered first, week by week.
    """

    asked: int
    answered: int
    counts: Counter[int]
    active: tuple[frozenset[int], ...]

    def hiring(self, place: int) -> Figures:
        """The same with one member more on the staff."""
        counts = Counter({each: count for each, count in self.counts.items() if each != place})
        return replace(self, counts=counts, active=tuple(members - {place} for members in self.active))


@dataclass(slots=True)
class Deeds:
    """All the help that one person gave."""

    answers: int = 0
    unprompted: int = 0
    askers: set[int] = field(default_factory=set)
    weeks: set[int] = field(default_factory=set)


class Tally:
    """The questions of the window, each with who helped, earliest first."""

    def __init__(self, sources: Sources, policy: ReadinessPolicy) -> None:
        self.weeks = window(sources.last, sources.first, policy)
        self.persons: list[MemberRef] = []
        self._sources = sources
        self._accounts: dict[MemberRef, int] = {}
        self._places: dict[MemberRef, int] = {}
        self._starts = [week.bounds(sources.zone)[0] for week in self.weeks]
        self._end = sources.last.bounds(sources.zone)[1]
        self._asked = self._read_questions()
        self._read_credits()

    def place(self, account: MemberRef) -> int:
        """The position of the person behind an account; negative for bots."""
        known = self._accounts.get(account)
        if known is None:
            known = _BOT if account in self._sources.bots else self._place_of(self._sources.person(account))
            self._accounts[account] = known
        return known

    def figures(self, staff: frozenset[int], without: int | None = None) -> Figures:
        """First answers by members, as if `without` had never helped."""
        asked = answered = 0
        counts: Counter[int] = Counter()
        active: list[set[int]] = [set() for _ in self.weeks]
        for question in self._asked.values():
            help_ = question.help
            if without is not None and help_ and help_[0].person == without:
                help_ = help_[1:]
            if not help_:
                asked += not question.withdrawn
                continue
            answered += 1
            first = help_[0]
            if first.person not in staff:
                counts[first.person] += 1
                active[first.week].add(first.person)
        return Figures(asked + answered, answered, counts, tuple(map(frozenset, active)))

    def top(self, figures: Figures) -> int | None:
        """The member who answers most; the smallest id among equals."""
        counts = figures.counts
        return min(counts, key=lambda place: (-counts[place], self.persons[place]), default=None)

    def deeds(self) -> dict[int, Deeds]:
        """What each person did, first answer or not."""
        found: dict[int, Deeds] = {}
        for question in self._asked.values():
            for each in question.help:
                mine = found.setdefault(each.person, Deeds())
                mine.answers += 1
                mine.unprompted += each.unprompted
                mine.askers.add(question.asker)
                mine.weeks.add(each.week)
        return found

    def _place_of(self, person: MemberRef) -> int:
        place = self._places.setdefault(person, len(self.persons))
        if place == len(self.persons):
            self.persons.append(person)
        return place

    def _read_questions(self) -> dict[MessageRef, _Asked]:
        found = {}
        start = self._starts[0] if self._starts else self._end
        for question in self._sources.questions:
            if start <= question.at < self._end:
                asker = self.place(question.asker)
                if asker != _BOT:
                    withdrawn = question.state is QuestionState.WITHDRAWN
                    found[question.ref] = _Asked(asker, withdrawn)
        return found

    def _read_credits(self) -> None:
        for credit in self._sources.credits:
            if credit.confidence >= self._sources.floor and credit.answered_at < self._end:
                question = self._asked.get(credit.question)
                if question is not None:
                    question.credits.append(credit)
        for question in self._asked.values():
            if len(question.credits) > 1:
                question.credits.sort(key=_order)
            if question.credits:
                question.help = self._help(question)

    def _help(self, question: _Asked) -> tuple[Help, ...]:
        """An answer dated before its window counts in the first week."""
        earliest: dict[int, Help] = {}
        for credit in question.credits:
            person = self.place(credit.helper)
            if person not in (_BOT, question.asker) and person not in earliest:
                week = max(0, bisect_right(self._starts, credit.answered_at) - 1)
                earliest[person] = Help(person, week, credit.unprompted)
        return tuple(earliest.values())


def _order(credit: Credit) -> tuple[int, MessageRef, MemberRef]:
    return credit.answered_at, credit.answer, credit.helper
