"""Judging text at the door, in linear time: rules, and a small learned table. The text goes no further."""

from __future__ import annotations

from bot.domain.facts import Features
from bot.domain.judging.asks import question
from bot.domain.judging.lexicon import MAY_OPEN
from bot.domain.judging.plain import plain
from bot.domain.judging.shape import shape
from bot.domain.judging.signs import sign, signs
from bot.domain.judging.sketch import sketch
from bot.domain.judging.spaceless import longer
from bot.domain.judging.wordbook import wordbook

_MOST = 65_535

__all__ = ["judge"]


def judge(text: str, salt: bytes) -> Features:
    """What a message's wording says; `salt` is the community's secret for its word sketches."""
    message = plain(text)
    book = wordbook(salt)
    entries = [book[word] for word in message.words]
    found = signs(message, entries)
    words = len(entries) if message.text.isascii() else longer(message.text, len(entries))
    return Features(
        question(entries, found, words),
        sign(found & ~MAY_OPEN),
        min(words, _MOST),
        sketch(entries),
        shape(message, entries),
    )
