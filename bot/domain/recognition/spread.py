"""How widely recognition was spread: numbers only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.recognition.ledger import WeekPicks


@dataclass(frozen=True, slots=True)
class Spread:
    """Recognition over `weeks` weeks. `helped` and `named` count people, `turns` namings.

    `most` is the most often that one person was named.
    """

    weeks: int
    helped: int
    named: int
    turns: int
    most: int


def spread(weeks: Iterable[WeekPicks]) -> Spread:
    """Count who could have been named, and who was."""
    picks = list(weeks)
    named = Counter(who for week in picks for who in week.named)
    helped = named.keys() | {who for week in picks for who in week.places}
    return Spread(len(picks), len(helped), len(named), named.total(), max(named.values(), default=0))
