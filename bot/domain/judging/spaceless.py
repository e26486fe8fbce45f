"""Signs in scripts written without spaces: sequences anywhere, and particles at the end of a sentence."""

from __future__ import annotations

import re

from bot.domain.facts import Sign
from bot.domain.judging.lexicon import Table

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_PER_WORD = 2
"""Characters to a word, on average, in Chinese and Japanese."""
_ASKS = (Sign.QUESTION_MARK | Sign.QUESTION_WORD).value
_NOT_YET = ~(Sign.WORKED | Sign.ACKNOWLEDGED).value


def spaceless(text: str, table: Table) -> int:
    """The signs of a folded text, as a number.

    A particle that ends a question ("か", "吗") says as much as a question mark. Whoever asks whether it
    worked does not say that it did.
    """
    said = table.idle.sub(" ", text)
    found = 0
    for mark, meant in table.marks:
        if mark in said:
            found |= meant
    if table.ending.search(said):
        found |= _ASKS
    return found & _NOT_YET if found & Sign.QUESTION_MARK.value or "?" in said else found


def longer(text: str, words: int) -> int:
    """How many words a message has, where runs of characters without spaces were taken for single ones."""
    unspaced = len(_UNSPACED.findall(text))
    return max(words, unspaced // _PER_WORD) if unspaced else words
