"""A small network over the candidates of a message, trained by Adam on the softmax of their scores.

Three parts meet in the first layer: the message, the candidate, and the pair; the first two are computed
once a message. Plain numpy, one thread, fixed seeds: the same material gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.domain.attribution.columns import UNIT, Ints
from bot.domain.attribution.inputs import ALONE
from bot.domain.attribution.shortlist import CANDIDATES
from scripts.train.material import Marks, Material

Floats = npt.NDArray[np.float32]
FIRST, SECOND = 64, 32
_BLOCK = 256


class Pass(NamedTuple):
    """What one forward pass leaves for the backward one; `where` the candidates are among `them`."""

    me: Floats
    them: Floats
    both: Floats
    where: Ints
    first: Floats
    second: Floats
    score: Floats


@dataclass(slots=True)
class Network:
    """Weights by name, and Adam's memory of them."""

    weights: dict[str, Floats]
    mean: dict[str, Floats] = field(default_factory=dict)
    square: dict[str, Floats] = field(default_factory=dict)
    steps: int = 0

    @classmethod
    def fresh(cls, pair: int, dice: np.random.Generator) -> Network:
        """Random weights for `pair` pair inputs."""

        def layer(inputs: int, outputs: int, scale: float) -> Floats:
            return (dice.standard_normal((inputs, outputs)) * scale).astype(np.float32)

        total = 2 * ALONE + pair
        weights = {
            "message": layer(ALONE, FIRST, (1.0 / total) ** 0.5),
            "candidate": layer(ALONE, FIRST, (1.0 / total) ** 0.5),
            "pair": layer(pair, FIRST, (2.0 / total) ** 0.5),
            "first": np.zeros(FIRST, dtype=np.float32),
            "second": layer(FIRST, SECOND, (2.0 / FIRST) ** 0.5),
            "second_bias": np.zeros(SECOND, dtype=np.float32),
            "last": layer(SECOND, 1, (1.0 / SECOND) ** 0.5),
        }
        zeros = {name: np.zeros_like(weight) for name, weight in weights.items()}
        return cls(weights, zeros, {name: zero.copy() for name, zero in zeros.items()})

    def scores(self, made: Material) -> Floats:
        """Scores of the candidates of all messages, shape (messages, places)."""
        rows = np.arange(len(made.steps))
        return np.concatenate(
            [self._forward(made, rows[low : low + _BLOCK]).score for low in range(0, len(rows), _BLOCK)]
        )

    def _forward(self, made: Material, rows: Ints) -> Pass:
        w = self.weights
        start, end = max(0, int(rows[0]) - CANDIDATES), int(rows[-1]) + 1
        me, them = (_floats(part) for part in (made.mine[rows], made.theirs[start:end]))
        both = _floats(made.both[rows]).reshape(-1, made.both.shape[2])
        where = np.maximum(rows[:, None] - made.steps[rows], start) - start
        first = (both @ w["pair"]).reshape(len(rows), -1, FIRST)
        first += (me @ w["message"] + w["first"])[:, None, :]
        first[:, 1:] += (them @ w["candidate"])[where]
        np.maximum(first, 0, out=first)
        second = np.maximum(first.reshape(-1, FIRST) @ w["second"] + w["second_bias"], 0)
        score = (second @ w["last"]).reshape(len(rows), -1)
        score[~made.there[rows]] = -1e9
        return Pass(me, them, both, where, first, second, score)

    def learn(self, made: Material, rows: Ints, right: Marks, rate: float, decay: float) -> float:
        """One step on neighbouring rows and their right places; the loss before it."""
        w, now = self.weights, self._forward(made, rows)
        share = np.exp(now.score - now.score.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        hits = share * right
        hit = hits.sum(axis=1, keepdims=True)
        blame = ((share - hits / np.maximum(hit, 1e-9)) / len(rows)).astype(np.float32).reshape(-1, 1)
        to_second = (blame * w["last"][:, 0]) * (now.second > 0)
        flat = now.first.reshape(-1, FIRST)
        to_first = ((to_second @ w["second"].T) * (flat > 0)).reshape(now.first.shape)
        looked = np.zeros((len(now.them), now.where.size), dtype=np.float32)
        looked[now.where.ravel(), np.arange(now.where.size)] = 1
        of_message = to_first.sum(axis=1)
        self._step(
            {
                "message": now.me.T @ of_message,
                "candidate": now.them.T @ (looked @ to_first[:, 1:].reshape(-1, FIRST)),
                "pair": now.both.T @ to_first.reshape(-1, FIRST),
                "first": of_message.sum(axis=0),
                "second": flat.T @ to_second,
                "second_bias": to_second.sum(axis=0),
                "last": now.second.T @ blame,
            },
            rate,
            decay,
        )
        return float(-np.log(np.maximum(hit, 1e-9)).mean())

    def _step(self, slopes: dict[str, Floats], rate: float, decay: float) -> None:
        self.steps += 1
        fix1, fix2 = 1 - 0.9**self.steps, 1 - 0.999**self.steps
        for name, slope in slopes.items():
            mean, square = self.mean[name], self.square[name]
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope * slope - square)
            weight = self.weights[name]
            if weight.ndim == 2:
                weight *= 1 - rate * decay
            weight -= (rate / fix1) * mean / (np.sqrt(square / fix2) + 1e-8)


def _floats(inputs: npt.NDArray[np.int8]) -> Floats:
    return inputs.astype(np.float32) / np.float32(UNIT)
