"""One setting of a community: what it holds, what is allowed, how it is typed and stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import Enum
from zoneinfo import ZoneInfo

from bot.domain import preference_texts as typed
from bot.domain.refs import ChannelRef

PreferenceValue = str | int | float | bool | time | ZoneInfo | tuple[ChannelRef, ...] | None
"""`None`: left to Foster ("auto")."""

AUTO = "auto"


class PreferenceKind(Enum):
    """What a setting holds, and so how it is typed."""

    TEXT = "text"
    CHOICE = "choice"
    INTEGER = "integer"
    SHARE = "share"
    NUMBER = "number"
    FLAG = "flag"
    LINE = "line"
    ZONE = "zone"
    TIME = "time"
    CHANNEL = "channel"
    CHANNELS = "channels"
    ROLES = "roles"


@dataclass(frozen=True, slots=True)
class Preference:
    """One setting. `low` and `high` bound numbers, and shares in thousandths; `auto` allows that word.

    `default` and stored values are in the form that `parse` reads and `write` gives.
    """

    key: str
    kind: PreferenceKind
    default: str
    help: str
    low: float = 0
    high: float = 0
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
            case PreferenceKind.INTEGER | PreferenceKind.SHARE | PreferenceKind.NUMBER:
                return self._number(text)
            case PreferenceKind.FLAG:
                return typed.flag(self.key, text)
            case PreferenceKind.LINE:
                return typed.line(self.key, text)
            case PreferenceKind.ZONE:
                return typed.zone(text)
            case PreferenceKind.TIME:
                return typed.wall_time(text)
            case PreferenceKind.CHANNEL | PreferenceKind.CHANNELS | PreferenceKind.ROLES:
                return self._refs(text)

    def _number(self, text: str) -> int | float:
        if self.kind is PreferenceKind.INTEGER:
            return typed.integer(self.key, text, self.low, self.high)
        if self.kind is PreferenceKind.SHARE:
            return typed.share(self.key, text, self.low, self.high)
        return typed.number(self.key, text, self.low, self.high)

    def _refs(self, text: str) -> tuple[ChannelRef, ...] | str:
        if self.kind is PreferenceKind.ROLES:
            return typed.roles(self.key, text)
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
            case float():
                return typed.write_number(value)
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
