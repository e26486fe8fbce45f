"""Sharing markdown out over messages: a page is one embed's description, and no word is cut or lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.views.card import Button, Chart

LONGEST = 3_600
"""Characters of a page: below the limit of a description, with room for a title."""

Line = Sequence[str]
"""One line in unbreakable pieces of at most `escape.LONGEST_WORD` characters, doubled by escaping."""


@dataclass(slots=True)
class Page:
    """What one message holds."""

    text: str = ""
    charts: list[Chart] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether there is nothing on it."""
        return not (self.text.strip() or self.charts or self.buttons)


class Pages:
    """Pages as they fill, the last one being written."""

    def __init__(self, most_charts: int, most_buttons: int) -> None:
        self.all: list[Page] = [Page()]
        self._most_charts = most_charts
        self._most_buttons = most_buttons

    @property
    def last(self) -> Page:
        """The page being written."""
        return self.all[-1]

    def turn(self) -> None:
        """Begin a new page, unless this one is empty."""
        if not self.last.empty:
            self.all.append(Page())

    def line(self, pieces: Line, *, keep: int = 0) -> None:
        """Write a line below the last.

        It begins on a new page where it, with `keep` characters after it, does not fit on this one. A line
        longer than a page goes on on the next.
        """
        length = sum(map(len, pieces))
        if self.last.text and len(self.last.text) + 1 + min(length + keep, LONGEST) > LONGEST:
            self.turn()
        if self.last.text:
            self.last.text += "\n"
        for piece in pieces:
            if len(self.last.text) + len(piece) > LONGEST:
                self.turn()
            self.last.text += piece

    def gap(self) -> None:
        """An empty line, unless the page has just begun."""
        if self.last.text and len(self.last.text) < LONGEST:
            self.last.text += "\n"

    def chart(self, chart: Chart) -> None:
        """A picture on this page."""
        if len(self.last.charts) == self._most_charts:
            self.all.append(Page())
        self.last.charts.append(chart)

    def buttons(self, buttons: Iterable[Button]) -> None:
        """Buttons under this page, or under as many as they need."""
        for button in buttons:
            if len(self.last.buttons) == self._most_buttons:
                self.all.append(Page())
            self.last.buttons.append(button)
