"""A salted sketch of a message's content words: enough to see words in common, useless without the salt."""

from __future__ import annotations

import re
from hashlib import blake2b

from bot.domain.judging.lexicon import Table

MOST_WORDS = 32
_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def stem(word: str) -> str:
    """A word without a common English ending, so that "install" and "installing" meet."""
    for ending, least in (("ing", 7), ("ed", 6), ("es", 6), ("s", 4)):
        if len(word) >= least and word.endswith(ending) and not word.endswith("ss"):
            return word[: -len(ending)]
    return word


def sketch(words: list[str], table: Table, salt: bytes) -> bytes:
    """Hashes (32 bits, big-endian, sorted) of at most 32 different content words.

    `salt` is the community's secret; its first 64 bytes are used.
    """
    content: dict[str, None] = {}
    for word in words:
        if len(content) >= MOST_WORDS:
            break
        if word in table.stop or len(word) < 2:
            continue
        if not word.isascii() and _SPACELESS.search(word):
            content.update(dict.fromkeys(word[i : i + 2] for i in range(len(word) - 1)))
        else:
            content[stem(word)] = None
    key = salt[:64]
    hashes = {
        blake2b(word.encode(errors="replace"), digest_size=4, key=key).digest()
        for word in list(content)[:MOST_WORDS]
    }
    return b"".join(sorted(hashes))
