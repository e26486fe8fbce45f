"""Counts what a reader takes and what it sets aside, while it reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from adapters.markup.names import tidy
from bot.domain.facts import Message
from bot.domain.imports import Aside, ImportSummary, Reason
from bot.domain.times import Micros

EXAMPLES = 3
LONGEST_FILE = 120
_NEVER = Micros(1 << 62)


@dataclass(slots=True)
class Tally:
    """Grows with people and files, never with messages."""

    messages: int = 0
    reactions: int = 0
    first: int = _NEVER
    last: int = 0
    authors: set[str] = field(default_factory=set)
    bots: set[str] = field(default_factory=set)
    channels: set[str] = field(default_factory=set)
    _counts: dict[Reason, int] = field(default_factory=dict)
    _files: dict[Reason, list[str]] = field(default_factory=dict)

    def took(self, message: Message) -> None:
        """One message came in."""
        self.messages += 1
        self.authors.add(message.author.id)
        self.first = min(self.first, message.at)
        self.last = max(self.last, message.at)

    def aside(self, reason: Reason, file: str, count: int = 1) -> None:
        """`count` things in `file` were not taken."""
        self._counts[reason] = self._counts.get(reason, 0) + count
        files = self._files.setdefault(reason, [])
        if len(files) < EXAMPLES:
            name = tidy(file, LONGEST_FILE)
            if name not in files:
                files.append(name)

    def summary(self) -> ImportSummary:
        """What has been counted so far."""
        return ImportSummary(
            messages=self.messages,
            reactions=self.reactions,
            people=len(self.authors),
            bots=len(self.bots),
            channels=len(self.channels),
            first=Micros(self.first) if self.messages else None,
            last=Micros(self.last) if self.messages else None,
            asides=tuple(
                Aside(reason, self._counts[reason], tuple(self._files[reason]))
                for reason in Reason
                if reason in self._counts
            ),
        )
