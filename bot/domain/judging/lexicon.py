"""What a word list may say, and how the lists of all languages become one table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from bot.domain.facts import Sign

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
"""A word as the judge cuts it; apostrophes may stand inside."""

_MARKS = re.compile("[\u0300-\u036f]")
_CLOSING = "[\\s」』)~〜～ー笑w]{0,6}(?:$|[\n。.!?,;、])"
"""What may follow a sentence's last particle, and what ends the sentence."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language: words and phrases (at most five words), commas between them, in lower case.

    `openers` make a question where a sentence begins with them, `phrases` anywhere, `fillers` may stand
    before an opener. An `asking` word asks before an `inverting` one ("how do"), and that one before one of
    the `subjects` ("is it"). For languages written without spaces: `marks` are character sequences, `ends`
    ask where a sentence ends with them, and `idle` ones hide a mark that they hold ("always" holds "when").
    `stop` words never enter a sketch.
    """

    openers: str = ""
    asking: str = ""
    inverting: str = ""
    subjects: str = ""
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
    ends: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()


MAY_OPEN = 1 << 30


class Branch(NamedTuple):
    """A word of phrases: the signs (as a number) of the phrase that ends here, and the words that go on.

    `MAY_OPEN` among the signs of a first word: a question may begin with it.
    """

    signs: int
    later: dict[str, Branch]


@dataclass(frozen=True, slots=True)
class Table:
    """All languages together, ready for look-ups.

    `english` are the stop words of that language alone, `foreign` those of the others alone. `longer` are the
    first words of openers of several words; `branches` all phrases by their first word. For scripts without
    spaces, `marking` finds whether any mark can be there at all, `ending` a particle that ends a question,
    and `idle` what only looks like a mark.
    """

    openers: frozenset[str]
    asking: frozenset[str]
    inverting: frozenset[str]
    subjects: frozenset[str]
    fillers: frozenset[str]
    stop: frozenset[str]
    english: frozenset[str]
    foreign: frozenset[str]
    longer: frozenset[str]
    branches: Mapping[str, Branch]
    marks: tuple[tuple[str, int], ...]
    marking: re.Pattern[str]
    ending: re.Pattern[str]
    idle: re.Pattern[str]


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

    signs = dict.fromkeys(items(lexicon.phrases for lexicon in ALL), Sign.QUESTION_WORD.value)
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
                signs[phrase] = signs.get(phrase, 0) | sign.value
    openers = items(lexicon.openers for lexicon in ALL)
    asking = items(lexicon.asking for lexicon in ALL)
    inverting = items(lexicon.inverting for lexicon in ALL)
    foreign = items(lexicon.stop for lexicon in ALL[1:])
    marks = tuple(
        (fold(mark), sign.value) for lexicon in ALL for sign, marks in lexicon.marks.items() for mark in marks
    )
    ends = [fold(end) for lexicon in ALL for end in lexicon.ends]
    return Table(
        openers=openers,
        asking=asking,
        inverting=inverting,
        subjects=items(lexicon.subjects for lexicon in ALL),
        fillers=items(lexicon.fillers for lexicon in ALL),
        stop=items(lexicon.stop for lexicon in ALL),
        english=items([ALL[0].stop]) - foreign,
        foreign=foreign - items([ALL[0].stop]),
        longer=frozenset(opener.split(" ")[0] for opener in openers if " " in opener),
        branches=_branches(signs, openers | asking | inverting),
        marks=marks,
        marking=re.compile(
            "[" + "".join(sorted({re.escape(mark[0]) for mark in [*dict(marks), *ends]})) + "]"
        ),
        ending=re.compile(f"(?:{_any_of(ends)}){_CLOSING}"),
        idle=re.compile(_any_of(fold(one) for lexicon in ALL for one in lexicon.idle)),
    )


def _any_of(texts: Iterable[str]) -> str:
    """Any of them, the longest first."""
    return "|".join(re.escape(text) for text in sorted(texts, key=lambda text: (-len(text), text)))


def _branches(signs: Mapping[str, int], openers: Iterable[str]) -> dict[str, Branch]:
    """Phrases as a tree of words, with the words, as the judge cuts them, that openers begin with."""
    top: dict[str, Branch] = {}
    for phrase, sign in signs.items():
        words = phrase.split(" ")
        here = top
        for word in words[:-1]:
            here = here.setdefault(word, Branch(0, {})).later
        known = here.get(words[-1])
        here[words[-1]] = Branch(sign, known.later if known else {})
    for word in {WORD.findall(opener)[0] for opener in openers}:
        known = top.get(word, Branch(0, {}))
        top[word] = Branch(known.signs | MAY_OPEN, known.later)
    return top
