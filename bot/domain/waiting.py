"""Questions that wait for an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.errors import UserFacingError
from bot.domain.refs import ChannelRef, MessageRef
from bot.domain.times import DAY, HOUR, Micros

RECENT_DAYS = 90
"""How far back open questions are listed unless somebody wants more: older ones seldom wait still."""
MOST = 10


@dataclass(frozen=True, slots=True)
class WaitingQuestion:
    """One open question. `url` is empty where it has no address."""

    message: MessageRef
    channel_name: str
    at: Micros
    url: str = ""

    @property
    def channel(self) -> ChannelRef:
        """Where it was asked."""
        return self.message.channel


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """The first of `open` questions, the longest waiting first; `older` more were asked before `days` ago.

    `channels_chosen`: whether an admin said where people ask for help.
    """

    questions: tuple[WaitingQuestion, ...]
    open: int
    older: int
    days: int
    channels_chosen: bool


_SPAN = re.compile(r"([0-9]{1,4}) ?(h|hours?|stunden?|d|days?|tage?n?|w|weeks?|wochen?)")
_UNITS = {"h": HOUR, "s": HOUR, "d": DAY, "t": DAY, "w": 7 * DAY}


def span(text: str) -> int:
    """`12h`, `2 days` or `1w` in µs; a `UserFacingError` says how to write it."""
    match = _SPAN.fullmatch(" ".join(text.casefold().split()))
    if match is None:
        raise UserFacingError(
            "“{text}” is not a length of time. Write it like 12h, 2d or 1w.", text=text[:60]
        )
    return int(match[1]) * _UNITS[match[2][0]]
