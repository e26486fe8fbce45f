"""Content words that messages have in common, the rarer the weightier, from salted sketches alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.domain.attribution.columns import Columns, Ints, octaves

_NEAREST = 24
"""How many earlier uses of a word are looked at: a word used more often says nothing anyway."""
_RAREST = 8


@dataclass(frozen=True, slots=True)
class Overlap:
    """Of the messages from row `first` on with the d-th message before each, shape (messages, reach).

    `total` weight and `count` of shared words; `wordy`: how many words each message of the channel has;
    `by_author`: weight shared with everything a person said lately, (messages, people); `number`: whose
    column that is, from row `start` on.
    """

    total: Ints
    count: Ints
    best: Ints
    wordy: Ints
    by_author: Ints
    number: Ints
    start: int
    first: int


def overlap(columns: Columns, first: int, end: int, reach: int, context: int) -> Overlap:
    """Words that rows `first` to `end` share; rarity is counted in the `context` messages before each."""
    mine, theirs, weight = _shared(columns, first, end, reach, context)
    size = end - first
    place = (mine - first) * reach + (mine - theirs - 1)
    total = _sums(place, weight, size * reach).reshape(size, reach)
    count = np.bincount(place, minlength=size * reach).reshape(size, reach)
    start = max(0, first - reach)
    people, number = np.unique(columns.authors[start:end], return_inverse=True)
    place = (mine - first) * len(people) + number[theirs - start]
    by_author = _sums(place, weight, size * len(people)).reshape(size, len(people))
    wordy = np.bincount(columns.owner, minlength=len(columns))
    return Overlap(total, count, total.max(axis=1, initial=0), wordy, by_author, number, start, first)


def planes(told: Overlap, rows: Ints, steps: Ints) -> list[Ints]:
    """What the words say of the candidates `steps` before these rows; each as `steps` in shape."""
    row = rows[:, None] - told.first
    there = np.maximum(rows[:, None] - steps, 0)
    total, count = told.total[row, steps - 1], told.count[row, steps - 1]
    mine, theirs = told.wordy[rows, None], told.wordy[there]
    with_author = told.by_author[row, told.number[np.maximum(there - told.start, 0)]]
    return [
        total * 2,
        np.minimum(count, 3) * 8,
        count * 8 // np.maximum(mine, 4) * 4,
        count * 8 // np.maximum(theirs, 4) * 4,
        ((count == mine) & (count == theirs) & (count > 0)) * 16,
        ((total == told.best[row]) & (total > 0)) * 16,
        octaves(with_author) * 6,
    ]


def _sums(place: Ints, weight: Ints, size: int) -> Ints:
    """Sums of whole numbers; exact, as they stay far below 2^53."""
    sums: Ints = np.bincount(place, weights=weight, minlength=size).astype(np.int64)
    return sums


def _shared(columns: Columns, first: int, end: int, reach: int, context: int) -> tuple[Ints, Ints, Ints]:
    """(message, earlier message, weight) for every word that two of them share."""
    start = max(0, first - context)
    low, high = np.searchsorted(columns.owner, [start, end])
    owner = columns.owner[low:high]
    _, word = np.unique(columns.word[low:high], return_inverse=True)
    key = word * (end + 1) + owner
    key.sort()
    word, owner = key // (end + 1), key % (end + 1)
    used = np.arange(len(key)) - np.searchsorted(key, key - np.minimum(owner, context))
    rarity = np.maximum(_RAREST - octaves(2 * used), 0)
    found: list[tuple[Ints, Ints, Ints]] = []
    for back in range(1, _NEAREST + 1):
        same = np.flatnonzero((word[back:] == word[:-back]) & (owner[back:] >= first))
        if not len(same):
            break
        same = same[owner[same + back] - owner[same] <= reach]
        found.append((owner[same + back], owner[same], rarity[same + back]))
    empty = np.zeros(0, dtype=np.int64)
    mine, theirs, weight = (
        np.concatenate(column)
        for column in (zip(*found, strict=True) if found else ([empty], [empty], [empty]))
    )
    return mine, theirs, weight
