"""From a raw message to the words its author wrote: no code, quotes, links, emoji codes or mention tags."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.domain.facts import Sign
from bot.domain.judging.lexicon import WORD, fold

HEAD = 6_000
TAIL = 1_500
"""Longer messages are judged by their beginning and end, so that judging takes bounded time."""

_TAG = re.compile(r"<(?:https?:|mailto:|[@#!]|a?:)[^<>]*>")
_LINK = re.compile(r"(?:https?://|www\.)\S+|<(?:https?:|mailto:)[^<>]*>")
_EMOJI = re.compile(r":[a-z0-9_+\-]{2,40}:")
_ADDRESS = re.compile(r"\s{0,9}@?([^\s:,?!]{1,32})([:,])(?=\s|$)")
_EDGE = re.compile("'[' ]| '")
_BREAKS = bytes(code if chr(code).isalnum() or code == ord("'") else ord(" ") for code in range(128)).ljust(
    256
)
_CODE, _QUOTE, _LINKED = Sign.CODE.value, Sign.QUOTE.value, Sign.LINK.value


class Plain(NamedTuple):
    """A message's own words. `signs` as numbers. `address`: it begins with a word and `:` or `,`, or not."""

    text: str
    words: list[str]
    signs: int
    address: str


def plain(raw: str) -> Plain:
    """The words of a message and the signs its layout gives; linear in a bounded part of its length."""
    text = raw if len(raw) <= HEAD + TAIL else f"{raw[:HEAD]}\n{raw[-TAIL:]}"
    signs = 0
    if "`" in text:
        text, signs = _without_code(text)
    if ">" in text or "&gt;" in text:
        text, quoted = _without_quotes(text)
        signs |= quoted
    if "://" in text or "www." in text:
        text, links = _LINK.subn(" ", text)
        signs |= _LINKED if links else 0
    text = fold(_TAG.sub(" ", text) if "<" in text else text)
    if text.count(":") > 1:
        text = _EMOJI.sub(_spoken_emoji, text)
    address = _ADDRESS.match(text) if ":" in text or "," in text else None
    mark = address[2] if address else ""
    if address and mark == ":":
        text = text[address.end() :]
    return Plain(text, _words(text), signs, mark)


def _words(text: str) -> list[str]:
    """As `WORD` finds them; plain letters by a table, which is several times faster."""
    if not text.isascii():
        return WORD.findall(text)
    spaced = text.encode().translate(_BREAKS).decode()
    words = spaced.split()
    if "'" in spaced and _EDGE.search(f" {spaced} "):
        return [part for word in words for part in (WORD.findall(word) if "'" in word else (word,))]
    return words


def _spoken_emoji(match: re.Match[str]) -> str:
    return " +1 " if match[0] in {":+1:", ":thumbsup:"} else " "


def _without_code(text: str) -> tuple[str, int]:
    """Text between pairs of ``` and of ` is code; a mark without its partner stays as it is."""
    signs = 0
    for fence in ("```", "`"):
        parts = text.split(fence)
        if len(parts) > 2:
            signs = _CODE
            rest = parts[::2] if len(parts) % 2 else [*parts[:-1:2], parts[-1]]
            text = " ".join(rest)
    return text, signs


def _without_quotes(text: str) -> tuple[str, int]:
    lines = text.splitlines()
    kept = [line for line in lines if not line.lstrip().startswith((">", "&gt;"))]
    return "\n".join(kept), _QUOTE if len(kept) < len(lines) else 0
