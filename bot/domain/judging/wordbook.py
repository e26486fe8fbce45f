"""What a single word tells, looked up once and kept: most of judging is then one look-up a word."""

from __future__ import annotations

from functools import lru_cache

from bot.domain.judging.entries import Entry
from bot.domain.judging.lexicon import table
from bot.domain.judging.shape import anywhere
from bot.domain.judging.sketch import digests, keyed

_MOST_KEPT = 1 << 15
_LONGEST_KEPT = 32
_MOST_SALTS = 4


class Wordbook(dict[str, Entry]):
    """Entries by word, made as words come; forgotten when there are too many, so that memory is bounded."""

    def __init__(self, salt: bytes) -> None:
        self._key = keyed(salt)

    def __missing__(self, word: str) -> Entry:
        words = table()
        content = digests(word, words, self._key)
        entry = Entry(anywhere(word), tuple(content.values()), content, words.branches.get(word))
        if len(word) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[word] = entry
        return entry


@lru_cache(_MOST_SALTS)
def wordbook(salt: bytes) -> Wordbook:
    """The book of one community's salt."""
    return Wordbook(salt)
