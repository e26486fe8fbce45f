"""Members' names inside a text, for platforms whose messages do not mark whom they mention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from bot.domain.judging.lexicon import fold, table

_EDGES = ",:;.!?()[]{}<>@'\"*~"
_SHORTEST = 3
_LONGEST_TEXT = 4_000
_MOST = 4
_LONGEST_NAME = 40
_MOST_COMPARED = 3_000
"""Among more people than that, a name has to be written as it is."""

Member = TypeVar("Member")


def named(text: str, members: Mapping[str, Member]) -> tuple[Member, ...]:
    """Whom the words of a text name, in order, at most four. `members` are keyed by `name_key`."""
    found: dict[Member, None] = {}
    words = text[:_LONGEST_TEXT].split()
    if words and words[0].endswith((":", ",")) and name_key(words[0].strip(_EDGES)) not in members:
        meant = _nearly(words[0].strip(_EDGES), members)
        found.update(dict.fromkeys(meant))
    for word in words:
        key = name_key(word.strip(_EDGES))
        if key is not None and key in members:
            found[members[key]] = None
            if len(found) == _MOST:
                break
    return tuple(found)


def _nearly(word: str, members: Mapping[str, Member]) -> list[Member]:
    """The member whose name a word in front begins, or misses by a letter; none where two could be meant."""
    key = name_key(word)
    if key is None or key in members or len(key) > _LONGEST_NAME or len(members) > _MOST_COMPARED:
        return []
    near = [member for name, member in members.items() if _alike(key, name)]
    return near if len(near) == 1 else []


def _alike(word: str, name: str) -> bool:
    """Whether a word is the beginning of a name, or one letter changed, missing, added or swapped."""
    if abs(len(word) - len(name)) > 1 or len(word) < _SHORTEST + 1:
        return len(word) >= _SHORTEST and name.startswith(word)
    start = 0
    while start < min(len(word), len(name)) and word[start] == name[start]:
        start += 1
    rest, other = word[start:], name[start:]
    return (
        rest[1:] == other[1:]
        or rest == other[1:]
        or rest[1:] == other
        or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    )


def name_key(name: str) -> str | None:
    """How a name is looked up; None for names too short or too common to be told from a word."""
    key = fold(name)
    if len(key) < _SHORTEST or key in table().stop or key in table().fillers:
        return None
    return key
