"""The learned part of the judge: how much words read like those that stand before a question mark.

`scripts/train/asking.py` makes `asking_model.bin`, one small whole number a place, and `docs/judge-card.md`
says from what. Words and pairs of words share places by their hashes, so no word can be read out of it. It
learned English, and keeps silent about messages of other languages.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

from bot.domain.facts import Sign
from bot.domain.judging.entries import Entry
from bot.domain.judging.lexicon import Table

FILE = Path(__file__).with_name("asking_model.bin")
SIZE = 1 << 15
"""Places, one byte each."""
NAT = 32
"""Scores are in 1/32 of a unit of log-odds."""
WORDS = 10
"""How many words it reads, from the beginning: a question shows early."""
_PLACE = SIZE - 1
_NUMBERS = (1 << 20) - 1
_SEEN = tuple(
    sign.value
    for sign in (
        Sign.QUESTION_WORD,
        Sign.REQUEST,
        Sign.THANKS,
        Sign.ACKNOWLEDGED,
        Sign.GREETING,
        Sign.CODE,
        Sign.LINK,
        Sign.WITHDRAWN,
        Sign.SMALL_TALK,
        Sign.WORKED,
        Sign.FAILED,
        Sign.ME_TOO,
    )
)
_ALL_SEEN = sum(_SEEN)
_LONGEST = 6


def number(word: str) -> int:
    """The number of a word, 20 bits, the same everywhere."""
    return crc32(word.encode(errors="replace")) & _NUMBERS


def tongue(word: str, words: Table) -> int:
    """1 for a little word of English, -1 for one of another language, 0 for both and neither."""
    return (word in words.english) - (word in words.foreign)


def places(numbers: Sequence[int], last: int) -> list[int]:
    """The places of the first `WORDS`, each alone and after the one before it, and of the last of all."""
    found = [one & _PLACE for one in numbers]
    found += [(one * 31 + other * 17) & _PLACE for one, other in pairwise((0, *numbers))]
    return [*found, (last * 11 + 2) & _PLACE]


def general(words: int, signs: int) -> list[int]:
    """The places of what else shows: how many words there are, in powers of two, and which signs."""
    length = (min(words.bit_length(), _LONGEST) * 7919) & _PLACE
    return [length, *((at * 104_729 + 77) & _PLACE for at, sign in enumerate(_SEEN) if signs & sign)]


@cache
def model() -> tuple[int, ...]:
    """The weights by place; read once. Raises OSError or ValueError where the file is missing or damaged."""
    weights = array("b", FILE.read_bytes())
    if len(weights) != SIZE:
        raise ValueError(f"{FILE.name} holds {len(weights)} places instead of {SIZE}")
    return tuple(weights)


@lru_cache(1 << 12)
def _general(words: int, signs: int) -> int:
    weights = model()
    return sum(weights[place] for place in general(words, signs))


def asked(entries: Sequence[Entry], signs: int) -> int | None:
    """The log-odds, in 1/32, that words like these carry a question mark: the weights of all places together.

    None where the little words tell of another language, or of none.
    """
    weights = model()
    score = told = before = number = 0
    for entry in entries[:WORDS]:
        number = entry[4]
        told += entry[5]
        score += weights[number & _PLACE] + weights[(before * 31 + number * 17) & _PLACE]
        before = number
    if told <= 0:
        return None
    score += weights[(entries[-1][4] * 11 + 2) & _PLACE]
    return score + _general(min(len(entries), 1 << _LONGEST), signs & _ALL_SEEN)
