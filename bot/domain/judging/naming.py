"""Members' names inside a text, for platforms whose messages do not mark whom they mention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from bot.domain.judging.lexicon import fold, table

_EDGES = ",:;.!?()[]{}<>@'\"*~"
_SHORTEST = 3
_LONGEST_TEXT = 4_000
_MOST = 4

Member = TypeVar("Member")


def named(text: str, members: Mapping[str, Member]) -> tuple[Member, ...]:
    """Whom the words of a text name, in order, at most four. `members` are keyed by `name_key`."""
    found: dict[Member, None] = {}
    for word in text[:_LONGEST_TEXT].split():
        key = name_key(word.strip(_EDGES))
        if key is not None and key in members:
            found[members[key]] = None
            if len(found) == _MOST:
                break
    return tuple(found)


def name_key(name: str) -> str | None:
    """How a name is looked up; None for names too short or too common to be told from a word."""
    key = fold(name)
    if len(key) < _SHORTEST or key in table().stop or key in table().fillers:
        return None
    return key
