"""Logs as arrays: what the networks are shown and what they should say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bot.domain.attribution.columns import Columns, Ints, Small, columns
from bot.domain.attribution.conversations import Conversations, around, conversing
from bot.domain.attribution.history import History, history
from bot.domain.attribution.inputs import BEHIND, CONTEXT, alone, pairs
from bot.domain.attribution.link_model import CHUNK, NAT, likelihoods, linked
from bot.domain.attribution.overlap import overlap
from bot.domain.attribution.shortlist import CANDIDATES, LISTED, shortlist
from scripts.train.logs import Log

Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Material:
    """One log. `mine` and `theirs`: inputs alone, (messages, input); `both`: (messages, place, input).

    `steps`: how far back the listed candidates are; `there`: whether there is such a message. `rows`: those
    with gold that the list holds; `right`: which of their places are, (rows, place).
    """

    name: str
    told: Columns
    past: History
    mine: Small
    theirs: Small
    steps: Ints
    both: Small
    there: Marks
    rows: Ints
    right: Marks


def material(log: Log) -> Material | None:
    """The arrays of a log for the first look; None where nothing in it can be learned."""
    if not log.gold:
        return None
    told = columns(log.messages)
    past = history(told)
    listed, seen = [], []
    for first in range(0, len(told), CHUNK):
        rows = np.arange(first, min(first + CHUNK, len(told)))
        words = overlap(told, first, int(rows[-1]) + 1, CANDIDATES, CONTEXT)
        steps = shortlist(told, past, rows, words.total)
        listed.append(steps)
        seen.append(_by_row(pairs(told, past, rows, steps, words)))
    steps = np.concatenate(listed)
    rows, right = _gold(log, steps)
    if not len(rows):
        return None
    there = np.concatenate([np.ones((len(steps), 1), dtype=np.bool_), steps <= _rows(steps)], axis=1)
    mine, theirs = alone(told, past, CONTEXT), alone(told, past, BEHIND)
    return Material(log.name, told, past, mine, theirs, steps, np.concatenate(seen), there, rows, right)


def second_look(made: Material, score: npt.NDArray[np.float32]) -> Material:
    """The material for the second look, given the first look's scores of all messages."""
    whole = np.rint(np.maximum(score, -1e6) * NAT).astype(np.int64)
    known = Conversations.of(len(whole))
    seen = []
    for first in range(0, len(whole), CHUNK):
        steps, part = made.steps[first : first + CHUNK], whole[first : first + CHUNK]
        rows = np.arange(first, first + len(part))
        known.add(first, linked(rows, steps, part.argmax(axis=1)))
        here = around(made.told, known, rows, steps)
        seen.append(_by_row(conversing(made.told, made.past, known, here, likelihoods(part))))
    return replace(made, both=np.concatenate([made.both, np.concatenate(seen)], axis=2))


def _by_row(inputs: Small) -> Small:
    return np.ascontiguousarray(inputs.transpose(1, 2, 0))


def _rows(steps: Ints) -> Ints:
    return np.arange(len(steps))[:, None]


def _gold(log: Log, steps: Ints) -> tuple[Ints, Marks]:
    """Annotated rows of which a right place is listed, and their right places."""
    rows = np.array(sorted(log.gold), dtype=np.int64)
    right = np.zeros((len(rows), LISTED + 1), dtype=np.bool_)
    for number, row in enumerate(rows.tolist()):
        for link in log.gold[row]:
            right[number, 1:] |= steps[row] == row - link
            right[number, 0] |= link == row
    usable = right.any(axis=1)
    return rows[usable], right[usable]


def materials(logs: Iterable[Log]) -> Iterator[Material]:
    """The arrays of every log that has any."""
    for log in logs:
        made = material(log)
        if made is not None:
            yield made
