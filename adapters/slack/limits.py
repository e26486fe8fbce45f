"""What fits into a Slack message, and how a text is shared out where it does not.

Slack documents no limit for rich text; a block here takes as much as a section may, a message well under
what was seen to be refused. Slack counts UTF-16 units, so everything here does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MESSAGE_BLOCKS = 48
"""Of 50: two are left for what the caller adds (the Share button)."""
VIEW_BLOCKS = 98
MESSAGE_SIZE = 10_000
BLOCK_SIZE = 2_800
BLOCK_PARTS = 60
HEADER = 150
BUTTON = 75
BUTTON_VALUE = 2_000
BUTTONS = 25
ALT_TEXT = 1_900
URL = 2_900
VIEW_TITLE = 24

_WORDS = re.compile(r"\S*\s*")


def size(text: str) -> int:
    """How long a text is for Slack."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, limit: int, first: int | None = None) -> Iterator[str]:
    """The text in parts of at most `limit` (the first: at most `first`), parted between words.

    Together they are the whole text. Only a word longer than `limit` is parted within.
    """
    room = limit if first is None else first
    part: list[str] = []
    used = 0
    for match in _WORDS.finditer(text):
        word = match[0]
        if used + size(word) > room and (part or room < limit):
            yield "".join(part)
            part, used, room = [], 0, limit
        while size(word) > limit:
            cut = _cut(word, limit)
            yield word[:cut]
            word = word[cut:]
        part.append(word)
        used += size(word)
    if used:
        yield "".join(part)


def shortened(text: str, limit: int) -> str:
    """The text's first words with an ellipsis where it is too long. Whoever calls says the rest elsewhere."""
    if size(text) <= limit:
        return text
    part = next(pieces(text, limit - 1)).rstrip()
    return f"{part}…"


def _cut(word: str, limit: int) -> int:
    used = 0
    for index, character in enumerate(word):
        used += size(character)
        if used > limit:
            return index
    return len(word)
