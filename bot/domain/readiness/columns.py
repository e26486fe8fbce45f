"""A window's questions and answers as columns: what readiness counts, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from bot.domain.refs import MemberRef

Places = npt.NDArray[np.int32]
Instants = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


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

    accounts: tuple[MemberRef, ...] = ()
    question: Places = field(default_factory=_places)
    helper: Places = field(default_factory=_places)
    asker: Places = field(default_factory=_places)
    at: Instants = field(default_factory=_instants)
    unprompted: Flags = field(default_factory=_flags)
    withdrawn: Flags = field(default_factory=_flags)
    waiting: Places = field(default_factory=_places)
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Answers:
    """The columns as they are read: n answers, with questions and people numbered, all in any order."""

    question: list[int]
    helper: list[int]
    asker: list[int]
    at: list[int]
    unprompted: list[bool]
    withdrawn: list[bool]


def arranged(
    read: Answers, waiting: Sequence[int], accounts: Sequence[MemberRef], unknown: int
) -> HelpColumns:
    """The columns in their order: by question, then by time, then by the helper's id."""
    question, helper = np.array(read.question, np.int32), np.array(read.helper, np.int32)
    at = np.array(read.at, np.int64)
    order = np.lexsort((at, question))
    again = (question[order][1:] == question[order][:-1]) & (at[order][1:] == at[order][:-1])
    if again.any():  # two answers in one microsecond
        order = np.lexsort((_ranks(helper, accounts), at, question))
    return HelpColumns(
        accounts=tuple(accounts),
        question=question[order],
        helper=helper[order],
        asker=np.array(read.asker, np.int32)[order],
        at=at[order],
        unprompted=np.array(read.unprompted, np.bool_)[order],
        withdrawn=np.array(read.withdrawn, np.bool_)[order],
        waiting=np.array(waiting, np.int32),
        unknown=unknown,
    )


def _ranks(helper: Places, accounts: Sequence[MemberRef]) -> Places:
    """The place of each row's helper in the order of their refs."""
    ranks = np.zeros(len(accounts), np.int32)
    for rank, place in enumerate(sorted(set(helper.tolist()), key=accounts.__getitem__)):
        ranks[place] = rank
    return ranks[helper]
