"""A message's shape: a row of yes-or-no marks about layout and little words, eight a byte.

They let the link model see *how* something is said (a short yes, an order, a complaint) without what. Adding
or moving a mark changes the meaning of stored shapes: raise `FEATURES_VERSION` and train the model again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress

from bot.domain.judging.entries import Entry
from bot.domain.judging.plain import Plain

_FIRST = (
    "yes yeah yep yup ya",
    "no nope nah",
    "ok okay k kk alright",
    "i",
    "i'm im i've ive i'll ill i'd",
    "you u you're your",
    "it it's its",
    "that that's thats",
    "the a an",
    "this these those",
    "what what's whats",
    "how how's",
    "why",
    "where when who which",
    "can could",
    "is are was isn't",
    "does do did don't",
    "any anyone anybody has have",
    "try use run type check",
    "install add put edit open make get",
    "look see read go",
    "but",
    "and",
    "so",
    "well",
    "hi hello hey",
    "thanks thx thank ty",
    "lol haha heh hehe rofl",
    "oh ah aha ahh",
    "hmm hm hrm",
    "sorry",
    "not",
    "just only",
    "if",
    "then",
    "maybe probably perhaps",
    "sure",
    "right",
    "good great nice cool",
    "because cause",
    "or",
    "my",
    "there there's here",
    "they he she we",
    "for in on at with to from",
)
_ANYWHERE = (
    "i i'm im i've",
    "my mine me",
    "you u you're ya",
    "your yours",
    "it it's its",
    "he she they them his her",
    "that this",
    "not no never none nothing",
    "don't doesn't didn't can't won't isn't wasn't couldn't dont doesnt didnt cant cannot",
    "try tried trying",
    "use using used",
    "should would could might may",
    "need want",
    "problem error issue bug fail failed fails broken wrong",
    "work works working worked",
    "yes yeah yep",
    "please pls plz",
    "thanks thank thx",
    "know think guess believe",
    "help",
    "how why",
    "what which who where when",
    "if",
    "but",
    "same too also",
    "because since so",
    "then after before",
    "have has had got get",
    "did done do",
    "is are was were be",
    "will going gonna",
    "any anyone anybody someone",
    "new old",
    "there here",
    "just",
    "ok okay",
    "good great nice cool",
    "lol haha heh",
    "or",
)
_LAYOUT = 32
SIZE = (_LAYOUT + len(_FIRST) + len(_ANYWHERE) + 7) // 8
"""Bytes in a shape."""
MARKS = SIZE * 8


def _numbers(groups: tuple[str, ...], start: int) -> dict[str, int]:
    return {word: 1 << (start + i) for i, group in enumerate(groups) for word in group.split()}


_OF_FIRST = _numbers(_FIRST, _LAYOUT)
_OF_ANY = _numbers(_ANYWHERE, _LAYOUT + len(_FIRST))
_INSIDE = [1 << i for i in range(10, 24)]
_LATER = [1 << i for i in range(28, 32)]
_DIGIT = re.compile("[0-9]")
_LOOKED_AT = 60
_MOST_KEPT = 4_096


def anywhere(word: str) -> int:
    """The mark of a word, wherever it stands."""
    return _OF_ANY.get(word, 0)


def shape(message: Plain, entries: Sequence[Entry]) -> bytes:
    """The marks of a message, big-endian, the first mark lowest."""
    marks = _layout(message.text.strip(), message.address)
    words = message.words
    if words:
        marks |= _OF_FIRST.get(words[0], 0)
    for entry in entries[:_LOOKED_AT]:
        if entry[0]:
            marks |= entry[0]
    return marks.to_bytes(SIZE, "big")


def _layout(text: str, address: str) -> int:
    inside = (
        "?" in text,
        "??" in text,
        "!" in text,
        "/" in text,
        "_" in text,
        " -" in text,
        '"' in text or "'" in text,
        "(" in text,
        "=" in text,
        "~" in text or "*" in text,
        "\n" in text,
        _DIGIT.search(text) is not None,
        "." in text[:-1],
        ", " in text,
    )
    later = ("<" in text, " - " in text, "@" in text, text[-1:].isalnum())
    marks = (address == ":") | (address == ",") << 1 | _end(text[-3:]) << 2
    return marks | sum(compress(_INSIDE, inside)) | _beginning(text[:3]) << 24 | sum(compress(_LATER, later))


@lru_cache(_MOST_KEPT)
def _end(end: str) -> int:
    return _number(
        end.endswith("?"),
        end.endswith("."),
        end.endswith("!"),
        end.endswith(("...", "…")),
        end.endswith((":", ",", ";")),
        end.endswith((":)", ":d", ";)", ":p", ":-)", "=)")),
        end.endswith((":(", ":-(", ":/")),
        end.endswith(")"),
    )


@lru_cache(_MOST_KEPT)
def _beginning(beginning: str) -> int:
    return _number(
        beginning.startswith("!"),
        beginning.startswith(("/me", "*")),
        beginning.startswith((":", ";", "=", "(", "<")),
        beginning.startswith(("...", "…", "|", "-", "#")),
    )


def _number(*marks: bool) -> int:
    return sum(1 << i for i, mark in enumerate(marks) if mark)
