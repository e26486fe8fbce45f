"""Which signs the words of a message carry."""

from __future__ import annotations

import re

from bot.domain.facts import Sign
from bot.domain.judging.lexicon import LONGEST_PHRASE, Table
from bot.domain.judging.plain import Plain

_MARK = re.compile(r"[?؟՞⁇⸮፧](?![\w/=&])|¿|(?<=[\u0370-\u03ff\u1f00-\u1fff]);")
_SENTENCE = re.compile(r"[.!?;\n…。！？]+\s*|\s[-–—]\s")
_ALONE = Sign.WORKED | Sign.FAILED | Sign.ME_TOO
_FIRST = Sign.ACKNOWLEDGED | Sign.GREETING
_FEW = 5
_MAX_WORDS = 400
_MAX_SENTENCES = 40


def signs(message: Plain, table: Table) -> Sign:
    """The signs of a message."""
    found = _phrases(message.words[:_MAX_WORDS], table)
    if _MARK.search(message.text):
        found |= Sign.QUESTION_MARK
    if _opens(message.text, table):
        found |= Sign.QUESTION_WORD
    if not message.text.isascii():
        for mark, sign in table.marks:
            if mark in message.text:
                found |= sign
    if message.text.lstrip().startswith(("+1", "^")):
        found |= Sign.ME_TOO
    if Sign.FAILED in found:
        found &= ~Sign.WORKED
    if Sign.WITHDRAWN in found:
        found &= ~Sign.REQUEST
    return found | message.signs


def _phrases(words: list[str], table: Table) -> Sign:
    found = Sign.NONE
    few = len(words) <= _FEW
    for i, word in enumerate(words):
        if word not in table.starts:
            continue
        phrase = word
        for j in range(i, min(i + LONGEST_PHRASE, len(words))):
            if j > i:
                phrase = f"{phrase} {words[j]}"
            sign = table.signs.get(phrase, Sign.NONE)
            if j == i and not few:
                sign &= ~_ALONE
            if i > 0:
                sign &= ~_FIRST
            found |= sign
            if phrase in table.phrases:
                found |= Sign.QUESTION_WORD
    return found


def _opens(text: str, table: Table) -> bool:
    """Whether a sentence of more than two words begins, fillers aside, as questions do."""
    for sentence in _SENTENCE.split(text[: _MAX_WORDS * 10], maxsplit=_MAX_SENTENCES)[: _MAX_SENTENCES + 1]:
        words = sentence.replace(",", " ").split(maxsplit=12)[:12]
        words = [word.strip("()[]{}\"'*_~:¿¡") for word in words]
        start = 0
        while start < len(words) and words[start] in table.fillers:
            start += 1
        if len(words) - start < 2:
            continue
        for length in (1, 2, 3):
            if " ".join(words[start : start + length]) in table.openers and len(words) - start > length:
                return True
    return False
