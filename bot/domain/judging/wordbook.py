"""What a single word tells, looked up once and kept: most of judging is then one look-up a word.

What a word tells everywhere is kept for all communities together, and each one's hashes apart, for a few of
them: a process that serves many only hashes again.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from bot.domain.judging.asking import number, tongue
from bot.domain.judging.entries import Entry
from bot.domain.judging.lexicon import Branch, table
from bot.domain.judging.shape import anywhere
from bot.domain.judging.sketch import contents, hashed, keyed

_MOST_KEPT = 1 << 15
_LONGEST_KEPT = 32
_MOST_SALTS = 4

T = TypeVar("T")

Told = tuple[int, tuple[tuple[str, bytes], ...], Branch | None, int, int]
"""Its mark, what a sketch takes of it with the bytes to hash, the phrases it begins, number and tongue."""


class Common(dict[str, Told]):
    """What words tell in every community; forgotten when there are too many, so that memory is bounded."""

    def __missing__(self, word: str) -> Told:
        words = table()
        content = tuple((one, one.encode(errors="replace")) for one in contents(word, words))
        told = anywhere(word), content, words.branches.get(word), number(word), tongue(word, words)
        _keep(self, word, told)
        return told


class Wordbook(dict[str, Entry]):
    """Entries by word with one community's hashes."""

    def __init__(self, salt: bytes) -> None:
        self._key = keyed(salt)
        self._common = common()

    def __missing__(self, word: str) -> Entry:
        mark, contents, branch, number, tongue = self._common[word]
        content = {one: hashed(raw, self._key) for one, raw in contents}
        entry = Entry(mark, tuple(content.values()), content, branch, number, tongue)
        _keep(self, word, entry)
        return entry


def _keep(book: dict[str, T], word: str, told: T) -> None:
    if len(word) <= _LONGEST_KEPT:
        if len(book) >= _MOST_KEPT:
            book.clear()
        book[word] = told


@lru_cache(1)
def common() -> Common:
    """The one book of all communities."""
    return Common()


@lru_cache(_MOST_SALTS)
def wordbook(salt: bytes) -> Wordbook:
    """The book of one community's salt."""
    return Wordbook(salt)
