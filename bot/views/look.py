"""Which parts a community's digest has, and how its headings look."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.preferences import Preferences


@dataclass(frozen=True, slots=True)
class Look:
    """Parts on or off, a title of their own ("" for ours), and emoji in headings."""

    title: str = ""
    emoji: bool = True
    firsts: bool = True
    others: bool = True
    work: bool = True
    questions: bool = True
    chart: bool = True

    @classmethod
    def chosen(cls, preferences: Preferences) -> Look:
        """As the settings say."""
        return cls(
            preferences.text("digest-title"),
            preferences.flag("digest-emoji"),
            preferences.flag("show-first-answers"),
            preferences.flag("show-others"),
            preferences.flag("show-work"),
            preferences.flag("show-questions"),
            preferences.flag("show-chart"),
        )


DEFAULT = Look()
