"""Judging text at the door: rules first, small tables, linear time. The text goes no further than this."""

from __future__ import annotations

from bot.domain.facts import Features, Sign
from bot.domain.judging.lexicon import table
from bot.domain.judging.plain import Plain, plain
from bot.domain.judging.shape import shape
from bot.domain.judging.signs import signs
from bot.domain.judging.sketch import sketch

_MOST = 65_535

__all__ = ["judge"]


def judge(text: str, salt: bytes) -> Features:
    """What a message's wording says; `salt` is the community's secret for its word sketches."""
    words = table()
    message = plain(text)
    found = signs(message, words)
    return Features(
        question=question(message, found),
        signs=found,
        words=min(len(message.words), _MOST),
        sketch=sketch(message.words, words, salt),
        shape=shape(message),
    )


def question(message: Plain, found: Sign) -> int:
    """How likely the message asks for something, in thousandths."""
    length = len(message.words)
    if Sign.QUESTION_MARK in found:
        score = 930 if Sign.QUESTION_WORD in found else 830
        score = 560 if length < 2 else score
    elif Sign.QUESTION_WORD in found:
        score = 720 if length > 3 else 560
    elif Sign.REQUEST in found:
        score = 560 if length > 4 else 400
    else:
        return 20
    if found & (Sign.THANKS | Sign.WITHDRAWN) and Sign.QUESTION_MARK not in found:
        score = min(score, 300)
    return score
