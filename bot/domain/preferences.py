"""A community's settings: which there are, what they may be, and typed access to what was chosen.

Storage keeps typed text by key. A stored value that is no longer valid falls back to its default and is
listed in `Preferences.ignored`, so that nothing stops and nobody wonders.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from enum import Enum
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.domain import preference_texts as typed
from bot.domain.errors import UserFacingError
from bot.domain.refs import ChannelRef

PreferenceValue = str | int | bool | time | ZoneInfo | tuple[ChannelRef, ...] | None
"""`None`: left to Foster ("auto")."""

AUTO = "auto"
_Wanted = TypeVar("_Wanted")


class PreferenceKind(Enum):
    """What a setting holds, and so how it is typed."""

    TEXT = "text"
    CHOICE = "choice"
    INTEGER = "integer"
    SHARE = "share"
    FLAG = "flag"
    ZONE = "zone"
    TIME = "time"
    CHANNEL = "channel"
    CHANNELS = "channels"


@dataclass(frozen=True, slots=True)
class Preference:
    """One setting. `low` and `high` bound integers, and shares in thousandths; `auto` allows that word.

    `default` and stored values are in the form that `parse` reads and `write` gives.
    """

    key: str
    kind: PreferenceKind
    default: str
    help: str
    low: int = 0
    high: int = 0
    choices: tuple[str, ...] = ()
    auto: bool = False

    def parse(self, text: str) -> PreferenceValue:
        """Read typed or stored text; a `UserFacingError` says what is allowed."""
        text = text.strip()
        if self.auto and text.casefold() == AUTO:
            return None
        match self.kind:
            case PreferenceKind.TEXT:
                return typed.word(self.key, text)
            case PreferenceKind.CHOICE:
                return typed.choice(self.key, text, self.choices)
            case PreferenceKind.INTEGER:
                return typed.integer(self.key, text, self.low, self.high)
            case PreferenceKind.SHARE:
                return typed.share(self.key, text, self.low, self.high)
            case PreferenceKind.FLAG:
                return typed.flag(self.key, text)
            case PreferenceKind.ZONE:
                return typed.zone(text)
            case PreferenceKind.TIME:
                return typed.wall_time(text)
            case PreferenceKind.CHANNEL | PreferenceKind.CHANNELS:
                return typed.channels(self.key, text, most=self.most_channels)

    @property
    def most_channels(self) -> int:
        """How many channels it takes."""
        return 200 if self.kind is PreferenceKind.CHANNELS else 1

    def write(self, value: PreferenceValue) -> str:
        """The text that is stored; `parse` reads it back to an equal value."""
        match value:
            case None:
                return AUTO
            case bool():
                return "yes" if value else "no"
            case int() if self.kind is PreferenceKind.SHARE:
                return f"{value / 1000:.3f}".rstrip("0").rstrip(".")
            case time():
                return value.strftime("%H:%M")
            case tuple():
                return typed.write_channels(value)
            case str() | int() | ZoneInfo():
                return str(value)


@dataclass(frozen=True, slots=True)
class PreferenceGroup:
    """Settings that belong together, under one title."""

    title: str
    preferences: tuple[Preference, ...]


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

COMMUNITY = PreferenceGroup(
    "Community",
    (
        Preference("zone", PreferenceKind.ZONE, "UTC", "The time zone that weeks and times are in."),
        Preference(
            "language", PreferenceKind.CHOICE, "en", "The language Foster speaks.", choices=("en", "de")
        ),
        Preference(
            "help-channels",
            PreferenceKind.CHANNELS,
            "[]",
            "Where people ask for help. Until chosen, every public channel counts.",
        ),
        Preference("word", PreferenceKind.TEXT, "foster", "The word after the slash that calls Foster."),
    ),
)

DIGEST = PreferenceGroup(
    "Weekly digest",
    (
        Preference("digest-channel", PreferenceKind.CHANNEL, "[]", "Where the weekly digest is posted."),
        Preference(
            "digest-day",
            PreferenceKind.CHOICE,
            "tuesday",
            "The day on which the digest is posted.",
            choices=DAYS,
        ),
        Preference("digest-time", PreferenceKind.TIME, "10:00", "The time at which the digest is posted."),
        Preference(
            "slots",
            PreferenceKind.INTEGER,
            AUTO,
            "How many people a digest thanks by name: auto, or 1 to 15.",
            low=1,
            high=15,
            auto=True,
        ),
        Preference(
            "reach",
            PreferenceKind.INTEGER,
            "1",
            "How widely thanks are spread: 0 follows merit alone, 4 takes turns.",
            low=0,
            high=4,
        ),
        Preference(
            "minimum",
            PreferenceKind.INTEGER,
            "3",
            "A week in which fewer people were helped has no digest.",
            low=0,
            high=100,
        ),
        Preference(
            "confidence-floor",
            PreferenceKind.SHARE,
            "0.5",
            "How sure Foster must be that a message answered a question before it counts.",
            low=0,
            high=1000,
        ),
    ),
)

GROUPS: tuple[PreferenceGroup, ...] = (COMMUNITY, DIGEST)
"""Every setting there is. A part of the core with settings of its own appends its group here."""


def every(groups: Iterable[PreferenceGroup] = GROUPS) -> tuple[Preference, ...]:
    """All settings, in order."""
    return tuple(preference for group in groups for preference in group.preferences)


@dataclass(frozen=True, slots=True)
class Preferences:
    """A community's settings, with defaults filled in. Asking for a key of another kind is a bug.

    `chosen` are the keys somebody set; `ignored` those whose stored value is unknown or not valid.
    """

    values: Mapping[str, PreferenceValue]
    chosen: frozenset[str] = frozenset()
    ignored: tuple[str, ...] = ()

    @classmethod
    def read(cls, stored: Mapping[str, str], groups: Iterable[PreferenceGroup] = GROUPS) -> Preferences:
        """What was stored over what is default."""
        known = {preference.key: preference for preference in every(groups)}
        values = {key: preference.parse(preference.default) for key, preference in known.items()}
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
    def language(self) -> str:
        """The language of everything that is said."""
        return self.text("language")

    def _typed(self, key: str, wanted: type[_Wanted]) -> _Wanted:
        value = self.values[key]
        if not isinstance(value, wanted):
            raise TypeError(f"{key} is no {wanted.__name__}")
        return value


PRESETS: Mapping[str, Mapping[str, str]] = {
    "merit": {"reach": "0"},
    "balanced": {"reach": "1"},
    "wide": {"reach": "2"},
    "turns": {"reach": "4"},
}
"""Named sets of settings, for `settings preset`."""
