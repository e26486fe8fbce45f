"""One pass over a window's answers: who answered what first, and what each person did.

Persons and weeks are small integers in columns, so that a large community is counted in a blink and looking
again without somebody costs little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.readiness.columns import Accounts, Flags, Places
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.readiness.sources import Sources, window
from bot.domain.refs import MemberRef

Counts = npt.NDArray[np.int64]
_BOT = -1


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Questions and answers with some people taken to be staff.

    `counts`: first answers by each person, 0 for staff; `active`: how many members answered first, week by
    week. `by_week`: first answers of members and of everybody in each week.
    """

    asked: int
    answered: int
    counts: Counts
    active: tuple[int, ...]
    by_week: tuple[tuple[int, int], ...]

    @property
    def by_members(self) -> int:
        """Questions that members answered first."""
        return int(self.counts.sum())


@dataclass(frozen=True, slots=True)
class Deeds:
    """All the help that one person gave, first answer or not."""

    answers: int
    unprompted: int
    askers: int
    weeks: int


class Tally:
    """The questions of the window, each with who helped, earliest first."""

    def __init__(self, sources: Sources, policy: ReadinessPolicy) -> None:
        self.weeks = window(sources.last, sources.first, policy)
        self._sources = sources
        helped = sources.helped
        self._accounts, self._further = helped.accounts, Accounts()
        people = self._people()
        helper, asker = people[helped.helper], people[helped.asker]
        kept = (helper != _BOT) & (asker != _BOT) & (helper != asker)
        kept = _earliest(helped.question, helper, kept)
        self._question, self._helper = helped.question[kept], helper[kept]
        self._asker, self._unprompted = asker[kept], helped.unprompted[kept]
        self._withdrawn = helped.withdrawn[kept]
        starts = np.array([week.bounds(sources.zone)[0] for week in self.weeks], np.int64)
        # An answer dated before its window counts in the first week.
        self._week = np.maximum(np.searchsorted(starts, helped.at[kept], "right") - 1, 0)
        self._open = int((people[helped.waiting] != _BOT).sum()) + _left_open(
            helped.question, kept, (asker != _BOT) & ~helped.withdrawn
        )

    def place(self, account: MemberRef) -> int:
        """The position of the person behind an account; negative for bots."""
        if account in self._sources.bots:
            return _BOT
        person = self._sources.person(account)
        place = self._accounts.find(person)
        if place is None:  # who neither asked nor answered, but for other accounts
            place = len(self._accounts) + int(self._further.number(person.space, (person.id,))[0])
        return place

    def person(self, place: int) -> MemberRef:
        """Who has this position."""
        beyond = place - len(self._accounts)
        return self._accounts[place] if beyond < 0 else self._further[beyond]

    def _people(self) -> Places:
        """The position of the person behind each account; negative for bots."""
        people = np.arange(len(self._accounts), dtype=np.int32)
        for account in (*self._sources.primary, *self._sources.bots):
            at = self._accounts.find(account)
            if at is not None:
                people[at] = self.place(account)
        return people

    def figures(self, staff: frozenset[int], without: int | None = None) -> Figures:
        """First answers by members, as if `without` had never helped."""
        there = self._helper != _BOT if without is None else self._helper != without
        lost = _left_open(self._question, there, ~self._withdrawn)
        firsts = np.flatnonzero(there)[_first_of_each(self._question[there])]
        helper, week = self._helper[firsts], self._week[firsts]
        width, n = self._width, len(self.weeks)
        of_staff = np.zeros(width, np.bool_)
        of_staff[list(staff)] = True
        member = ~of_staff[helper]
        pairs = _distinct(week[member].astype(np.int64) * width + helper[member])
        active = np.bincount(pairs // width, minlength=n)
        by_members, by_all = (np.bincount(each, minlength=n) for each in (week[member], week))
        return Figures(
            asked=len(firsts) + self._open + lost,
            answered=len(firsts),
            counts=np.bincount(helper[member], minlength=width),
            active=tuple(active.tolist()),
            by_week=tuple(zip(by_members.tolist(), by_all.tolist(), strict=True)),
        )

    def top(self, figures: Figures) -> int | None:
        """The member who answers most; the smallest id among equals."""
        if not figures.by_members:
            return None
        most = np.flatnonzero(figures.counts == figures.counts.max())
        return min(most.tolist(), key=self.person)

    def deeds(self) -> list[tuple[Deeds, list[int]]]:
        """What people did, each with the places of all who did just that, in order."""
        n = self._width
        answers = np.bincount(self._helper, minlength=n)
        unprompted = np.bincount(self._helper[self._unprompted], minlength=n)
        askers, weeks = (_different(self._helper, other, n) for other in (self._asker, self._week))
        who = np.flatnonzero(answers)
        rows = np.stack([each[who] for each in (answers, unprompted, askers, weeks)], axis=1)
        order = np.lexsort((who, *rows.T))
        ordered = rows[order]
        begins = np.flatnonzero(np.any(ordered[1:] != ordered[:-1], axis=1)) + 1
        groups = np.split(who[order], begins)
        firsts = ordered[[0, *begins.tolist()]].tolist() if len(who) else []
        return [(Deeds(*row), group.tolist()) for row, group in zip(firsts, groups, strict=False)]

    @property
    def _width(self) -> int:
        """More than any position, with room for -1."""
        return len(self._accounts) + len(self._further) + 1


def _distinct(values: Counts) -> Counts:
    """Each value once, in order; sorting is faster here than `numpy.unique`, which hashes."""
    ordered = np.sort(values)
    return ordered[_first_of_each(ordered)]


def _first_of_each(question: npt.NDArray[np.integer]) -> npt.NDArray[np.intp]:
    """The rows where another value begins."""
    if not len(question):
        return np.zeros(0, np.intp)
    return np.flatnonzero(np.concatenate(([True], question[1:] != question[:-1])))


def _earliest(question: Places, person: Places, kept: Flags) -> Flags:
    """Of the rows kept, the first of each person in each question: somebody may have two accounts."""
    rows = np.flatnonzero(kept)
    together = question[rows].astype(np.int64) * (int(person.max(initial=0)) + 1) + person[rows]
    earliest = np.zeros(len(kept), np.bool_)
    order = np.argsort(together, kind="stable")
    earliest[rows[order[_first_of_each(together[order])]]] = True
    return earliest


def _left_open(question: Places, kept: Flags, counts: Flags) -> int:
    """How many questions have rows that count, but none that was kept."""
    has = np.zeros(int(question.max(initial=-1)) + 1, np.bool_)
    found = has.copy()
    has[question[counts]] = True
    found[question[kept]] = True
    return int((has & ~found).sum())


def _different(helper: Places, other: npt.NDArray[np.integer], n: int) -> Counts:
    """How many different values of `other` each helper has."""
    width = int(other.max(initial=0)) + 1
    pairs = _distinct(helper.astype(np.int64) * width + other)
    return np.bincount(pairs // width, minlength=n)
