"""A salted sketch of a message's content words: enough to see words in common, useless without the salt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

from bot.domain.judging.entries import Entry
from bot.domain.judging.lexicon import Table

MOST_WORDS = 32
_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def stem(word: str) -> str:
    """A word without a common English ending, so that "install" and "installing" meet."""
    for ending, least in (("ing", 7), ("ed", 6), ("es", 6), ("s", 4)):
        if len(word) >= least and word.endswith(ending) and not word.endswith("ss"):
            return word[: -len(ending)]
    return word


def keyed(salt: bytes) -> blake2b:
    """The beginning of every hash; `salt` is the community's secret, its first 64 bytes are used."""
    return blake2b(digest_size=4, key=salt[:64])


def contents(word: str, table: Table) -> tuple[str, ...]:
    """What a sketch takes of one word: itself or its stem, its pairs of signs, or nothing."""
    if word in table.stop or len(word) < 2:
        return ()
    if not word.isascii() and _SPACELESS.search(word):
        return tuple(dict.fromkeys(word[i : i + 2] for i in range(len(word) - 1)))
    return (stem(word),)


def hashed(content: bytes, key: blake2b) -> bytes:
    """The hash of one content."""
    one = key.copy()  # half the time of keying every hash anew
    one.update(content)
    return one.digest()


def sketch(entries: Sequence[Entry]) -> bytes:
    """Hashes (32 bits, big-endian, sorted) of at most 32 different content words."""
    hashes = [one for entry in entries for one in entry[1]]
    if len(hashes) > MOST_WORDS:
        hashes = _first(entries)
    return b"".join(sorted(set(hashes)))


def _first(entries: Sequence[Entry]) -> list[bytes]:
    content: dict[str, bytes] = {}
    for entry in entries:
        content.update(entry.content)
        if len(content) >= MOST_WORDS:
            break
    return list(content.values())[:MOST_WORDS]
