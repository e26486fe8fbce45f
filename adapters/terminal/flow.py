"""Text that flows within the terminal's width, except for what is to be copied: commands stay on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.style import Style
from rich.text import Text as Line

CODE = Style(color="cyan")
"""What commands look like, and how they are known here."""

_GLUE = "\ue000"  # stands for a space in a command while lines are broken; no text holds it (`inert`)


@dataclass(frozen=True, slots=True)
class Flow:
    """One text. `first` stands before its first line, as many spaces before the others."""

    text: Line
    first: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, each by itself: only a command may be longer than the terminal is wide."""
        before = self.first
        for line in _lines(self.text, console, max(options.max_width - len(self.first), 1)):
            yield Line.assemble(before, line, no_wrap=True, overflow="ignore")
            before = " " * len(self.first)


def _lines(text: Line, console: Console, width: int) -> Iterator[Line]:
    glued = text.copy()
    glued.plain = _glued(text)
    for paragraph in glued.split("\n", allow_blank=True):
        for line in paragraph.divide(_breaks(paragraph.plain, width)):
            line.rstrip()
            if line.cell_len <= width or _GLUE in line.plain or any(s.style == CODE for s in line.spans):
                line.plain = line.plain.replace(_GLUE, " ")
                yield line
            else:
                yield from line.wrap(console, width, overflow="fold", no_wrap=False)


def _breaks(plain: str, width: int) -> Iterator[int]:
    """Where new lines begin: before each word that would not end within the width."""
    used = 0
    for word in re.finditer(r"\S+\s*", plain):
        if used and used + cell_len(word[0].rstrip()) > width:
            yield word.start()
            used = 0
        used += cell_len(word[0])


def _glued(text: Line) -> str:
    letters = list(text.plain)
    for span in text.spans:
        if span.style == CODE:
            kept = text.plain[span.start : span.end].replace(" ", _GLUE)
            letters[span.start : span.end] = kept
    return "".join(letters)
