"""Questions and answers of a window as columns: only what readiness counts is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select

from bot.domain.credits import QuestionState
from bot.domain.readiness.columns import Answers, HelpColumns, arranged
from bot.domain.refs import MemberRef
from storage.handle import Handle
from storage.tables import ACCOUNT, CREDIT, QUESTION

_WITHDRAWN = QuestionState.WITHDRAWN.value


async def tally(handle: Handle, asked: ColumnElement[bool], end: int, floor: int) -> HelpColumns:
    """The answers to the questions that `asked` selects, and how many still wait for whom."""
    counts = and_(
        handle.mine(CREDIT),
        CREDIT.c.space == QUESTION.c.space,
        CREDIT.c.channel == QUESTION.c.channel,
        CREDIT.c.question == QUESTION.c.id,
        CREDIT.c.confidence >= floor,
        CREDIT.c.answered_at < end,
    )
    helped = await _answers(handle, asked, counts)
    still = select(QUESTION.c.asker_space, QUESTION.c.asker).where(
        asked, QUESTION.c.state != _WITHDRAWN, ~exists().where(counts)
    )
    waiting = [(row.asker_space, row.asker) for row in await handle.rows(still)]
    accounts = select(ACCOUNT.c.space, ACCOUNT.c.id).where(handle.mine(ACCOUNT))
    known = {(row.space, row.id) for row in await handle.rows(accounts)}
    spaces = handle.spaces
    return arranged(helped, waiting, lambda account: MemberRef(spaces[account[0]], account[1]), known)


async def _answers(handle: Handle, asked: ColumnElement[bool], counts: ColumnElement[bool]) -> Answers:
    query = (
        select(
            QUESTION.c.space,
            QUESTION.c.channel,
            QUESTION.c.id,
            CREDIT.c.helper_space,
            CREDIT.c.helper,
            QUESTION.c.asker_space,
            QUESTION.c.asker,
            CREDIT.c.answered_at,
            CREDIT.c.unprompted,
            QUESTION.c.state,
        )
        .join_from(QUESTION, CREDIT, counts)
        .where(asked)
    )
    numbers: dict[tuple[int, str, str], int] = {}
    read = Answers([], [], [], [], [], [])
    for row in await handle.rows(query):
        cells: Sequence[Any] = row
        space, channel, id_, helper_space, helper, asker_space, asker, at, unprompted, state = cells
        read.question.append(numbers.setdefault((space, channel, id_), len(numbers)))
        read.helper.append((helper_space, helper))
        read.asker.append((asker_space, asker))
        read.at.append(at)
        read.unprompted.append(unprompted)
        read.withdrawn.append(state == _WITHDRAWN)
    return read
