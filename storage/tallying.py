"""Questions and answers of a window as columns: two walks along indexes that hold all that is read.

Nothing is kept of a row but numbers: hundreds of thousands of small objects would keep the garbage collector
busier than the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement

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

    def of(self, spaces: Sequence[int], ids: Sequence[str]) -> list[int]:
        """The number of each. Nearly always all are of one space: then the loop over rows stays in C."""
        different = set(spaces)
        if len(different) == 1:
            return self._in(different.pop(), ids)
        return [self._in(space, (id_,))[0] for space, id_ in zip(spaces, ids, strict=True)]

    def _in(self, space: int, ids: Sequence[str]) -> list[int]:
        known = self.known[space]
        for id_ in dict.fromkeys(ids):
            if id_ not in known:
                known[id_] = len(self.refs)
                self.refs.append(MemberRef(self.spaces[space], id_))
        return list(map(known.__getitem__, ids))


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
        (ids,) = await handle.packed((ACCOUNT.c.id,), handle.mine(ACCOUNT, space=space))
        named += len(numbers.keys() & set(ids))
    return len(people.refs) - named


async def _questions(handle: Handle, asked: ColumnElement[bool], people: _Numbers) -> _Asked:
    columns = QUESTION.c
    spaces, channels, ids, asker_spaces, askers, states = await handle.packed(
        (columns.space, columns.channel, columns.id, columns.asker_space, columns.asker, columns.state), asked
    )
    found = _Asked(asker=people.of(asker_spaces, askers), gone=[state == _WITHDRAWN for state in states])
    for number, (space, channel, id_) in enumerate(zip(spaces, channels, ids, strict=True)):
        found.numbers[space, channel][id_] = number
    return found


async def _answers(
    handle: Handle, answered: ColumnElement[bool], questions: _Asked, people: _Numbers
) -> Answers:
    columns = CREDIT.c
    rows = await handle.packed(
        (
            columns.space,
            columns.channel,
            columns.question,
            columns.helper_space,
            columns.helper,
            columns.answered_at,
            columns.unprompted,
        ),
        answered,
    )
    spaces, channels, about, helper_spaces, helpers, at, unprompted = rows
    places = zip(spaces, channels, about, strict=True)
    number = [questions.numbers[space, channel].get(id_, -1) for space, channel, id_ in places]
    kept = [row for row, question in enumerate(number) if question >= 0]
    question = [number[row] for row in kept]
    return Answers(
        question,
        people.of([helper_spaces[row] for row in kept], [helpers[row] for row in kept]),
        [questions.asker[each] for each in question],
        [at[row] for row in kept],
        [unprompted[row] for row in kept],
        [questions.gone[each] for each in question],
    )
