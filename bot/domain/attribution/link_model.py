"""The learned link model: small networks whose every number is whole, so every machine agrees exactly.

`scripts/train/link_model.py` makes `link_model.npz`; `docs/model-card.md` says from what and how good it is.
Weights and inputs are whole numbers held in float32, and every sum stays below 2^24: no rounding anywhere,
whatever the order in which a library adds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.domain.attribution.columns import Columns, Ints, Small
from bot.domain.attribution.conversations import Conversations, Marks, around, chosen, conversing
from bot.domain.attribution.history import history
from bot.domain.attribution.inputs import BEHIND, CONTEXT, alone, pairs
from bot.domain.attribution.overlap import overlap
from bot.domain.attribution.shortlist import CANDIDATES, shortlist

Floats = npt.NDArray[np.float32]
CAP = 2047
"""The most that a unit of a hidden layer says."""
NAT = 256
"""Scores are in 1/256 of a unit of log-probability."""
IMPOSSIBLE = -(2**40)
CHUNK = 256
LONGEST = 4 * CHUNK
_PACE = 50
_GENTLE = 30 * 10
_SLOW = 60 * 60 * 10
"""Mean gaps (tenths of a second) over the last fifty messages from which a channel is gentle, or slow."""
FILE = Path(__file__).with_name("link_model.npz")


@dataclass(frozen=True, slots=True)
class Network:
    """Weights as (outputs, inputs); `scales` are the powers of two that bring each layer's sums back."""

    message: Floats
    candidate: Floats
    pair: Floats
    first: Floats
    second: Floats
    second_bias: Floats
    last: Floats
    scales: Floats


@dataclass(frozen=True, slots=True)
class Model:
    """The networks of the first look, which sees every message by itself, and of the second."""

    first: tuple[Network, ...]
    second: tuple[Network, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """Some messages, by their `rows`: what the model found.

    `steps`: how far before each message its listed candidates are, (rows, LISTED). `chances`: thousandths,
    place 0 "starts a conversation", then the candidates. `to`: the row chosen for each, its own where it
    starts a conversation; `sure`: its chance.
    """

    rows: Ints
    steps: Ints
    chances: Ints
    to: Ints
    sure: Ints


@cache
def model() -> Model:
    """The shipped networks; read once. Raises OSError or ValueError where the file is missing or damaged."""
    with np.load(FILE, allow_pickle=False) as stored:
        looks = [
            tuple(
                Network(*(stored[f"{look}_{name}{i}"].astype(np.float32) for name in Network.__slots__))
                for i in range(int(stored[f"{look}_count"]))
            )
            for look in ("first", "second")
        ]
    return Model(*looks)


def read(told: Columns, said: Ints) -> Iterator[Seen]:
    """What each message responds to of which the platform says nothing, chunk by chunk.

    The first look's links make conversations, which the second look takes into account; then the likeliest
    conversation is chosen, and the likeliest message within it. `said`: the rows that the platform itself
    links messages to, -1 where it says nothing. Whatever nobody asks for is not worked out: what the platform
    links nearby is not looked at once, what it links elsewhere not twice.
    """
    looks = model()
    past = history(told)
    mine, theirs = alone(told, past, CONTEXT), alone(told, past, BEHIND)
    shift = _paced(told)
    known = Conversations.of(len(told))
    every = np.arange(len(told))
    unlinked = (said < 0) | (said <= every - CANDIDATES) | (said > every)
    for first, end in _chunks(unlinked):
        links = said[first:end].copy()
        rows = first + np.flatnonzero(unlinked[first:end])
        if not len(rows):
            known.add(first, links)
            continue
        words = overlap(told, first, end, CANDIDATES, CONTEXT)
        steps = shortlist(told, past, rows, words.total[rows - first])
        near = max(0, first - CANDIDATES)
        them = theirs[near:end].astype(np.float32)
        both = pairs(told, past, rows, steps, words)
        me, there = mine[rows].astype(np.float32), np.maximum(rows[:, None] - steps, near) - near
        score = _possible(votes(looks.first, me, them, both, there), rows, steps, shift)
        links[rows - first] = linked(rows, steps, score.argmax(axis=1))
        known.add(first, links)
        silent = said[rows] < 0
        rows, steps, both, score = rows[silent], steps[silent], both[:, silent], score[silent]
        me, there = me[silent], there[silent]
        if not len(rows):
            continue
        here = around(told, known, rows, steps)
        more = conversing(told, past, known, here, likelihoods(score))
        both = np.concatenate([both, more])
        chances = likelihoods(_possible(votes(looks.second, me, them, both, there), rows, steps, shift))
        best = chosen(here, steps, chances)
        sure = np.take_along_axis(chances, best[:, None], axis=1)[:, 0]
        yield Seen(rows, steps, chances, linked(rows, steps, best), sure)


def _chunks(unlinked: Marks) -> Iterator[tuple[int, int]]:
    """From where to where to look at once: so many messages to be linked, and not too many others."""
    first = 0
    while first < len(unlinked):
        counted = np.flatnonzero(unlinked[first : first + LONGEST])
        end = min(first + LONGEST, len(unlinked))
        yield first, (end := first + int(counted[CHUNK]) if len(counted) > CHUNK else end)
        first = end


def _possible(score: Ints, rows: Ints, steps: Ints, shift: Ints) -> Ints:
    """Votes by the pace of the channel, and none for what would lie before its beginning."""
    score[:, 0] += shift[rows]
    score[:, 1:][steps > rows[:, None]] = IMPOSSIBLE
    return score


def linked(rows: Ints, steps: Ints, place: Ints) -> Ints:
    """Rows that these rows' messages are linked to, given the chosen places."""
    far = np.where(place > 0, steps[np.arange(len(place)), np.maximum(place - 1, 0)], 0)
    found: Ints = rows - far
    return found


def _paced(told: Columns) -> Ints:
    """How much more a message starts a conversation than the training logs, all of a busy IRC, would have it.

    In channels of a gentler pace people answer later and begin anew less often; in slow rooms more often.
    """
    rows = np.arange(len(told))
    back = np.maximum(rows - _PACE, 0)
    gap = (told.at - told.at[back]) // np.maximum(rows - back, 1)
    gentle, slow = (gap >= _GENTLE) & (gap < _SLOW), gap >= _SLOW
    shift: Ints = NAT * (slow.astype(np.int64) - gentle.astype(np.int64))
    return shift


def votes(nets: Sequence[Network], me: Floats, them: Floats, both: Small, there: Ints) -> Ints:
    """Scores, (rows, 1 + LISTED); networks vote by the sum of theirs, divided by their number.

    `me` and `them` are inputs alone, (rows, inputs) and (rows near, inputs); `there` says in which of those
    near the candidates are.
    """
    flat = both.reshape(len(both), -1).astype(np.float32).T
    size = both.shape[1:]
    total = np.zeros(size, dtype=np.int64)
    for net in nets:
        hidden = (flat @ net.pair.T).reshape(*size, -1)
        hidden += (me @ net.message.T + net.first)[:, None, :]
        hidden[:, 1:] += (them @ net.candidate.T)[there]
        told = _squeezed(hidden.reshape(-1, hidden.shape[2]), net.scales[0])
        told = _squeezed(told @ net.second.T + net.second_bias, net.scales[1])
        total += np.floor((told @ net.last.T) * net.scales[2]).astype(np.int64).reshape(size)
    return total // len(nets)


def _squeezed(sums: Floats, scale: np.float32) -> Floats:
    sums *= scale
    np.floor(sums, out=sums)
    np.clip(sums, 0, CAP, out=sums)
    return sums


@cache
def _shares() -> Ints:
    """e^(-k/256) for k = 0, 1, … as parts of 2^32."""
    return np.floor(np.exp(-np.arange(16 * NAT) / NAT) * 2.0**32).astype(np.int64)


def likelihoods(score: Ints) -> Ints:
    """Scores of each row as probabilities in thousandths, rounded down, by whole-number arithmetic."""
    table = _shares()
    behind = np.minimum(score.max(axis=1, keepdims=True) - score, len(table) - 1)
    parts = np.where(behind == len(table) - 1, 0, table[behind])
    out: Ints = parts * 1000 // parts.sum(axis=1, keepdims=True)
    return out
