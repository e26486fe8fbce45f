"""Chance that is the same on every machine: only `Random.random()` is promised to stay so across Pythons."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Seeded draws. Everything is derived from `random()`, by arithmetic that IEEE 754 fixes to the bit."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random  # noqa: S311 - a repeatable demo, not a secret

    def chance(self, share: float) -> bool:
        """True in `share` (0–1) of the draws."""
        return self._random() < share

    def below(self, limit: int) -> int:
        """A whole number in `0 <= n < limit`."""
        return int(self._random() * limit)

    def between(self, low: int, high: int) -> int:
        """A whole number in `low <= n < high`, all alike."""
        return low + int(self._random() * (high - low))

    def wait(self, low: int, high: int) -> int:
        """A whole number in `low <= n < high`, mostly near `low`: how long people take."""
        draw = self._random()
        return low + int(draw * draw * draw * (high - low))

    def pick(self, items: Sequence[T]) -> T:
        """One of the items, all alike."""
        return items[int(self._random() * len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[int]) -> T:
        """One of the items, by whole-number weights of which one is positive."""
        left = int(self._random() * sum(weights))
        for item, weight in zip(items, weights, strict=True):
            left -= weight
            if left < 0:
                return item
        return items[-1]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """Up to `count` different items, in a drawn order."""
        rest = list(items)
        return [rest.pop(self.below(len(rest))) for _ in range(min(count, len(rest)))]
