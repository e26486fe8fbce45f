"""From a raw message to the words its author wrote: no code, quotes, links, emoji codes or mention tags."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.facts import Sign
from bot.domain.judging.lexicon import fold

HEAD = 6_000
TAIL = 1_500
"""Longer messages are judged by their beginning and end, so that judging takes bounded time."""

_TAG = re.compile(r"<(?:https?:|mailto:|[@#!]|a?:)[^<>]*>")
_LINK = re.compile(r"(?:https?://|www\.)\S+|<(?:https?:|mailto:)[^<>]*>")
_EMOJI = re.compile(r":[a-z0-9_+\-]{2,40}:")
_ADDRESS = re.compile(r"\s{0,9}@?([^\s:,?!]{1,32})([:,])(?=\s|$)")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Plain:
    """A message's own words. `address`: how it begins, `:` or `,` after one word, or nothing."""

    text: str
    words: list[str]
    signs: Sign
    address: str
    length: int


def plain(raw: str) -> Plain:
    """The words of a message and the signs its layout gives; linear in a bounded part of its length."""
    text = raw if len(raw) <= HEAD + TAIL else f"{raw[:HEAD]}\n{raw[-TAIL:]}"
    signs = Sign.NONE
    if "`" in text:
        text, signs = _without_code(text)
    if ">" in text or "&gt;" in text:
        text, quoted = _without_quotes(text)
        signs |= quoted
    if "://" in text or "www." in text:
        text, links = _LINK.subn(" ", text)
        signs |= Sign.LINK if links else Sign.NONE
    text = fold(_TAG.sub(" ", text) if "<" in text else text)
    if text.count(":") > 1:
        text = _EMOJI.sub(_spoken_emoji, text)
    address = _ADDRESS.match(text)
    mark = address[2] if address else ""
    if address and mark == ":":
        text = text[address.end() :]
    return Plain(text, _WORD.findall(text), signs, mark, len(raw))


def _spoken_emoji(match: re.Match[str]) -> str:
    return " +1 " if match[0] in {":+1:", ":thumbsup:"} else " "


def _without_code(text: str) -> tuple[str, Sign]:
    """Text between pairs of ``` and of ` is code; a mark without its partner stays as it is."""
    signs = Sign.NONE
    for fence in ("```", "`"):
        parts = text.split(fence)
        if len(parts) > 2:
            signs = Sign.CODE
            rest = parts[::2] if len(parts) % 2 else [*parts[:-1:2], parts[-1]]
            text = " ".join(rest)
    return text, signs


def _without_quotes(text: str) -> tuple[str, Sign]:
    lines = text.splitlines()
    kept = [line for line in lines if not line.lstrip().startswith((">", "&gt;"))]
    return "\n".join(kept), Sign.QUOTE if len(kept) < len(lines) else Sign.NONE
