"""How likely a message asks for something: the rules' word, and where the learned part overrules it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.facts import Features, Sign
from bot.domain.judging.asking import asked
from bot.domain.judging.entries import Entry
from bot.domain.judging.lexicon import MAY_OPEN

_MARK = Sign.QUESTION_MARK.value
_WORD = Sign.QUESTION_WORD.value
_REQUEST = Sign.REQUEST.value
_CLOSED = (Sign.THANKS | Sign.WITHDRAWN).value
_ASKS = 0
_STANDS = -32
"""Learned scores (1/32) from which words alone make a question, and down to which the rules' word stands.

On the training logs others respond to what scores just there half-way as often as they do between statements
and questions with a mark.
"""
_LEARNED, _DENIED = 550, 450
"""What is said where the learned part overrules the rules; they themselves never say these."""


def question(entries: Sequence[Entry], found: int, words: int) -> int:
    """In thousandths, of the entries and the number of a message's words, and its signs (`found`).

    A mark decides. Without one the rules and what was learned decide together.
    """
    score = ruled(found, words)
    if found & (_MARK | _CLOSED) or not found & MAY_OPEN:
        return score
    learned = asked(entries, found)
    if learned is None:
        return score
    if learned >= _ASKS and score < 500:
        return _LEARNED
    return _DENIED if learned < _STANDS and found & _WORD else score


def ruled(found: int, words: int) -> int:
    """What the rules alone make of signs and a number of words, in thousandths."""
    if found & _MARK:
        score = 930 if found & _WORD else 830
        return 560 if words < 2 else score
    if found & _WORD:
        score = 720 if words > 3 else 560
    elif found & _REQUEST:
        score = 560 if words > 4 else 400
    else:
        return 20
    return min(score, 300) if found & _CLOSED else score


def unlearned(features: Features) -> int:
    """The likelihood without the learned part: the link model learned from what was judged like that."""
    if features.question in (_LEARNED, _DENIED):
        return ruled(int(features.signs), features.words)
    return features.question
