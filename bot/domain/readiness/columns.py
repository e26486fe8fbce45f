"""A window's questions and answers as columns: what readiness counts, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from typing import overload

import numpy as np
import numpy.typing as npt

from bot.domain.refs import MemberRef, SpaceRef

Places = npt.NDArray[np.int32]
Instants = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Accounts(Sequence[MemberRef]):
    """People by place. A ref is made only where somebody asks for it: there may be a hundred thousand."""

    __slots__ = ("_ids", "_known", "_next", "_spaces")

    def __init__(self) -> None:
        self._next = count().__next__
        self._known: dict[SpaceRef, defaultdict[str, int]] = {}
        self._ids: list[str] = []
        self._spaces: list[SpaceRef] = []

    @classmethod
    def of(cls, members: Iterable[MemberRef]) -> Accounts:
        """These, in their order."""
        found = cls()
        for member in members:
            found.number(member.space, (member.id,))
        return found

    def number(self, space: SpaceRef, ids: Sequence[str]) -> Places:
        """The place of each of these accounts of one space; whoever is new gets the next one."""
        known = self._known.setdefault(space, defaultdict(self._next))
        before = len(known)
        places = np.fromiter(map(known.__getitem__, ids), np.int32, len(ids))
        self._ids += islice(known, before, None)
        self._spaces += [space] * (len(known) - before)
        return places

    def find(self, member: MemberRef) -> int | None:
        """The place of an account, if it has one."""
        known = self._known.get(member.space)
        return None if known is None else known.get(member.id)

    def by_space(self) -> Mapping[SpaceRef, Mapping[str, int]]:
        """Places by id, space by space."""
        return self._known

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, place: int) -> MemberRef: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[MemberRef]: ...
    def __getitem__(self, place: int | slice) -> MemberRef | Sequence[MemberRef]:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        return MemberRef(self._spaces[place], self._ids[place])


def _places() -> Places:
    return np.zeros(0, np.int32)


def _instants() -> Instants:
    return np.zeros(0, np.int64)


def _flags() -> Flags:
    return np.zeros(0, np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class HelpColumns:
    """One place in every array for each answer: n answers, question by question, the earliest answer first.

    `question` numbers the questions that were answered, from 0; `helper` and `asker` are positions in
    `accounts`; `at` is when it was answered (µs); `withdrawn`: the asker no longer needs help. `waiting`
    counts, by the asker's position, the questions that nobody answered and that were not withdrawn.
    `unknown`: how many of `accounts` no list of users tells about.
    """

    accounts: Accounts = field(default_factory=Accounts)
    question: Places = field(default_factory=_places)
    helper: Places = field(default_factory=_places)
    asker: Places = field(default_factory=_places)
    at: Instants = field(default_factory=_instants)
    unprompted: Flags = field(default_factory=_flags)
    withdrawn: Flags = field(default_factory=_flags)
    waiting: Places = field(default_factory=_places)
    unknown: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """The columns as they are read: n answers, with questions and people numbered, all in any order."""

    question: Places
    helper: Places
    asker: Places
    at: Instants
    unprompted: Flags
    withdrawn: Flags


def arranged(read: Answers, waiting: Places, accounts: Accounts, unknown: int) -> HelpColumns:
    """The columns in their order: by question, then by time, then by the helper's id."""
    question, at = read.question, read.at
    order = np.lexsort((at, question))
    again = (question[order][1:] == question[order][:-1]) & (at[order][1:] == at[order][:-1])
    if again.any():  # two answers in one microsecond
        order = np.lexsort((_ranks(read.helper, accounts), at, question))
    return HelpColumns(
        accounts=accounts,
        question=question[order],
        helper=read.helper[order],
        asker=read.asker[order],
        at=at[order],
        unprompted=read.unprompted[order],
        withdrawn=read.withdrawn[order],
        waiting=waiting,
        unknown=unknown,
    )


def _ranks(helper: Places, accounts: Accounts) -> Places:
    """The place of each row's helper in the order of their refs."""
    ranks = np.zeros(len(accounts), np.int32)
    for rank, place in enumerate(sorted(set(helper.tolist()), key=accounts.__getitem__)):
        ranks[place] = rank
    return ranks[helper]
