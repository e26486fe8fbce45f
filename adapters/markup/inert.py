"""The one place where text that people typed becomes harmless to a terminal."""

from __future__ import annotations

import unicodedata

_MOST_MARKS = 3  # combining marks on one letter: enough for every script, too few to paint over other lines
_KEEP = "\u200c\u200d"  # joiners that scripts and emoji need
_FILLERS = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # letters that show nothing


def inert(text: str, *, lines: bool = False) -> str:
    """`text` without control characters, escape sequences, direction overrides and invisible characters.

    Line breaks become spaces, unless `lines` is true.
    """
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category.startswith("M") else 0
        if marks > _MOST_MARKS or character in _FILLERS:
            continue
        if character == "\n" and lines:
            kept.append("\n")
        elif character in "\n\r\t\v\f" or category in ("Zl", "Zp", "Zs"):
            kept.append(" ")
        elif category == "Cs":
            kept.append("\ufffd")
        elif character in _KEEP or category not in ("Cc", "Cf", "Co", "Cn"):
            kept.append(character)
    return "".join(kept)


def web_address(url: str) -> str:
    """`url` where it is a plain web address; empty for everything else."""
    if url.startswith(("https://", "http://")) and url.isprintable() and not any(map(str.isspace, url)):
        return inert(url)
    return ""
