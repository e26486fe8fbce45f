"""Questions and answers of a window as columns: two walks along indexes that hold all that is read.

Nothing is kept of a row but numbers: hundreds of thousands of small objects would keep the garbage collector
busier than the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from operator import add
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement

from bot.domain.credits import QuestionState
from bot.domain.readiness.columns import Accounts, Answers, Flags, HelpColumns, Places, arranged
from storage.handle import Handle
from storage.spaces import Spaces
from storage.tables import ACCOUNT, CREDIT, QUESTION


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """Questions, numbered by where they are; who asked each, and whether it was withdrawn."""

    numbers: dict[str, int]
    asker: Places
    gone: Flags


async def tally(handle: Handle, asked: ColumnElement[bool], answered: ColumnElement[bool]) -> HelpColumns:
    """The questions and the answers that these conditions select."""
    people = Accounts()
    questions = await _questions(handle, asked, people)
    read = await _answers(handle, answered, questions, people)
    waiting = ~questions.gone
    waiting[read.question] = False
    return arranged(read, questions.asker[waiting], people, await _unknown(handle, people))


async def _unknown(handle: Handle, people: Accounts) -> int:
    """How many of these people no list of users names."""
    named = 0
    for space, places in people.by_space().items():
        (ids,) = await handle.packed((ACCOUNT.c.id,), handle.mine(ACCOUNT, space=handle.spaces.find(space)))
        named += sum(map(places.__contains__, ids))
    return len(people) - named


async def _questions(handle: Handle, asked: ColumnElement[bool], people: Accounts) -> _Asked:
    c = QUESTION.c
    gone = c.state == QuestionState.WITHDRAWN.value
    *where, spaces, askers, withdrawn = await _read(
        handle, (c.space, c.channel, c.id, c.asker_space, c.asker, gone), asked
    )
    numbers = dict(zip(_keys(*where), range(len(askers)), strict=True))
    return _Asked(numbers, _placed(people, handle.spaces, spaces, askers), np.array(withdrawn, np.bool_))


async def _answers(
    handle: Handle, answered: ColumnElement[bool], questions: _Asked, people: Accounts
) -> Answers:
    c = CREDIT.c
    *where, spaces, helpers, at, unprompted = await _read(
        handle,
        (c.space, c.channel, c.question, c.helper_space, c.helper, c.answered_at, c.unprompted),
        answered,
    )
    about = np.fromiter(map(questions.numbers.get, _keys(*where), repeat(-1)), np.int32, len(at))
    of_window = about >= 0
    kept, question = of_window.tolist(), about[of_window]
    return Answers(
        question,
        _placed(people, handle.spaces, list(compress(spaces, kept)), list(compress(helpers, kept))),
        questions.asker[question],
        np.array(at, np.int64)[of_window],
        np.array(unprompted, np.bool_)[of_window],
        questions.gone[question],
    )


async def _read(
    handle: Handle, columns: Sequence[ColumnElement[Any]], where: ColumnElement[bool]
) -> list[list[Any]]:
    """`handle.packed`; where a community has but one space, as nearly all do, its number is not read."""
    spaces = handle.spaces.all()
    if len(spaces) != 1:
        return await handle.packed(columns, where)
    told = {id(column) for column in columns if column.key in {"space", "asker_space", "helper_space"}}
    read = iter(await handle.packed([column for column in columns if id(column) not in told], where))
    found = [None if id(column) in told else next(read) for column in columns]
    n = max(len(column) for column in found if column is not None)
    return [[spaces[0][1]] * n if column is None else column for column in found]


def _keys(spaces: Sequence[int], channels: Sequence[str], ids: Sequence[str]) -> Iterable[str]:
    """One text for where each question is: with the channel's length in it, no two places share one."""
    if len(set(spaces)) > 1:
        places = zip(spaces, channels, ids, strict=True)
        return [f"{space}:{len(channel)}:{channel}{id_}" for space, channel, id_ in places]
    begins = {channel: f"{spaces[0]}:{len(channel)}:{channel}" for channel in set(channels)}
    return map(add, map(begins.__getitem__, channels), ids)


def _placed(people: Accounts, known: Spaces, spaces: Sequence[int], ids: Sequence[str]) -> Places:
    """The place of each, one space after the other: so the loop over rows stays in C."""
    of, places = np.array(spaces, np.int32), np.zeros(len(ids), np.int32)
    for space in sorted(set(spaces)):
        here = of == space
        places[here] = people.number(known[space], list(compress(ids, here.tolist())))
    return places
