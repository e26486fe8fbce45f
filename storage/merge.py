"""Merging facts of one kind into their table: read what is there, let the greater version win, write.

Deciding here and not in SQL keeps one rule (`storage.canonical.wins`) for all databases, and says what
changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, TypeVar

from sqlalchemy import Table

from bot.domain.facts import Channel, Correction, Message, Reaction, ThreadState
from storage import rows
from storage.bulk import Bulk
from storage.canonical import wins
from storage.rows import AnyFound, Columns
from storage.spaces import Spaces
from storage.tables import CHANNEL, CORRECTION, MESSAGE, REACTION, THREAD

F = TypeVar("F", Message, Reaction, ThreadState, Correction, Channel)
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Kind(Generic[F]):
    """How facts of one kind lie in their table. Keys begin with `fixed` columns, then the most various."""

    table: Table
    fixed: tuple[str, ...]
    row: Callable[[F, Spaces], Columns]
    value: Callable[[AnyFound, Spaces], F]

    @property
    def key(self) -> tuple[str, ...]:
        """The primary key without the community."""
        return tuple(column.name for column in self.table.primary_key)[1:]


@dataclass(frozen=True, slots=True)
class Change(Generic[F]):
    """A fact that made a difference, and what stood before."""

    new: F
    old: F | None


CHANNELS = Kind(CHANNEL, ("space",), rows.channel_row, rows.channel_value)
CORRECTIONS = Kind(CORRECTION, ("space", "channel"), rows.correction_row, rows.correction_value)
MESSAGES = Kind(MESSAGE, ("space", "channel"), rows.message_row, rows.message_value)
REACTIONS = Kind(REACTION, ("space", "channel"), rows.reaction_row, rows.reaction_value)
THREADS = Kind(THREAD, ("space", "channel"), rows.thread_row, rows.thread_value)


def merge(
    bulk: Bulk, kind: Kind[F], facts: Sequence[F], known: Mapping[Key, F] | None = None
) -> dict[Key, Change[F]]:
    """Merge facts into the state; what changed, in the order of the keys' first appearance.

    `known`: what stands at the facts' keys, where the caller has looked.
    """
    if not facts:
        return {}
    best, new_rows = _best(bulk, kind, facts)
    old = standing(bulk, kind, best) if known is None else known
    changes: dict[Key, Change[F]] = {}
    for key, fact in best.items():
        before = old.get(key)
        if before is None or wins(fact, before):
            changes[key] = Change(fact, before)
    bulk.put(kind.table, [new_rows[key] for key in changes])
    return changes


def standing(bulk: Bulk, kind: Kind[F], keys: Iterable[Key]) -> dict[Key, F]:
    """What the tables hold at these keys, and at others that begin like them."""
    start = len(kind.fixed) + 1
    found = bulk.matching(kind.table, kind.key[:start], {key[:start] for key in keys})
    return {tuple([getattr(row, name) for name in kind.key]): kind.value(row, bulk.spaces) for row in found}


def _best(bulk: Bulk, kind: Kind[F], facts: Iterable[F]) -> tuple[dict[Key, F], dict[Key, Columns]]:
    key_of = itemgetter(*kind.key)
    best: dict[Key, F] = {}
    new_rows: dict[Key, Columns] = {}
    for fact in facts:
        row = kind.row(fact, bulk.spaces)
        key = key_of(row)
        known = best.get(key)
        if known is None or wins(fact, known):
            best[key] = fact
            new_rows[key] = row
    return best, new_rows
