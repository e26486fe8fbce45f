"""Settings in words: channels by name instead of by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot.domain.errors import UserFacingError
from bot.domain.preference import Preference, PreferenceKind
from bot.domain.preference_groups import every
from bot.domain.preferences import Preferences
from bot.domain.refs import ChannelRef
from bot.ports import Unit
from bot.views.settings import SettingLine


@dataclass(frozen=True, slots=True)
class SettingNames:
    """Turns stored values into what people read."""

    channels: Mapping[ChannelRef, str]

    @classmethod
    async def load(cls, unit: Unit) -> Self:
        """With the channels of one community."""
        return cls({channel.ref: channel.name for channel in await unit.facts.channels()})

    def line(self, preference: Preference, preferences: Preferences) -> SettingLine:
        """One setting with its value and its default."""
        return SettingLine(
            preference.key,
            self.words(preference, preference.write(preferences.values[preference.key])),
            self.words(preference, preference.default),
            preference.help,
            preference.key in preferences.chosen,
        )

    def stored(self, key: str, text: str) -> str:
        """A stored value by its key; as it is where the key or the value is no longer known."""
        preference = next((p for p in every() if p.key == key), None)
        return text if preference is None else self.words(preference, text)

    def words(self, preference: Preference, text: str) -> str:
        """A stored value as people read it."""
        if preference.kind not in (PreferenceKind.CHANNEL, PreferenceKind.CHANNELS):
            return text or "–"
        try:
            refs = preference.parse(text)
        except UserFacingError:
            return text
        named = refs if isinstance(refs, tuple) else ()
        return ", ".join(f"#{self.channels.get(ref, ref.id)}" for ref in named) or "–"
