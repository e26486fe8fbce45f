"""What the link model sees, as small whole numbers: of each message alone, and of each pair.

A message may see `CONTEXT` messages back; what is said of a candidate itself looks `BEHIND` back, so that
candidates up to 100 messages away stay inside.
"""

from __future__ import annotations

import numpy as np

from bot.domain.attribution.columns import NONE, UNIT, WORDING, Columns, Ints, Small, octaves
from bot.domain.attribution.history import History
from bot.domain.attribution.overlap import Overlap, planes
from bot.domain.attribution.shortlist import LISTED

CONTEXT = 140
BEHIND = 40
_PACE = 50
_MOST = 63


def alone(columns: Columns, past: History, near: int) -> Small:
    """Inputs of each message by itself, looking back by `near` messages, shape (messages, ALONE)."""
    rows = np.arange(len(columns))
    oldest = np.maximum(rows - near, 0)
    own, called, found = past.before >= oldest, past.called >= oldest, past.target >= oldest
    back = np.maximum(rows - 1, 0)
    paced = np.maximum(rows - min(_PACE, near), 0)
    gap = columns.at - columns.at[back]
    pace = (columns.at - columns.at[paced]) // np.maximum(rows - paced, 1)
    own_gap = np.where(own, columns.at - columns.at[past.before], 0)
    own_rows = np.where(own, rows - past.before, 0)
    target_rows = np.where(found, rows - past.target, 0)
    context = (
        own * UNIT,
        (own_rows == 1) * UNIT,
        octaves(own_rows) * 4,
        octaves(own_gap) * 3,
        called * UNIT,
        (called & (past.called > past.before)) * UNIT,
        octaves(np.where(called, rows - past.called, 0)) * 4,
        (columns.named[:, 0] != NONE) * UNIT,
        (columns.named[:, 1] != NONE) * UNIT,
        found * UNIT,
        octaves(target_rows) * 4,
        octaves(gap) * 3,
        octaves(pace) * 3,
        _voices(past, rows),
        (rows < near) * UNIT,
    )
    told = np.stack([np.minimum(column, _MOST) for column in context], axis=1).astype(np.int8)
    out: Small = np.concatenate([columns.wording, told], axis=1)
    return out


ALONE = WORDING + 15


def _voices(past: History, rows: Ints) -> Ints:
    """How many people wrote the twenty messages before each."""
    near = rows[:, None] - np.arange(1, 21)[None, :]
    first = past.before[np.maximum(near, 0)] < rows[:, None] - 20
    counted: Ints = (first & (near >= 0)).sum(axis=1)
    return counted * 3


def pairs(columns: Columns, past: History, of: Ints, steps: Ints, words: Overlap) -> Small:
    """Inputs of the messages in rows `of` with their listed candidates, `steps` before them.

    Shape (PAIR, messages, 1 + LISTED): place 0 is "starts a conversation".
    """
    size = len(steps)
    rows = of[:, None]
    there = np.maximum(rows - steps, 0)
    seen = [
        *_distance(columns, rows, steps, there),
        *_addressing(columns, rows, there),
        *_turns(columns, past, rows, there),
        *_between_two(columns, past, rows, there),
        *planes(words, of, steps),
    ]
    out = np.zeros((PAIR, size, LISTED + 1), dtype=np.int8)
    for place, plane in enumerate(seen):
        np.minimum(plane, _MOST, out=out[place, :, 1:], casting="unsafe")
    out[-3, :, 0] = UNIT
    out[-2, :, 0] = np.minimum(words.best[of - words.first] * 2, _MOST)
    out[-1, :, 0] = np.minimum(np.minimum(rows[:, 0], 100) // 2, _MOST)
    return out


PAIR = 15 + 8 + 12 + 13 + 7 + 3


def _distance(columns: Columns, rows: Ints, steps: Ints, there: Ints) -> list[Ints]:
    gap = np.maximum(columns.at[rows] - columns.at[there], 0)
    paced = np.maximum(rows - _PACE, 0)
    pace = (columns.at[rows] - columns.at[paced]) // np.maximum(rows - paced, 1) + 1
    return [
        *((steps <= most) * UNIT for most in (1, 2, 3, 5, 9, 16, 30, 60)),
        octaves(gap) * 3,
        octaves(gap * 16 // pace) * 4,
        *((gap <= most) * UNIT for most in (150, 600, 3_000, 18_000, 144_000)),
    ]


def _addressing(columns: Columns, rows: Ints, there: Ints) -> list[Ints]:
    me, they = columns.authors[rows], columns.authors[there]
    mine, theirs = columns.named[rows[:, 0]], columns.named[there]
    to_them = mine[:, 0][:, None] == they
    also_them = (mine[:, 1][:, None] == they) | (mine[:, 2][:, None] == they)
    to_me = theirs[:, :, 0] == me
    also_me = (theirs[:, :, 1] == me) | (theirs[:, :, 2] == me)
    i_address, they_address = mine[:, 0][:, None] != NONE, theirs[:, :, 0] != NONE
    return [
        (me == they) * UNIT,
        to_them * UNIT,
        also_them * UNIT,
        to_me * UNIT,
        also_me * UNIT,
        (i_address & (mine[:, 0][:, None] == theirs[:, :, 0])) * UNIT,
        (i_address & ~to_them & ~also_them) * UNIT,
        (they_address & ~to_me & ~also_me) * UNIT,
    ]


def _turns(columns: Columns, past: History, rows: Ints, there: Ints) -> list[Ints]:
    """Who spoke in between."""
    size = len(columns)
    oldest = np.maximum(rows - CONTEXT, 0)
    mine = past.before[rows]
    mine2 = np.where(mine >= 0, past.before[mine], NONE)
    next1 = past.after[there]
    next2 = past.after[np.minimum(next1, size - 1)]
    last1, last2 = next1 >= rows, (next1 < rows) & (next2 >= rows)
    asked = np.concatenate([[0], np.cumsum(columns.asking)])
    called = past.called[rows]
    return [
        last1 * UNIT,
        last2 * UNIT,
        (mine < there) * UNIT,
        ((mine >= there) & (mine2 < there)) * UNIT,
        (there == mine) * UNIT,
        (called == there) * UNIT,
        (called > there) * UNIT,
        (next1 == there + 1) * UNIT,
        ((there > 0) & (past.before[there] == there - 1)) * UNIT,
        octaves(2 * (asked[rows] - asked[there + 1])) * 6,
        (columns.asking[there] & last1) * UNIT,
        ((mine < there) & (past.before[there] < np.maximum(mine, oldest))) * UNIT,
    ]


def _between_two(columns: Columns, past: History, rows: Ints, there: Ints) -> list[Ints]:
    """What the two people said to each other, and to others, until now."""
    oldest = np.maximum(rows - CONTEXT, 0)
    they, me = columns.authors[there], columns.authors[rows]
    told = past.telling.last(past.pair(me, they), rows)
    heard = past.telling.last(past.pair(they, me), rows)
    called = past.naming.last(they, rows)
    my_turn, their_turn = past.turning.last(me, rows), past.turning.last(they, rows)
    i_told, i_heard, i_turned, they_turned = (place >= oldest for place in (told, heard, my_turn, their_turn))
    mine, theirs = columns.named[my_turn, 0], columns.named[their_turn, 0]
    return [
        i_told * UNIT,
        np.where(i_told, octaves(rows - told), 0) * 4,
        (told > there) * UNIT,
        i_heard * UNIT,
        np.where(i_heard, octaves(rows - heard), 0) * 4,
        (heard == there) * UNIT,
        (heard > there) * UNIT,
        (i_turned & (mine == they)) * UNIT,
        (they_turned & (theirs == me)) * UNIT,
        (they_turned & (theirs != me)) * UNIT,
        (i_turned & (mine != they)) * UNIT,
        (called > there) * UNIT,
        ((called > there) & (called != told)) * UNIT,
    ]
