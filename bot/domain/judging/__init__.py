"""Judging text at the door: rules first, small tables, linear time. The text goes no further than this."""

from __future__ import annotations

from bot.domain.facts import Features, Sign
from bot.domain.judging.plain import Plain, plain
from bot.domain.judging.shape import shape
from bot.domain.judging.signs import sign, signs
from bot.domain.judging.sketch import sketch
from bot.domain.judging.wordbook import wordbook

_MOST = 65_535
_MARK = Sign.QUESTION_MARK.value
_WORD = Sign.QUESTION_WORD.value
_REQUEST = Sign.REQUEST.value
_CLOSED = (Sign.THANKS | Sign.WITHDRAWN).value

__all__ = ["judge"]


def judge(text: str, salt: bytes) -> Features:
    """What a message's wording says; `salt` is the community's secret for its word sketches."""
    message = plain(text)
    book = wordbook(salt)
    entries = [book[word] for word in message.words]
    found = signs(message, entries)
    return Features(
        question(message, found),
        sign(found),
        min(len(entries), _MOST),
        sketch(entries),
        shape(message, entries),
    )


def question(message: Plain, found: int) -> int:
    """How likely the message asks for something, in thousandths; `found` as `Sign` numbers it."""
    length = len(message.words)
    if found & _MARK:
        score = 930 if found & _WORD else 830
        score = 560 if length < 2 else score
    elif found & _WORD:
        score = 720 if length > 3 else 560
    elif found & _REQUEST:
        score = 560 if length > 4 else 400
    else:
        return 20
    if found & _CLOSED and not found & _MARK:
        score = min(score, 300)
    return score
