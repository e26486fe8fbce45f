"""Who spoke, who addressed whom and when, as of each message: one pass over a channel.

Everything is a place in the channel (a row of `Columns`), -1 where it never happened; readers bound how far
back they look.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.domain.attribution.columns import NONE, Columns, Ints


@dataclass(frozen=True, slots=True)
class History:
    """Per message: the author's messages before and after, the last that named the author, and a last one.

    `called` names the author before the message; `target` is the last by the person whom it names first.
    """

    before: Ints
    after: Ints
    called: Ints
    target: Ints


@dataclass(frozen=True, slots=True)
class Table:
    """As of each message of a chunk and for each person of it (columns; `local` numbers them).

    `spoke`: their last message; `called`: the last that named them; `partner`: whom they last
    addressed, in `turned`; `told`: when the message's author last named them; `heard`: the other way round.
    """

    local: Ints
    spoke: Ints
    called: Ints
    partner: Ints
    turned: Ints
    told: Ints
    heard: Ints


def history(columns: Columns) -> History:
    """One pass over the whole channel."""
    size = len(columns)
    before, after, called, target = (np.full(size, NONE, dtype=np.int64) for _ in range(4))
    last: dict[int, int] = {}
    name_at: dict[int, int] = {}
    for row, (author, others) in enumerate(
        zip(columns.authors.tolist(), columns.named.tolist(), strict=True)
    ):
        earlier = last.get(author, NONE)
        before[row] = earlier
        if earlier != NONE:
            after[earlier] = row
        called[row] = name_at.get(author, NONE)
        target[row] = last.get(others[0], NONE)
        last[author] = row
        for other in others:
            name_at[other] = row
    after[after == NONE] = size + 1
    return History(before, after, called, target)


def table(columns: Columns, context: int, first: int, end: int) -> Table:
    """The people of rows `first` to `end`, looking back from `first` by `context` rows at most."""
    start = max(0, first - context)
    people, inverse = np.unique(columns.authors[start:end], return_inverse=True)
    most = max(int(columns.authors.max(initial=0)), int(columns.named.max(initial=0)))
    local = np.full(most + 2, len(people), dtype=np.int64)
    local[people] = np.arange(len(people))
    size = len(people) + 1
    spoke, called, partner, turned = (np.full(size, NONE, dtype=np.int64) for _ in range(4))
    between = np.full((size, size), NONE, dtype=np.int64)
    out = [np.empty((end - first, size), dtype=np.int64) for _ in range(6)]
    named = local[columns.named[start:end]].tolist()
    for row, author in zip(range(start, end), inverse.tolist(), strict=True):
        if row >= first:
            place = row - first
            now = (spoke, called, partner, turned, between[author], between[:, author])
            for target, source in zip(out, now, strict=True):
                target[place] = source
        spoke[author] = row
        others = named[row - start]
        if columns.named[row, 0] != NONE:
            partner[author] = others[0]
            turned[author] = row
            for other, real in zip(others, columns.named[row], strict=True):
                if real != NONE:
                    called[other] = row
                    between[author, other] = row
    return Table(local, *out)
