"""A message's shape: a row of yes-or-no marks about layout and little words, eight a byte.

They let the link model see *how* something is said (a short yes, an order, a complaint) without what. Adding
or moving a mark changes the meaning of stored shapes: raise `FEATURES_VERSION` and train the model again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

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


@cache
def _numbers(groups: tuple[str, ...], start: int) -> Mapping[str, int]:
    return {word: 1 << (start + i) for i, group in enumerate(groups) for word in group.split()}


def shape(message: Plain) -> bytes:
    """The marks of a message, big-endian, the first mark lowest."""
    first = _numbers(_FIRST, _LAYOUT)
    anywhere = _numbers(_ANYWHERE, _LAYOUT + len(_FIRST))
    marks = _layout(message.text.strip(), message.address)
    words = message.words
    if words:
        marks |= first.get(words[0], 0)
    for word in words[:60]:
        marks |= anywhere.get(word, 0)
    return marks.to_bytes(SIZE, "big")


def _layout(text: str, address: str) -> int:
    end = text[-3:]
    marks = (
        address == ":",
        address == ",",
        end.endswith("?"),
        end.endswith("."),
        end.endswith("!"),
        end.endswith(("...", "…")),
        end.endswith((":", ",", ";")),
        end.endswith((":)", ":d", ";)", ":p", ":-)", "=)")),
        end.endswith((":(", ":-(", ":/")),
        end.endswith(")"),
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
        any(digit in text for digit in "0123456789"),
        "." in text[:-1],
        ", " in text,
        text.startswith("!"),
        text.startswith(("/me", "*")),
        text.startswith((":", ";", "=", "(", "<")),
        text.startswith(("...", "…", "|", "-", "#")),
        "<" in text,
        " - " in text,
        "@" in text,
        bool(text) and text[-1].isalnum(),
    )
    return sum(1 << i for i, mark in enumerate(marks) if mark)
