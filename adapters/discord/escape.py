"""The one place where text that people typed becomes harmless in Discord's markdown, and pings nobody."""

from __future__ import annotations

import re

from adapters.markup.inert import inert, web_address

LONGEST_WORD = 900
"""Characters of one unbreakable piece: longer words are cut, as nothing on Discord could show them."""

_LONGEST_ADDRESS = 600
_MARKUP = re.compile(r"[\\`*_~|<>\[\]@]|(?:(?<=\s)|^)[-#]|:(?=//)|(?<=\d)\.(?=\s)")
_WORDS = re.compile(r"\s*\S+\s*|\s+")
_LOOKS_LIKE_AN_ADDRESS = re.compile(r"://|www\.|\w\.\w{2,}", re.IGNORECASE)


def escape(text: str, *, lines: bool = False) -> str:
    """`text` shown as it is: no markup, no mention, no masked or automatic link, no custom emoji."""
    return _MARKUP.sub(r"\\\g<0>", inert(text, lines=lines))


def plain(text: str) -> str:
    """`text` for places that know no markup: labels of buttons, descriptions of pictures."""
    return inert(text).strip()


def words(text: str) -> list[str]:
    """`text` in pieces that may stand on different pages, each a word with the space around it."""
    return [
        word[start : start + LONGEST_WORD]
        for word in _WORDS.findall(text)
        for start in range(0, len(word), LONGEST_WORD)
    ]


def strong(text: str) -> list[str]:
    """Bold pieces of at most a page, space kept outside."""
    return [_around(escape(piece), "**") for piece in _phrases(text)]


def code(text: str) -> list[str]:
    """Pieces to copy. A backtick in them would end them, so a look-alike stands for it."""
    return [_around(inert(piece).replace("`", "ˋ"), "`") for piece in _phrases(text)]


def link(text: str, url: str) -> list[str]:
    """A masked link; its address in full where the text could pass for another address."""
    address = web_address(url)
    if not address or len(address) > _LONGEST_ADDRESS:
        return [escape(piece) for piece in words(text)]
    address = address.translate(_IN_ADDRESS)
    if not text.strip() or len(text) > LONGEST_WORD // 2 or _LOOKS_LIKE_AN_ADDRESS.search(text):
        return [*(escape(piece) for piece in words(text)), f" <{address}>"]
    return [f"[{escape(text).strip()}](<{address}>)"]


_IN_ADDRESS = {ord(sign): f"%{ord(sign):02X}" for sign in "()<>[]\\`*|"}


def _phrases(text: str) -> list[str]:
    """As much at a time as one pair of marks should hold."""
    phrases: list[str] = []
    for word in words(inert(text)):
        if phrases and len(phrases[-1]) + len(word) <= LONGEST_WORD // 2:
            phrases[-1] += word
        else:
            phrases.append(word)
    return phrases


def _around(text: str, mark: str) -> str:
    inner = text.strip()
    if not inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{inner}{mark}{after}"
