"""Persons in rows: a person is named by their primary account, kept as the number of a space and an id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from bot.domain.recognition.weekly import week_number, week_of_number
from bot.domain.refs import MemberRef, PersonId
from bot.domain.times import Week
from storage.spaces import Spaces

__all__ = ["by_space", "person", "week_number", "week_of_number", "week_or_none"]


def person(space: int, member: str, spaces: Spaces) -> PersonId:
    """The person behind a pair of columns."""
    return PersonId(str(MemberRef(spaces[space], member)))


def by_space(people: Iterable[PersonId], spaces: Spaces) -> dict[int, list[str]]:
    """Accounts' ids by the number of their space; whose space no row names is left out."""
    prefixes = sorted(((f"{ref}:", number) for ref, number in spaces.all()), key=lambda one: -len(one[0]))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for one in people:
        for prefix, number in prefixes:
            if one.startswith(prefix):
                found[number].append(one[len(prefix) :])
                break
    return found


def week_or_none(number: int | None) -> Week | None:
    """The week of a column that may be empty."""
    return None if number is None else week_of_number(number)
