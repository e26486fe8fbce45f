"""What every reader needs at the door, where text is judged and dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.facts import Features, Sentiment
from bot.domain.sentiments import sentiment
from bot.domain.times import Micros

Judge = Callable[[str], Features]
"""Features of a message's text; the text goes no further."""


@dataclass(frozen=True, slots=True)
class Door:
    """`judge` sees text, `sentiment` emoji; messages before `since` are left out."""

    judge: Judge
    sentiment: Callable[[str], Sentiment | None] = sentiment
    since: Micros = Micros(0)
