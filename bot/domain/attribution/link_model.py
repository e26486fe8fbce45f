"""The learned link model: a small network whose every number is whole, so every machine agrees exactly.

`scripts/train/link_model.py` makes `link_model.npz`; `docs/model-card.md` says from what and how good it is.
Weights and inputs are whole numbers held in float32, and every sum stays below 2^24: no rounding anywhere,
whatever the order in which a library adds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.domain.attribution.columns import Columns, Ints
from bot.domain.attribution.history import history
from bot.domain.attribution.inputs import CANDIDATES, alone, pairs

Floats = npt.NDArray[np.float32]
CAP = 2047
"""The most that a unit of a hidden layer says."""
NAT = 256
"""Scores are in 1/256 of a unit of log-probability."""
IMPOSSIBLE = -(2**40)
_CHUNK = 128
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


@cache
def networks() -> tuple[Network, ...]:
    """The shipped networks; read once. Raises OSError or ValueError where the file is missing or damaged."""
    with np.load(FILE, allow_pickle=False) as stored:
        count = int(stored["count"])
        return tuple(
            Network(*(stored[f"{name}{i}"].astype(np.float32) for name in Network.__slots__))
            for i in range(count)
        )


def scores(told: Columns) -> Iterator[tuple[int, Ints]]:
    """Scores of every message's candidates in chunks: the first row, and an array (messages, 1 + CANDIDATES).

    Place 0 is "starts a conversation", place d the d-th message before; places before the beginning are
    `IMPOSSIBLE`. Several networks vote by the sum of their scores, divided by their number.
    """
    past = history(told)
    own = np.ascontiguousarray(alone(told, past).T).astype(np.float32)
    nets = networks()
    about = [(net.message @ own + net.first[:, None], net.candidate @ own) for net in nets]
    shift = _paced(told)
    for first in range(0, len(told), _CHUNK):
        end = min(first + _CHUNK, len(told))
        rows = np.arange(first, end)[:, None]
        there = rows - np.arange(1, CANDIDATES + 1)[None, :]
        seen = pairs(told, past, first, end)
        flat = seen.reshape(len(seen), -1).astype(np.float32)
        total = np.zeros((end - first, CANDIDATES + 1), dtype=np.int64)
        for net, (me, them) in zip(nets, about, strict=True):
            total += _votes(net, flat, me[:, first:end], them[:, np.maximum(there, 0)])
        total //= len(nets)
        total[:, 0] += shift[first:end]
        total[:, 1:][there < 0] = IMPOSSIBLE
        yield first, total


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


def _votes(net: Network, flat: Floats, me: Floats, them: Floats) -> Ints:
    hidden = (net.pair @ flat).reshape(len(me), -1, CANDIDATES + 1)
    hidden += me[:, :, None]
    hidden[:, :, 1:] += them
    told = _squeezed(hidden.reshape(len(me), -1), net.scales[0])
    told = _squeezed(net.second @ told + net.second_bias[:, None], net.scales[1])
    said: Ints = np.floor((net.last @ told) * net.scales[2]).astype(np.int64).reshape(-1, CANDIDATES + 1)
    return said


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
