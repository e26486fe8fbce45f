"""Discord's ids, times and markup, live and as DiscordChatExporter writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from bot.domain.times import Micros, micros

DELETED_USER = "456226577798135808"
"""The account under which Discord shows everybody who deleted theirs."""

_SOLVED = re.compile(r"✅|🔒|\[(?:solved|resolved|answered)\]|^(?:solved|resolved)\b", re.IGNORECASE)
_SNOWFLAKE_EPOCH = 1_420_070_400_000  # milliseconds: the first of January 2015
_TOLERANCE = 2_000_000  # µs between a message's id and its written time, before the id is taken for made up
_PLACE = re.compile(r"<(?:@[!&]?|#|t:)-?\d+(?::[a-zA-Z])?>")
_EMOJI = re.compile(r"<a?(:\w{1,64}:)\d+>")


def written(timestamp: str | None) -> Micros | None:
    """The instant of an ISO 8601 time; UTC where it names no offset, None where it is none."""
    try:
        when = datetime.fromisoformat(timestamp or "")
        at = micros(when if when.tzinfo else when.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None
    return at if at > 0 else None


def snowflake(identifier: str) -> int | None:
    """A Discord id as a number; None where it is none."""
    return (
        int(identifier) if len(identifier) <= 20 and identifier.isascii() and identifier.isdigit() else None
    )


def sent(identifier: int) -> Micros:
    """When something got its id."""
    return Micros(((identifier >> 22) + _SNOWFLAKE_EPOCH) * 1000)


def snowflake_at(instant: int) -> str:
    """An id that comes before all of those given at `instant` (µs) or later, after all earlier ones."""
    return str(max((instant // 1000 - _SNOWFLAKE_EPOCH << 22) - 1, 0))


def titled_solved(title: str) -> bool:
    """Whether a thread's title says that it is solved."""
    return _SOLVED.search(title) is not None


def instant(identifier: int, timestamp: str | None) -> Micros | None:
    """When a message was sent: its id tells, as it does live, unless the written time says otherwise."""
    at = written(timestamp)
    if at is None:
        return None
    told = sent(identifier)
    return told if abs(told - at) <= _TOLERANCE else at


def words(text: str, names: Iterable[str]) -> str:
    """The text without mentions, channel links and the numbers of custom emoji.

    `names` are those of the people it mentions: exports write `@Name` where Discord itself has `<@id>`.
    """
    if "@" in text:
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(f"@{name}", " ")
    if "<" in text:
        text = _EMOJI.sub(r"\1", _PLACE.sub(" ", text))
    return text
