"""Which weeks were seen: where what was said begins, and up to where it can be told."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.times import DAY, Micros, Week


@dataclass(frozen=True, slots=True)
class Observed:
    """`first`: the week of the first message; `first_whole`: the first one seen from its first day on.

    `last`: the last week that is over and was seen to its last day; where there is none, the last one with
    messages. `last_any`: the last week that is over and has messages, even if they end in its middle.
    `last` and `last_any` lie before `first` while the first week is not over.
    """

    first: Week
    first_whole: Week
    last: Week
    last_any: Week


def observed(span: tuple[Micros, Micros], now: Micros, zone: ZoneInfo) -> Observed:
    """From the times of the first and the last message. An export often ends in the middle of a week."""
    first, end, over = Week.of(span[0], zone), Week.of(span[1], zone), Week.of(now, zone).shift(-1)
    seen_whole = span[1] >= end.bounds(zone)[1] - DAY
    whole = end if seen_whole else max(first, end.shift(-1))
    started = span[0] < first.bounds(zone)[0] + DAY
    return Observed(
        first=first,
        first_whole=first if started else first.shift(1),
        last=min(whole, over),
        last_any=min(end, over),
    )
