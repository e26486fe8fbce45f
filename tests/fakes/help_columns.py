"""The columns of help, made from values one by one: what the databases gather in bulk must be the same."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

import numpy as np

from bot.domain.credits import Credit, Question, QuestionState
from bot.domain.readiness.columns import Accounts, Answers, HelpColumns, arranged
from bot.domain.recognition.past import PastHelps
from bot.domain.refs import MemberRef
from bot.domain.times import Micros


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
    asked = {question.ref: (number, question) for number, question in enumerate(questions)}
    given = [
        (credit, *asked[credit.question])
        for credit in credits_
        if credit.question in asked and credit.confidence >= floor and credit.answered_at < end
    ]
    answered = {question.ref for _, _, question in given}
    waiting = [
        question.asker
        for ref, (_, question) in asked.items()
        if ref not in answered and question.state is not QuestionState.WITHDRAWN
    ]
    people = sorted({*(credit.helper for credit, _, _ in given), *(q.asker for _, q in asked.values())})
    place = {member: number for number, member in enumerate(people)}
    read = Answers(
        np.array([number for _, number, _ in given], np.int32),
        np.array([place[credit.helper] for credit, _, _ in given], np.int32),
        np.array([place[question.asker] for _, _, question in given], np.int32),
        np.array([credit.answered_at for credit, _, _ in given], np.int64),
        np.array([credit.unprompted for credit, _, _ in given], np.bool_),
        np.array([question.state is QuestionState.WITHDRAWN for _, _, question in given], np.bool_),
    )
    unknown = sum(known is not None and member not in known for member in people)
    unanswered = np.array([place[asker] for asker in waiting], np.int32)
    return arranged(read, unanswered, Accounts.of(people), unknown)


def past_columns(credits_: Sequence[Credit]) -> PastHelps:
    """Credits in order of time as the columns that are kept in mind of them."""
    people = list(dict.fromkeys(member for one in credits_ for member in (one.helper, one.asker)))
    return PastHelps(
        people,
        [one.answered_at for one in credits_],
        [people.index(one.helper) for one in credits_],
        [people.index(one.asker) for one in credits_],
        [one.weight for one in credits_],
        [one.messages for one in credits_],
        [one.thanked_by for one in credits_],
    )
