"""What the second look sees: the conversations that the first look found in the last messages.

The first look links every message by itself. For a message, the links of the `WINDOW` messages before it make
conversations; nothing further back tells them apart, so that a part of a channel gives the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from bot.domain.attribution.columns import NONE, UNIT, Columns, Ints, Small, octaves
from bot.domain.attribution.history import History
from bot.domain.attribution.shortlist import LISTED

WINDOW = 60
"""How far back, in messages, conversations are told apart."""
_MOST = 63
_LEAPS = 6
"""Doublings of a step that together reach across the window."""
_ROW = np.arange(WINDOW)
Marks = npt.NDArray[np.bool_]
Narrow = npt.NDArray[np.int16]


@dataclass(slots=True)
class Conversations:
    """The first look's links of one channel, filled as it goes: `leaps[k][row]` is 2^k links further back.

    A message that starts a conversation is linked to itself.
    """

    leaps: list[Ints] = field(default_factory=list)

    @classmethod
    def of(cls, size: int) -> Conversations:
        """None found yet, of `size` messages."""
        return cls([np.arange(size) for _ in range(_LEAPS)])

    def add(self, first: int, links: Ints) -> None:
        """Take in the links (rows) of the messages from row `first` on; those before are there already."""
        end = first + len(links)
        self.leaps[0][first:end] = links
        for shorter, longer in zip(self.leaps, self.leaps[1:], strict=False):
            longer[first:end] = shorter[shorter[first:end]]

    def roots(self, places: Ints, floor: Ints) -> Ints:
        """Where the links lead from places: to a conversation's start, or to the first row before `floor`."""
        here = places
        for leap in reversed(self.leaps):
            there = leap[here]
            here = np.where(there >= floor, there, here)
        found: Ints = self.leaps[0][here]
        return found


@dataclass(frozen=True, slots=True)
class Around:
    """The messages of a chunk with what lies in their windows; (rows, LISTED) and (rows, WINDOW) arrays.

    `places`: the candidates' rows, `at` their columns in the window, `inside` whether they lie in it. `back`:
    the window's rows, the nearest first. `root` and `own`: which conversation the window's messages and
    the candidates belong to. `same`: which messages of the window are of a candidate's conversation,
    `theirs` by its author, `later` come after it.
    """

    rows: Ints
    inside: Marks
    at: Ints
    places: Ints
    back: Ints
    near: Marks
    root: Narrow
    own: Narrow
    same: Marks
    theirs: Marks
    later: Marks
    floor: Ints


def around(columns: Columns, known: Conversations, of: Ints, steps: Ints) -> Around:
    """The windows of the messages in rows `of` with candidates `steps` before them."""
    rows = of[:, None]
    back = rows - 1 - _ROW
    near, floor = back >= 0, np.maximum(rows - WINDOW, 0)
    back = np.maximum(back, 0)
    root = np.where(near, rows - known.roots(back, floor), NONE).astype(np.int16)
    inside = (steps <= WINDOW) & (steps <= rows)
    at = np.minimum(steps, WINDOW) - 1
    own = np.take_along_axis(root, at, axis=1)
    same = (root[:, None, :] == own[:, :, None]) & near[:, None, :]
    places = np.maximum(rows - 1 - at, 0)
    theirs = columns.authors[back].astype(np.int32)[:, None, :] == columns.authors[places][:, :, None]
    later = at[:, :, None] > _ROW
    return Around(rows, inside, at, places, back, near, root, own, same, theirs, later, floor)


def chosen(here: Around, steps: Ints, chances: Ints) -> Ints:
    """The place of each message: the likeliest conversation, and the likeliest candidate within it.

    A conversation's chance is the sum of its candidates'. Place 0 is "starts a conversation".
    """
    which = np.where(here.inside, here.own, -1 - steps)
    together = which[:, :, None] == which[:, None, :]
    pooled = (together * chances[:, None, 1:]).sum(axis=2) * np.where(chances[:, 1:] > 0, 1, 0)
    rank = pooled * 2**21 + chances[:, 1:] * 2**10 - steps
    best = rank.argmax(axis=1)
    row = np.arange(len(steps))
    place: Ints = np.where(pooled[row, best] > chances[:, 0], best + 1, 0)
    return place


def conversing(columns: Columns, past: History, known: Conversations, here: Around, chances: Ints) -> Small:
    """Inputs of a chunk's messages with their candidates, shape (CONVERSING, rows, 1 + LISTED).

    `chances` are the first look's, in thousandths, place 0 for "starts a conversation".
    """
    counts = _counts(columns, here, chances)
    planes = [*_taking_part(columns, here, counts), *_replying(columns, past, known, here)]
    out = np.zeros((CONVERSING, len(here.rows), LISTED + 1), dtype=np.int8)
    for place, plane in enumerate(planes):
        np.minimum(plane * here.inside, _MOST, out=out[place, :, 1:], casting="unsafe")
    out[-5, :, 1:] = chances[:, 1:] // 16
    most = [(count * here.inside).max(axis=1) for count in counts]
    out[-4, :, 0] = chances[:, 0] // 16
    out[-3, :, 0] = most[5] // 16
    out[-2, :, 0] = np.minimum(most[1], 3) * 12
    out[-1, :, 0] = np.minimum(most[2], 3) * 12
    return out


CONVERSING = 19 + 13 + 5


def _counts(columns: Columns, here: Around, chances: Ints) -> list[Ints]:
    """What is counted in each candidate's conversation.

    Messages; those by the author, by whom the author names, naming the author, asking; the sum of chances;
    messages by the candidate's author.
    """
    me, to = columns.authors[here.rows], columns.named[here.rows[:, 0], :1]
    they, named = columns.authors[here.back], columns.named[here.back, 0]
    pooled = np.zeros(here.back.shape, dtype=np.int64)
    np.add.at(pooled, (np.arange(len(pooled))[:, None], here.at), np.where(here.inside, chances[:, 1:], 0))
    told = [
        here.near,
        they == me,
        (they == to) & (to != NONE),
        named == me,
        columns.asking[here.back],
        pooled,
    ]
    sums = here.same.astype(np.float32) @ np.stack(told, axis=2).astype(np.float32)
    counted = [sums[:, :, k].astype(np.int64) for k in range(len(told))]
    return [*counted, (here.same & here.theirs).sum(axis=2)]


def _taking_part(columns: Columns, here: Around, counts: Sequence[Ints]) -> list[Ints]:
    """Who takes part in each candidate's conversation, how much, and how long ago."""
    total, mine, named, calling, asking, pooled, theirs = counts
    me, to = columns.authors[here.rows], columns.named[here.rows[:, 0], :1]
    last = here.same.argmax(axis=2)
    lately = np.maximum(here.rows - 1 - last, 0)
    gap = np.maximum(columns.at[here.rows] - columns.at[lately], 0)
    start = here.rows - np.maximum(here.own, 0)
    speaker, opener, opened = columns.authors[lately], columns.authors[start], start >= here.floor
    return [
        here.inside * UNIT,
        octaves(total) * 8,
        np.minimum(mine, 3) * 12,
        np.minimum(named, 3) * 12,
        np.minimum(calling, 3) * 12,
        np.minimum(asking, 3) * 12,
        np.minimum(theirs, 3) * 12,
        (total == theirs + mine) * UNIT,
        octaves(last + 1) * 8,
        (last == here.at) * UNIT,
        octaves(gap) * 3,
        (speaker == me) * UNIT,
        (columns.named[lately, 0] == me) * UNIT,
        ((speaker == to) & (to != NONE)) * UNIT,
        np.minimum((here.same & here.later).sum(axis=2), 7) * 8,
        (opened & (opener == me)) * UNIT,
        (opened & (opener == to)) * UNIT,
        (opened & (opener == columns.authors[here.places])) * UNIT,
        pooled // 16,
    ]


def _replying(columns: Columns, past: History, known: Conversations, here: Around) -> list[Ints]:
    """Who responds to whom within each candidate's conversation."""
    me, to = columns.authors[here.rows], columns.named[here.rows[:, 0], :1]
    links = known.leaps[0]
    parent = links[here.places]
    begins = parent == here.places
    whose = np.where(begins, NONE, columns.authors[parent])
    linked = np.where(here.near & (links[here.back] != here.back), here.rows - links[here.back], 0)
    child = linked.astype(np.int16)[:, None, :] == (here.at + 1).astype(np.int16)[:, :, None]
    by_me = (columns.authors[here.back] == me)[:, None, :]
    before = past.before[here.rows]
    own = np.where(before >= here.floor, before, NONE)
    mine = np.where(own == NONE, NONE, links[own])
    at = np.clip(here.rows - 1 - own, 0, WINDOW - 1)
    return [
        octaves(child.sum(axis=2)) * 12,
        np.minimum((child & by_me).sum(axis=2), 3) * 12,
        np.minimum((child & here.theirs).sum(axis=2), 3) * 12,
        (whose == me) * UNIT,
        ((own != NONE) & (parent == own)) * UNIT,
        (here.places == mine) * UNIT,
        ((own != NONE) & (parent == mine) & ~begins) * UNIT,
        begins * UNIT,
        ((whose == to) & (to != NONE)) * UNIT,
        (whose == columns.authors[here.places]) * UNIT,
        octaves(here.places - parent) * 6,
        np.minimum((here.same & here.later & here.theirs).sum(axis=2), 3) * 12,
        ((own != NONE) & (np.take_along_axis(here.root, at, axis=1) == here.own)) * UNIT,
    ]
