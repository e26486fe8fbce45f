"""Questions and answers of a window as columns: two walks along indexes that hold all that is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from bot.domain.credits import QuestionState
from bot.domain.readiness.columns import Account, Answers, HelpColumns, arranged
from bot.domain.refs import MemberRef
from storage.handle import Handle
from storage.tables import ACCOUNT, CREDIT, QUESTION

_WITHDRAWN = QuestionState.WITHDRAWN.value
_Asked = dict[tuple[int, str, str], tuple[int, Account, bool]]
"""By the question's place: its number, who asked, and whether it was withdrawn."""


async def tally(handle: Handle, asked: ColumnElement[bool], answered: ColumnElement[bool]) -> HelpColumns:
    """The questions and the answers that these conditions select."""
    questions = await _questions(handle, asked)
    read = await _answers(handle, answered, questions)
    helped = set(read.question)
    waiting = [asker for number, asker, gone in questions.values() if number not in helped and not gone]
    del questions, helped
    accounts = select(ACCOUNT.c.space, ACCOUNT.c.id).where(handle.mine(ACCOUNT))
    known = {(row.space, row.id) for row in await handle.rows(accounts)}
    spaces = handle.spaces
    return arranged(read, waiting, lambda account: MemberRef(spaces[account[0]], account[1]), known)


async def _questions(handle: Handle, asked: ColumnElement[bool]) -> _Asked:
    columns = QUESTION.c
    query = select(
        columns.space, columns.channel, columns.id, columns.asker_space, columns.asker, columns.state
    )
    found: _Asked = {}
    for row in await handle.rows(query.where(asked)):
        cells: Sequence[Any] = row
        space, channel, id_, asker_space, asker, state = cells
        found[space, channel, id_] = len(found), (asker_space, asker), state == _WITHDRAWN
    return found


async def _answers(handle: Handle, answered: ColumnElement[bool], questions: _Asked) -> Answers:
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
        about = questions.get((space, channel, question))
        if about is not None:
            read.question.append(about[0])
            read.helper.append((helper_space, helper))
            read.asker.append(about[1])
            read.at.append(at)
            read.unprompted.append(unprompted)
            read.withdrawn.append(about[2])
    return read
