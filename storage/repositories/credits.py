"""Questions and credits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Table, and_, false, func, or_, select

from bot.domain.credits import Attribution, Credit, Question, QuestionState
from bot.domain.readiness.columns import HelpColumns
from bot.domain.recognition.past import PastHelps
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.stretches import Stretch
from bot.domain.times import Micros
from storage.acquaintance import acquainted
from storage.bulk import Bulk
from storage.deriving import count_derived, derived
from storage.firsts import firsts
from storage.handle import Handle
from storage.many_credits import credit_values
from storage.past_helps import answered, past_helps
from storage.repositories import replays
from storage.rows import Columns, credit_row, credit_value, question_row, question_value
from storage.tables import CREDIT, QUESTION
from storage.tallying import tally


class SqlCredits:
    """`bot.ports.CreditRepository`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def version(self) -> int:
        """What changes with everything that is put here."""
        return await derived(self._handle)

    async def replace(self, stretch: Stretch, attribution: Attribution) -> None:
        """Put these in place of what the stretch had. A credit without its question counts where asked."""
        spaces = self._handle.spaces
        anchors = {question.ref: question.anchored_at for question in attribution.questions}
        credits_ = [(one, anchors.get(one.question, one.asked_at)) for one in attribution.credits]
        await self._put(stretch, QUESTION, [question_row(one, spaces) for one in attribution.questions])
        changed = await self._put(stretch, CREDIT, [credit_row(*one, spaces) for one in credits_])
        await count_derived(self._handle)
        until = await replays.latest(self._handle) if changed else None
        since = min(changed, default=0)
        if until is not None and since < until:  # what was carried over from weeks of which a credit changes
            await replays.drop(self._handle, Micros(since))

    async def _put(self, stretch: Stretch, table: Table, rows: Sequence[Columns]) -> list[int]:
        """Write what differs: most is derived again as it was. When the changed credits were answered."""
        handle, key = self._handle, table.primary_key.columns.keys()[1:]
        here = handle.mine(table, space=handle.spaces.find(stretch.channel.space), channel=stretch.channel.id)
        anchor = table.c.anchored_at
        found = await handle.rows(select(table).where(here, anchor >= stretch.start, anchor < stretch.end))
        old = {tuple([getattr(row, name) for name in key]): row._asdict() for row in found}
        new = {tuple([row[name] for name in key]): {"community": handle.number, **row} for row in rows}
        fresh = {at: row for at, row in new.items() if old.get(at) != row}
        gone = {at: row for at, row in old.items() if at not in new}
        await handle.at_once(Bulk.remove, table, tuple(key), list(gone))
        await handle.put(table, list(fresh.values()))
        stood = [old[at] for at in fresh if at in old]
        return [row.get("answered_at", 0) for row in (*gone.values(), *fresh.values(), *stood)]

    async def credits(
        self, start: Micros, end: Micros, channels: Sequence[ChannelRef] = ()
    ) -> Sequence[Credit]:
        """Credits by the time of the answer."""
        at = CREDIT.c.answered_at
        here = and_(self._handle.mine(CREDIT), at >= start, at < end, self._among(CREDIT, channels))
        rows = await self._handle.rows(select(CREDIT).where(here))
        found = credit_values(rows, self._handle.spaces)
        return sorted(found, key=lambda c: (c.answered_at, c.answer, c.question, c.helper))

    async def helps(
        self, start: Micros, end: Micros, floor: int, channels: Sequence[ChannelRef] = ()
    ) -> PastHelps:
        """The same as columns, from the floor."""
        at, sure = CREDIT.c.answered_at, CREDIT.c.confidence >= floor
        here = and_(self._handle.mine(CREDIT), at >= start, at < end, sure, self._among(CREDIT, channels))
        return await past_helps(self._handle, here)

    async def answered(self, questions: Iterable[MessageRef], since: Micros) -> Mapping[MessageRef, Micros]:
        """First answers to these questions."""
        return await answered(self._handle, questions, since)

    async def questions(
        self, start: Micros, end: Micros, channels: Sequence[ChannelRef] = ()
    ) -> Sequence[Question]:
        """Questions by the time of asking."""
        at = QUESTION.c.at
        here = and_(self._handle.mine(QUESTION), at >= start, at < end, self._among(QUESTION, channels))
        rows = await self._handle.rows(select(QUESTION).where(here))
        found = [question_value(row, self._handle.spaces) for row in rows]
        return sorted(found, key=lambda question: (question.at, question.ref))

    async def of(self, question: MessageRef) -> tuple[Question | None, Sequence[Credit]]:
        """One question and its credits, by their keys."""
        handle, spaces = self._handle, self._handle.spaces
        place = {"space": spaces.find(question.channel.space), "channel": question.channel.id}
        asked = select(QUESTION).where(handle.mine(QUESTION, id=question.id, **place))
        given = select(CREDIT).where(handle.mine(CREDIT, question=question.id, **place))
        found = [question_value(row, spaces) for row in await handle.rows(asked)]
        credits_ = [credit_value(row, spaces) for row in await handle.rows(given)]
        return next(iter(found), None), sorted(credits_, key=lambda c: (c.answered_at, c.answer, c.helper))

    async def waiting(
        self, start: Micros, end: Micros, channels: Sequence[ChannelRef], most: int
    ) -> tuple[Sequence[Question], int]:
        """Open questions, the longest waiting first."""
        c, handle = QUESTION.c, self._handle
        here = and_(
            *(handle.mine(QUESTION), c.at >= start, c.at < end),
            *(c.state == QuestionState.OPEN.value, self._among(QUESTION, channels)),
        )
        count = await handle.connection.scalar(select(func.count()).select_from(QUESTION).where(here))
        first = select(QUESTION).where(here).order_by(c.at, c.space, c.channel, c.id).limit(most)
        return [question_value(row, handle.spaces) for row in await handle.rows(first)], count or 0

    async def tally(
        self, start: Micros, end: Micros, floor: int, channels: Sequence[ChannelRef] = ()
    ) -> HelpColumns:
        """Questions and answers as columns."""
        handle, at, answered_at = self._handle, QUESTION.c.at, CREDIT.c.answered_at
        asked = and_(handle.mine(QUESTION), at >= start, at < end, self._among(QUESTION, channels))
        answered = and_(handle.mine(CREDIT), answered_at >= start, answered_at < end)
        return await tally(handle, asked, and_(answered, CREDIT.c.confidence >= floor))

    async def first_answers(self, helpers: Iterable[MemberRef], floor: int) -> Mapping[MemberRef, Micros]:
        """When each helped first."""
        spaces, helpers = self._handle.spaces, list(helpers)
        keys = [(spaces.find(helper.space), helper.id) for helper in helpers]
        columns = ("helper", "answered_at")
        found = await firsts(self._handle, CREDIT, columns, keys, ("confidence", floor))
        first = {MemberRef(spaces[space], id_): Micros(at) for (space, id_), at in found.items()}
        for helper, row in (await acquainted(self._handle, helpers)).items():
            if row.answered is not None:
                first[helper] = Micros(min(first.get(helper, row.answered), row.answered))
        return first

    def _among(self, table: Table, channels: Sequence[ChannelRef]) -> ColumnElement[bool]:
        """Rows in these channels; all where none is given."""
        if not channels:
            return table.c.community == self._handle.number
        groups: defaultdict[int, list[str]] = defaultdict(list)
        for channel in channels:
            groups[self._handle.spaces.find(channel.space)].append(channel.id)
        parts = [and_(table.c.space == space, table.c.channel.in_(ids)) for space, ids in groups.items()]
        return or_(false(), *parts)
