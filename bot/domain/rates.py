"""How fast a platform may be spoken to: the next free instant per key. No clock, no waiting."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from bot.domain.times import Micros

_FORGET_AT = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """One message every `every` µs; after a rest, `burst` at once."""

    every: int
    burst: int = 1


@dataclass(slots=True)
class Limiter:
    """Books instants under several rates at once (GCRA: one number a key)."""

    free: dict[Hashable, int] = field(default_factory=dict)
    stops: dict[Hashable, int] = field(default_factory=dict)

    def book(self, keys: Iterable[tuple[Hashable, Rate]], now: int, latest: int | None = None) -> Micros:
        """The first instant from `now` on that all rates allow; it is taken unless it is after `latest`."""
        pairs = list(keys)
        free = (self.free.get(key, 0) - (rate.burst - 1) * rate.every for key, rate in pairs)
        at = max([now, *free, *(self.stops.get(key, 0) for key, _ in pairs)])
        if latest is not None and at > latest:
            return Micros(at)
        for key, rate in pairs:
            self.free[key] = max(self.free.get(key, 0), at) + rate.every
        if len(self.free) > _FORGET_AT:
            self._tidy(now)
        return Micros(at)

    def stop(self, key: Hashable, until: int) -> None:
        """Nothing under this key before `until`: the platform said so. Any burst is used up."""
        self.stops[key] = max(self.stops.get(key, 0), until)

    def _tidy(self, now: int) -> None:
        for known in (self.free, self.stops):
            for key in [key for key, at in known.items() if at <= now]:
                del known[key]
