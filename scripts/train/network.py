"""A small network over the candidates of a message, trained by Adam on the softmax of their scores.

Three parts meet in the first layer: the message, the candidate, and the pair; the first two are computed
once a message. Plain numpy, one thread, fixed seeds: the same material gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.domain.attribution.columns import UNIT
from bot.domain.attribution.inputs import ALONE, CANDIDATES
from scripts.train.material import Material

Floats = npt.NDArray[np.float32]
FIRST, SECOND = 64, 32


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

    def scores(self, made: Material, low: int, high: int) -> Floats:
        """Scores of the candidates of gold rows `low` to `high`, shape (rows, places)."""
        return self._forward(made, low, high)[-1]

    def _forward(self, made: Material, low: int, high: int) -> tuple[Floats, ...]:
        w = self.weights
        rows = made.rows[low:high]
        start, end = max(0, int(rows[0]) - CANDIDATES), int(rows[-1]) + 1
        own = made.alone[start:end].astype(np.float32) / np.float32(UNIT)
        seen = made.pairs[low:high].astype(np.float32) / np.float32(UNIT)
        about = own @ w["candidate"]
        there = np.maximum(rows[:, None] - np.arange(1, CANDIDATES + 1)[None, :], start) - start
        first = seen @ w["pair"]
        first += (own[rows - start] @ w["message"] + w["first"])[:, None, :]
        first[:, 1:] += about[there]
        np.maximum(first, 0, out=first)
        second = np.maximum(first @ w["second"] + w["second_bias"], 0)
        score = (second @ w["last"])[:, :, 0]
        score[~made.there[low:high]] = -1e9
        out: tuple[Any, ...] = (own, seen, first, second, score)
        return out

    def learn(self, made: Material, low: int, high: int, rate: float, decay: float) -> float:
        """One step on gold rows `low` to `high`; the loss before it."""
        own, seen, first, second, score = self._forward(made, low, high)
        w, rows = self.weights, made.rows[low:high]
        share = np.exp(score - score.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        right = share * made.right[low:high]
        hit = right.sum(axis=1, keepdims=True)
        loss = float(-np.log(np.maximum(hit, 1e-9)).mean())
        blame = ((share - right / np.maximum(hit, 1e-9)) / len(rows)).astype(np.float32)[:, :, None]
        to_second = (blame * w["last"][:, 0]) * (second > 0)
        to_first = (to_second @ w["second"].T) * (first > 0)
        start = max(0, int(rows[0]) - CANDIDATES)
        about = np.zeros((len(own), FIRST), dtype=np.float32)
        for place in range(1, CANDIDATES + 1):
            usable = rows - place >= start
            about[rows[usable] - place - start] += to_first[usable, place]
        of_message = to_first.sum(axis=1)
        flat_first = to_first.reshape(-1, FIRST)
        flat_second = to_second.reshape(-1, SECOND)
        self._step(
            {
                "message": own[rows - start].T @ of_message,
                "candidate": own.T @ about,
                "pair": seen.reshape(len(flat_first), -1).T @ flat_first,
                "first": of_message.sum(axis=0),
                "second": first.reshape(-1, FIRST).T @ flat_second,
                "second_bias": flat_second.sum(axis=0),
                "last": second.reshape(-1, SECOND).T @ blame.reshape(-1, 1),
            },
            rate,
            decay,
        )
        return loss

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
