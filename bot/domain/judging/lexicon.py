"""What a word list may say, and how the lists of all languages become one table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from bot.domain.facts import Sign

LONGEST_PHRASE = 5
_MARKS = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language: words and phrases (at most five words), commas between them, in lower case.

    `openers` make a question where a sentence begins with them, `phrases` anywhere, `fillers` may stand
    before an opener. `marks` are character sequences for languages written without spaces. `stop` words
    never enter a sketch.
    """

    openers: str = ""
    phrases: str = ""
    requests: str = ""
    thanks: str = ""
    worked: str = ""
    failed: str = ""
    me_too: str = ""
    acknowledged: str = ""
    greetings: str = ""
    withdrawn: str = ""
    fillers: str = ""
    small_talk: str = ""
    stop: str = ""
    marks: Mapping[Sign, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """All languages together, ready for look-ups."""

    openers: frozenset[str]
    phrases: frozenset[str]
    fillers: frozenset[str]
    stop: frozenset[str]
    signs: Mapping[str, Sign]
    starts: frozenset[str]
    marks: tuple[tuple[str, Sign], ...]


def fold(text: str) -> str:
    """Lower case, straight apostrophes and no accents, so that hasty typing matches too."""
    low = text.lower()
    if low.isascii():
        return low
    low = low.replace("’", "'").replace("´", "'")
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", low)))


def items(texts: Iterable[str]) -> frozenset[str]:
    """The non-empty items of several comma-separated texts, folded."""
    return frozenset(fold(item.strip()) for text in texts for item in text.split(",") if item.strip())


@cache
def table() -> Table:
    """The merged table; made once, when the first message is judged."""
    from bot.domain.judging.words import ALL  # noqa: PLC0415 - the lists import this module

    signs: dict[str, Sign] = {}
    for lexicon in ALL:
        for text, sign in (
            (lexicon.requests, Sign.REQUEST),
            (lexicon.thanks, Sign.THANKS),
            (lexicon.worked, Sign.WORKED),
            (lexicon.failed, Sign.FAILED),
            (lexicon.me_too, Sign.ME_TOO),
            (lexicon.acknowledged, Sign.ACKNOWLEDGED),
            (lexicon.greetings, Sign.GREETING),
            (lexicon.withdrawn, Sign.WITHDRAWN),
            (lexicon.small_talk, Sign.SMALL_TALK),
        ):
            for phrase in items([text]):
                signs[phrase] = signs.get(phrase, Sign.NONE) | sign
    phrases = items(lexicon.phrases for lexicon in ALL)
    return Table(
        openers=items(lexicon.openers for lexicon in ALL),
        phrases=phrases,
        fillers=items(lexicon.fillers for lexicon in ALL),
        stop=items(lexicon.stop for lexicon in ALL),
        signs=signs,
        starts=frozenset(phrase.split()[0] for phrase in {*signs, *phrases}),
        marks=tuple(
            (fold(mark), sign) for lexicon in ALL for sign, marks in lexicon.marks.items() for mark in marks
        ),
    )
