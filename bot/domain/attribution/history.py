"""Who spoke, who addressed whom and when, as of each message: sorted once a channel, then looked up.

Everything is a place in the channel (a row of `Columns`), -1 where it never happened; readers bound how far
back they look.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.domain.attribution.columns import ADDRESSED, NONE, Columns, Ints


@dataclass(frozen=True, slots=True)
class Events:
    """Places by key, sorted: who named whom at `key * size + row`."""

    sorted: Ints
    size: int

    @classmethod
    def of(cls, keys: Ints, rows: Ints, size: int) -> Events:
        """Events of which each has a key (no negative ones) and a row below `size`."""
        return cls(np.sort(keys * size + rows), size)

    def last(self, keys: Ints, rows: Ints) -> Ints:
        """The last row before `rows` with these keys; -1 where there is none."""
        if not len(self.sorted):
            return np.full(np.broadcast(keys, rows).shape, NONE, dtype=np.int64)
        least = keys * self.size
        place = np.searchsorted(self.sorted, least + rows) - 1
        found = self.sorted[np.maximum(place, 0)] - least
        out: Ints = np.where((place >= 0) & (found >= 0), found, NONE)
        return out


@dataclass(frozen=True, slots=True)
class History:
    """Per message: the author's messages before and after, the last that named the author, and a last one.

    `called` names the author before the message; `target` is the last by the person whom it names first.
    `naming`: events by who is named; `turning`: by who names somebody; `telling`: by both.
    """

    before: Ints
    after: Ints
    called: Ints
    target: Ints
    people: int
    naming: Events
    turning: Events
    telling: Events

    def pair(self, speaker: Ints, named: Ints) -> Ints:
        """The key of a pair in `telling`."""
        return speaker * self.people + named


def history(columns: Columns) -> History:
    """One pass over the whole channel."""
    size = len(columns)
    rows = np.arange(size)
    people = max(int(columns.authors.max(initial=0)), int(columns.named.max(initial=0))) + 1
    speaking = Events.of(columns.authors, rows, size)
    before = speaking.last(columns.authors, rows)
    after = np.full(size, size + 1, dtype=np.int64)
    later = np.flatnonzero(before >= 0)
    after[before[later]] = later
    named = columns.named.ravel()
    naming = named >= 0
    row, speaker = np.repeat(rows, ADDRESSED)[naming], np.repeat(columns.authors, ADDRESSED)[naming]
    by_named = Events.of(named[naming], row, size)
    first = columns.named[:, 0]
    target = np.where(first >= 0, speaking.last(np.maximum(first, 0), rows), NONE)
    return History(
        before,
        after,
        by_named.last(columns.authors, rows),
        target,
        people,
        by_named,
        Events.of(columns.authors[first >= 0], rows[first >= 0], size),
        Events.of(speaker * people + named[naming], row, size),
    )
