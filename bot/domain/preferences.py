"""What a community chose, typed, with defaults filled in.

Storage keeps typed text by key. A stored value that is no longer valid falls back to its default and is
listed in `Preferences.ignored`, so that nothing stops and nobody wonders.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.domain.errors import UserFacingError
from bot.domain.preference import Preference, PreferenceValue
from bot.domain.preference_groups import every
from bot.domain.readiness.policy import THRESHOLDS, ReadinessPolicy
from bot.domain.refs import ChannelRef

_Wanted = TypeVar("_Wanted")


@dataclass(frozen=True, slots=True)
class Preferences:
    """A community's settings, with defaults filled in. Asking for a key of another kind is a bug.

    `chosen` are the keys somebody set; `ignored` those whose stored value is unknown or not valid.
    """

    values: Mapping[str, PreferenceValue]
    chosen: frozenset[str] = frozenset()
    ignored: tuple[str, ...] = ()

    @classmethod
    def read(cls, stored: Mapping[str, str]) -> Preferences:
        """What was stored over what is default."""
        known, defaults = _known()
        values = dict(defaults)
        ignored = [key for key in stored if key not in known]
        for key in stored.keys() & known.keys():
            try:
                values[key] = known[key].parse(stored[key])
            except UserFacingError:
                ignored.append(key)
        chosen = frozenset(stored).difference(ignored)
        return cls(values, chosen, tuple(sorted(ignored)))

    def integer(self, key: str) -> int:
        """A whole number."""
        return self._typed(key, int)

    def integer_or_auto(self, key: str) -> int | None:
        """A whole number; None where it is left to Foster."""
        return None if self.values[key] is None else self._typed(key, int)

    def thousandths(self, key: str) -> int:
        """A share in thousandths: 500 is one half."""
        return self._typed(key, int)

    def number(self, key: str) -> float:
        """A number that need not be whole."""
        return self._typed(key, float)

    def text(self, key: str) -> str:
        """A text or one of its choices."""
        return self._typed(key, str)

    def flag(self, key: str) -> bool:
        """Yes or no."""
        return self._typed(key, bool)

    def time(self, key: str) -> time:
        """A time of day in the community's zone."""
        return self._typed(key, time)

    def channels(self, key: str) -> tuple[ChannelRef, ...]:
        """Channels, in the order in which they were given."""
        return self._typed(key, tuple)

    def channel(self, key: str) -> ChannelRef | None:
        """One channel; None until it is chosen."""
        return next(iter(self.channels(key)), None)

    @property
    def zone(self) -> ZoneInfo:
        """The zone that weeks and times are in."""
        return self._typed("zone", ZoneInfo)

    @property
    def readiness(self) -> ReadinessPolicy:
        """The thresholds of the readiness rule; a `UserFacingError` where two contradict each other."""
        return ReadinessPolicy(**{t.name: self.values[_ready(t.name)] for t in THRESHOLDS})  # type: ignore[arg-type] # each preference was made from its threshold

    @property
    def language(self) -> str:
        """The language of everything that is said."""
        return self.text("language")

    def _typed(self, key: str, wanted: type[_Wanted]) -> _Wanted:
        value = self.values[key]
        if not isinstance(value, wanted):
            raise TypeError(f"{key} is no {wanted.__name__}")
        return value


@cache
def _known() -> tuple[Mapping[str, Preference], Mapping[str, PreferenceValue]]:
    """Every preference by its key, and its default, read once: settings are looked at many times a post."""
    known = {preference.key: preference for preference in every()}
    return known, {key: preference.parse(preference.default) for key, preference in known.items()}


def _ready(name: str) -> str:
    return "ready-" + name.replace("_", "-")
