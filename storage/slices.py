"""Parts of channels, ready for attribution."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, Table, select

from bot.domain.facts import Message, Reaction
from bot.domain.refs import MessageRef
from bot.domain.stretches import ChannelSlice, Stretch
from storage.bulk import Bulk
from storage.handle import chunks
from storage.many_messages import message_values
from storage.rows import AnyFound, correction_value, reaction_value, thread_value
from storage.tables import CORRECTION, MESSAGE, REACTION, THREAD

_ORDER = itemgetter(MESSAGE.c.keys().index("at"), MESSAGE.c.keys().index("id"))


def read_slice(bulk: Bulk, stretch: Stretch, before: int, after: int) -> ChannelSlice:
    """A part of one channel, see `ChannelSlice`."""
    return _Slicer(bulk, stretch).read(before, after)


class _Slicer:
    """Reads one channel."""

    def __init__(self, bulk: Bulk, stretch: Stretch) -> None:
        self._bulk = bulk
        self._stretch = stretch
        self._space = bulk.spaces.find(stretch.channel.space)

    def read(self, before: int, after: int) -> ChannelSlice:
        rows = self._flat(before, after)
        first = min([self._stretch.start, *(row.at for row in rows)])
        end = self._stretch.end + after
        roots = {row.id for row in rows} | self._orphans(first, end)
        rows += self._replies(roots)
        rows.sort(key=_ORDER)
        return self._with_marks(message_values(rows, self._bulk.spaces), roots)

    def _flat(self, before: int, after: int) -> list[AnyFound]:
        """Messages outside threads, with their context."""
        start, end = self._stretch.start, self._stretch.end + after
        newest_first = (MESSAGE.c.at.desc(), MESSAGE.c.id.desc())
        flat = self._here(select(MESSAGE)).where(MESSAGE.c.thread.is_(None))
        ahead = flat.where(MESSAGE.c.at < start).order_by(*newest_first).limit(before)
        inside = flat.where(MESSAGE.c.at >= start, MESSAGE.c.at < end)
        connection = self._bulk.connection
        return [*connection.execute(ahead), *connection.execute(inside)]

    def _replies(self, roots: Iterable[str]) -> list[AnyFound]:
        """Everything in these threads; only a list of values lets SQLite take the index of threads."""
        query = self._here(select(MESSAGE))
        found: list[AnyFound] = []
        for part in chunks(roots):
            found += self._bulk.connection.execute(query.where(MESSAGE.c.thread.in_(part))).all()
        return found

    def _orphans(self, first: int, end: int) -> set[str]:
        """Threads without a root whose earliest message lies between."""
        threaded = self._here(select(MESSAGE.c.thread)).where(MESSAGE.c.thread.is_not(None))
        seen = threaded.where(MESSAGE.c.at >= first, MESSAGE.c.at < end).distinct()
        threads = {row.thread for row in self._bulk.connection.execute(seen)}
        known = {row.id for row in self._among(MESSAGE, "id", threads, only=("id",))}
        at = self._bulk.earliest((self._space, self._stretch.channel.id, one) for one in threads - known)
        return {root for (_, _, root), earliest in at.items() if earliest >= first}

    def _with_marks(self, messages: list[Message], roots: Iterable[str]) -> ChannelSlice:
        """What people said about these messages."""
        spaces = self._bulk.spaces
        ids = [message.ref.id for message in messages]
        reactions: defaultdict[MessageRef, list[Reaction]] = defaultdict(list)
        for row in self._among(REACTION, "message", ids):
            if row.present:
                reaction = reaction_value(row, spaces)
                reactions[reaction.message].append(reaction)
        states = [thread_value(row, spaces) for row in self._among(THREAD, "root", roots)]
        corrections = [correction_value(row, spaces) for row in self._among(CORRECTION, "message", ids)]
        return ChannelSlice(
            tuple(messages),
            {ref: tuple(sorted(rs, key=lambda r: (r.member, r.emoji))) for ref, rs in reactions.items()},
            {state.root: state for state in states},
            tuple(sorted(corrections, key=lambda c: (c.at, c.message, c.helper, c.by, c.verdict))),
        )

    def _here(self, query: Select[Any]) -> Select[Any]:
        columns = MESSAGE.c
        return query.where(
            columns.community == self._bulk.number,
            columns.space == self._space,
            columns.channel == self._stretch.channel.id,
        )

    def _among(
        self, table: Table, column: str, ids: Iterable[str], only: tuple[str, ...] = ()
    ) -> list[AnyFound]:
        """The channel's rows in which `column` is one of these."""
        channel = self._stretch.channel.id
        wanted = ((self._space, channel, id_) for id_ in ids)
        return self._bulk.matching(table, ("space", "channel", column), wanted, only)
