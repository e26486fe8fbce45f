"""Content words that messages have in common, the rarer the weightier, from salted sketches alone."""

from __future__ import annotations

import numpy as np

from bot.domain.attribution.columns import Columns, Ints, octaves

_NEAREST = 24
"""How many earlier uses of a word are looked at: a word used more often says nothing anyway."""
_RAREST = 8


def overlap(columns: Columns, first: int, end: int, reach: int, context: int) -> tuple[list[Ints], Ints]:
    """Planes (messages, `reach`) about words shared with the d-th message before, and the best of each row.

    Rarity is counted in the `context` messages before each message.
    """
    mine, theirs, weight = _shared(columns, first, end, reach, context)
    size = end - first
    place = (mine - first) * reach + (mine - theirs - 1)
    total = _sums(place, weight, size * reach).reshape(size, reach)
    count = np.bincount(place, minlength=size * reach).reshape(size, reach)
    best = total.max(axis=1, initial=0)
    start = max(0, first - reach)
    people, number = np.unique(columns.authors[start:end], return_inverse=True)
    place = (mine - first) * len(people) + number[theirs - start]
    by_author = _sums(place, weight, size * len(people)).reshape(size, len(people))
    rows, steps = np.arange(first, end)[:, None], np.arange(1, reach + 1)[None, :]
    there = np.maximum(rows - steps, start)
    size_of = np.bincount(columns.owner, minlength=len(columns))
    with_author = by_author[rows - first, number[there - start]]
    planes = [
        total * 2,
        np.minimum(count, 3) * 8,
        count * 8 // np.maximum(size_of[first:end, None], 4) * 4,
        count * 8 // np.maximum(size_of[np.maximum(rows - steps, 0)], 4) * 4,
        ((count == size_of[first:end, None]) & (count == size_of[np.maximum(rows - steps, 0)]) & (count > 0))
        * 16,
        ((total == best[:, None]) & (total > 0)) * 16,
        octaves(with_author) * 6,
    ]
    return planes, best * 2


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
