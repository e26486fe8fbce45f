"""When to ask again what was not answered: soon at first, and twice as late after each further failure."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

_MOST = 10_000


@dataclass(slots=True)
class Patience(Generic[Key]):
    """`now` is in seconds, of any clock that only goes forward. What is forgotten is asked at once."""

    first: float = 1.0
    longest: float = 300.0
    _waits: dict[Key, tuple[float, float]] = field(default_factory=dict)

    def left(self, key: Key, now: float) -> float:
        """How long to wait still; 0 where it may be asked now."""
        _, until = self._waits.get(key, (0.0, now))
        return max(until - now, 0.0)

    def failed(self, key: Key, now: float) -> None:
        """It was asked in vain."""
        if len(self._waits) > _MOST:
            self._waits.clear()
        before, _ = self._waits.get(key, (0.0, now))
        pause = min(before * 2, self.longest) if before else self.first
        self._waits[key] = (pause, now + pause)

    def answered(self, key: Key) -> None:
        """There was an answer, whichever."""
        self._waits.pop(key, None)
