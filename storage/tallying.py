"""Questions and answers of a window as columns: two walks along indexes that hold all that is read.

Nothing is kept of a row but numbers: hundreds of thousands of small objects would keep the garbage collector
busier than the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select

from bot.domain.credits import QuestionState
from bot.domain.readiness.columns import Answers, HelpColumns, arranged
from bot.domain.refs import MemberRef
from storage.handle import Handle
from storage.spaces import Spaces
from storage.tables import ACCOUNT, CREDIT, QUESTION

_WITHDRAWN = QuestionState.WITHDRAWN.value


@dataclass(slots=True)
class _Numbers:
    """Numbers people in the order in which they come up."""

    spaces: Spaces
    refs: list[MemberRef] = field(default_factory=list)
    known: defaultdict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, space: int, id_: str) -> int:
        numbers = self.known[space]
        number = numbers.get(id_)
        if number is None:
            number = numbers[id_] = len(self.refs)
            self.refs.append(MemberRef(self.spaces[space], id_))
        return number


@dataclass(slots=True)
class _Asked:
    """Questions by channel and id, numbered; who asked each, and whether it was withdrawn."""

    numbers: defaultdict[tuple[int, str], dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    asker: list[int] = field(default_factory=list)
    gone: list[bool] = field(default_factory=list)


async def tally(handle: Handle, asked: ColumnElement[bool], answered: ColumnElement[bool]) -> HelpColumns:
    """The questions and the answers that these conditions select."""
    people = _Numbers(handle.spaces)
    questions = await _questions(handle, asked, people)
    read = await _answers(handle, answered, questions, people)
    helped = set(read.question)
    waiting = [
        asker
        for number, (asker, gone) in enumerate(zip(questions.asker, questions.gone, strict=True))
        if not gone and number not in helped
    ]
    return arranged(read, waiting, people.refs, await _unknown(handle, people))


async def _unknown(handle: Handle, people: _Numbers) -> int:
    """How many of these people no list of users names."""
    named = 0
    for space, numbers in people.known.items():
        query = select(ACCOUNT.c.id).where(handle.mine(ACCOUNT, space=space))
        named += len(numbers.keys() & set(await handle.column(query)))
    return len(people.refs) - named


async def _questions(handle: Handle, asked: ColumnElement[bool], people: _Numbers) -> _Asked:
    columns = QUESTION.c
    query = select(
        columns.space, columns.channel, columns.id, columns.asker_space, columns.asker, columns.state
    )
    found = _Asked()
    for row in await handle.rows(query.where(asked)):
        cells: Sequence[Any] = row
        space, channel, id_, asker_space, asker, state = cells
        found.numbers[space, channel][id_] = len(found.asker)
        found.asker.append(people.of(asker_space, asker))
        found.gone.append(state == _WITHDRAWN)
    return found


async def _answers(
    handle: Handle, answered: ColumnElement[bool], questions: _Asked, people: _Numbers
) -> Answers:
    columns = CREDIT.c
    query = select(
        columns.space,
        columns.channel,
        columns.question,
        columns.helper_space,
        columns.helper,
        columns.answered_at,
        columns.unprompted,
    )
    read = Answers([], [], [], [], [], [])
    for row in await handle.rows(query.where(answered)):
        cells: Sequence[Any] = row
        space, channel, question, helper_space, helper, at, unprompted = cells
        number = questions.numbers[space, channel].get(question)
        if number is not None:
            read.question.append(number)
            read.helper.append(people.of(helper_space, helper))
            read.asker.append(questions.asker[number])
            read.at.append(at)
            read.unprompted.append(unprompted)
            read.withdrawn.append(questions.gone[number])
    return read
