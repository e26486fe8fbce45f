"""A window's questions and answers as columns: what readiness counts, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from bot.domain.credits import Credit, Question, QuestionState
from bot.domain.refs import MemberRef
from bot.domain.times import Micros

Places = npt.NDArray[np.int32]
Instants = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


Account = tuple[int, str]
"""An account as it is stored: the number of its space, and its id."""


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
    """The columns as they are read, n answers in any order; `question` numbers questions in any order."""

    question: list[int]
    helper: list[Account]
    asker: list[Account]
    at: list[int]
    unprompted: list[bool]
    withdrawn: list[bool]


def arranged(
    read: Answers,
    waiting: Sequence[Account],
    member: Callable[[Account], MemberRef],
    known: Container[Account],
) -> HelpColumns:
    """The columns in their order: by question, then by time, then by helper."""
    people = sorted({*read.helper, *read.asker, *waiting})
    place = {account: number for number, account in enumerate(people)}
    question = np.array(read.question, np.int32)
    helper = np.array([place[account] for account in read.helper], np.int32)
    at = np.array(read.at, np.int64)
    order = np.lexsort((helper, at, question))
    return HelpColumns(
        accounts=tuple(map(member, people)),
        question=question[order],
        helper=helper[order],
        asker=np.array([place[account] for account in read.asker], np.int32)[order],
        at=at[order],
        unprompted=np.array(read.unprompted, np.bool_)[order],
        withdrawn=np.array(read.withdrawn, np.bool_)[order],
        waiting=np.array([place[account] for account in waiting], np.int32),
        unknown=sum(account not in known for account in people),
    )


def columns_of(
    questions: Iterable[Question],
    credits_: Iterable[Credit],
    floor: int,
    end: Micros,
    known: Container[MemberRef] | None = None,
) -> HelpColumns:
    """The columns of these questions and of the credits that answer them before `end` (µs).

    `floor`: the confidence (0-1000) from which a credit counts. `known`: whom a list of users names; None
    where everybody is.
    """
    asked = {question.ref: question for question in questions}
    given = [
        credit
        for credit in credits_
        if credit.question in asked and credit.confidence >= floor and credit.answered_at < end
    ]
    number = {ref: place for place, ref in enumerate(asked)}
    answered = {credit.question for credit in given}
    open_ = (q for ref, q in asked.items() if ref not in answered and q.state is not QuestionState.WITHDRAWN)
    read = Answers(
        [number[credit.question] for credit in given],
        [_account(credit.helper) for credit in given],
        [_account(asked[credit.question].asker) for credit in given],
        [credit.answered_at for credit in given],
        [credit.unprompted for credit in given],
        [asked[credit.question].state is QuestionState.WITHDRAWN for credit in given],
    )
    waiting = [question.asker for question in open_]
    people = {*waiting, *(c.helper for c in given), *(asked[c.question].asker for c in given)}
    members = {_account(member): member for member in people}
    listed = {account for account, member in members.items() if known is None or member in known}
    return arranged(read, [_account(asker) for asker in waiting], members.__getitem__, listed)


def _account(member: MemberRef) -> Account:
    return 0, str(member)
