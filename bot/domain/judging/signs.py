"""Which signs the words of a message carry. Signs are plain numbers here: flags cost a microsecond each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.domain.facts import Sign
from bot.domain.judging.entries import Entry
from bot.domain.judging.lexicon import MAY_OPEN, Table, table
from bot.domain.judging.plain import Plain

_MARK = re.compile(r"[?؟՞⁇⸮፧](?![\w/=&])|¿|(?<=[\u0370-\u03ff\u1f00-\u1fff]);")
_SENTENCE = re.compile(r"[.!?;\n…。！？]+\s*|\s[-–—]\s")
_DASH = re.compile(r"\s-\s")
_ENDS = bytes(
    ord("\n") if chr(code) in ".!?;\n" else ord(" ") if chr(code) == "," else code for code in range(256)
)
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
_MAX_OPENING = _MAX_WORDS * 10


@cache
def sign(number: int) -> Sign:
    """The flags of a number."""
    return Sign(number)


def signs(message: Plain, entries: Sequence[Entry]) -> int:
    """The signs of a message as a number; `entries` belong to its words."""
    text = message.text
    words = table()
    found = _phrases(message.words, entries)
    plain = text.isascii()
    if ("?" in text or not plain) and _MARK.search(text):
        found |= _QUESTION_MARK
    if found & MAY_OPEN and not found & _QUESTION_WORD and _opens(text, words):
        found |= _QUESTION_WORD
    if not plain and words.marking.search(text):
        for mark, meant in words.marks:
            if mark in text:
                found |= meant
    if text.lstrip().startswith(("+1", "^")):
        found |= _ME_TOO
    if found & _FAILED:
        found &= _NOT_WORKED
    if found & _WITHDRAWN:
        found &= _NOT_REQUEST
    return found & ~MAY_OPEN | message.signs


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
    """Whether a sentence of more than two words begins, fillers aside, as questions do."""
    for sentence in _sentences(text[:_MAX_OPENING]):
        words = sentence.split(maxsplit=12)[:12]
        for start, word in enumerate(words):
            first = word.strip(_EDGES)
            if first not in table.fillers:
                if _opener(first, words[start:], table):
                    return True
                break
    return False


def _sentences(text: str) -> list[str]:
    """At most 41 sentences, the last with all that follows, without their commas."""
    if text.isascii() and ("-" not in text or _DASH.search(text) is None):
        found = text.encode().translate(_ENDS).decode().split("\n")
        if len(found) <= _MAX_SENTENCES:
            return found
    found = _SENTENCE.split(text, maxsplit=_MAX_SENTENCES)[: _MAX_SENTENCES + 1]
    return [sentence.replace(",", " ") for sentence in found]


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
