"""Which signs the words of a message carry. Signs are plain numbers here: flags cost a microsecond each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from bot.domain.facts import Sign
from bot.domain.judging.entries import Entry
from bot.domain.judging.lexicon import MAY_OPEN, Table, table
from bot.domain.judging.plain import Plain
from bot.domain.judging.spaceless import spaceless

_MARK = re.compile(
    r"[?؟՞⁇⸮፧](?![\w/=&])|\?(?=[\u3040-\u30ff\u3400-\u9fff])|¿|(?<=[\u0370-\u03ff\u1f00-\u1fff]);"
)
_SENTENCE = re.compile(r"[.!?;\n…。！？]+\s*|\s[-–—]\s")
_DASH = re.compile(r"\s-\s")
_ENDS = bytes(ord("\n") if chr(code) in ".!?;\n" else code for code in range(256))
_NAME = re.compile(r"[\d_]")
"""A word that is somebody's name more likely than not, as names in chat go."""
_YOU = frozenset({"u", "you"})
_ORDERS = frozenset({"do", "have", "has", "had", "don't"})
"""Before a subject these may be an order or a wish as well: "have the day off"."""
_EDGES = "()[]{}\"'*_~:¿¡"
_QUESTION_MARK = Sign.QUESTION_MARK.value
_QUESTION_WORD = Sign.QUESTION_WORD.value
_ME_TOO = Sign.ME_TOO.value
_FAILED = Sign.FAILED.value
_WITHDRAWN = Sign.WITHDRAWN.value
_NOT_WORKED = ~Sign.WORKED.value
_NOT_REQUEST = ~Sign.REQUEST.value
_NOT_ALONE = ~(Sign.WORKED | Sign.FAILED | Sign.ME_TOO).value
_NOT_LATER = ~(Sign.ACKNOWLEDGED | Sign.GREETING).value
_FEW = 5
_MAX_WORDS = 400
_MAX_SENTENCES = 40
_MAX_CLAUSES = 8
_SHORT = 20
_MAX_OPENING = _MAX_WORDS * 10


@cache
def sign(number: int) -> Sign:
    """The flags of a number."""
    return Sign(number)


def signs(message: Plain, entries: Sequence[Entry]) -> int:
    """The signs of a message as a number; `entries` belong to its words.

    `MAY_OPEN` among them: a word stands there that a question may begin with.
    """
    text = message.text
    words = table()
    found = _phrases(message.words, entries)
    plain = text.isascii()
    if ("?" in text or not plain) and _MARK.search(text):
        found |= _QUESTION_MARK
    if found & MAY_OPEN and not found & _QUESTION_WORD and _opens(text, words):
        found |= _QUESTION_WORD
    if not plain and words.marking.search(text):
        found |= spaceless(text, words)
    if text.lstrip().startswith(("+1", "^")):
        found |= _ME_TOO
    if found & _FAILED:
        found &= _NOT_WORKED
    if found & _WITHDRAWN:
        found &= _NOT_REQUEST
    return found | message.signs


def _phrases(words: list[str], entries: Sequence[Entry]) -> int:
    most = len(words)
    found = 0
    if most > _MAX_WORDS:
        most = _MAX_WORDS
        found = MAY_OPEN
    few = most <= _FEW
    for i, entry in enumerate(entries if most < _MAX_WORDS else entries[:most]):
        branch = entry[3]
        if branch is None:
            continue
        meant, later = branch
        if not few:
            meant &= _NOT_ALONE
        if later:
            for word in words[i + 1 : most]:
                longer = later.get(word)
                if longer is None:
                    break
                meant |= longer[0]
                later = longer[1]
        found |= meant & _NOT_LATER if i else meant
    return found


def _opens(text: str, table: Table) -> bool:
    """Whether a clause, fillers and the name of whom it addresses aside, begins as questions do."""
    short = len(text) <= _SHORT
    for sentence in _sentences(text[:_MAX_OPENING]):
        begun = False
        for clause in sentence.split(",", _MAX_CLAUSES):
            words = clause.split(maxsplit=12)[:12]
            for start, word in enumerate(words):
                first = word.strip(_EDGES)
                if first not in table.fillers and not _NAME.search(first):
                    rest = words[start:]
                    if _asks(first, rest, table, short=short) or (not begun and _opener(first, rest, table)):
                        return True
                    begun = True
                    break
    return False


def _asks(first: str, words: list[str], table: Table, *, short: bool) -> bool:
    """Whether a clause begins with a word that asks, or with verb and subject turned round."""
    plain = [first, *(word.strip(_EDGES) for word in words[1:5])]
    second = plain[1] if len(plain) > 1 else ""
    if first in table.asking:
        if second in table.inverting or (short and len(words) <= 2):
            return True
        return (second in _YOU and len(words) <= 8) or any(
            verb in table.inverting and subject in table.subjects for verb, subject in pairwise(plain[1:])
        )
    turned = second in table.subjects or _NAME.search(second) is not None
    return first in table.inverting and first not in _ORDERS and turned and len(words) > 2


def _sentences(text: str) -> list[str]:
    """At most 41 sentences, the last with all that follows."""
    if text.isascii() and ("-" not in text or _DASH.search(text) is None):
        found = text.encode().translate(_ENDS).decode().split("\n")
        if len(found) <= _MAX_SENTENCES:
            return found
    return _SENTENCE.split(text, maxsplit=_MAX_SENTENCES)[: _MAX_SENTENCES + 1]


def _opener(first: str, words: list[str], table: Table) -> bool:
    """Whether words, of which the first is given without its edges, begin with an opener and go on."""
    if len(words) < 2:
        return False
    if first in table.openers:
        return True
    if first not in table.longer:
        return False
    plain = [word.strip(_EDGES) for word in words[:3]]
    return any(len(words) > n and " ".join(plain[:n]) in table.openers for n in (2, 3))
