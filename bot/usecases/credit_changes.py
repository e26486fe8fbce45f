"""What a change of policy would mean for the credits of the last week: worked out anew, nothing stored."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from bot.domain.attribution import CONTEXT_MESSAGES, find_each
from bot.domain.credit_changes import CreditChanges
from bot.domain.credits import Credit
from bot.domain.preferences import Preferences
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from bot.domain.stretches import Stretch
from bot.domain.times import DAY, Micros, Week
from bot.ports import Unit
from bot.usecases.standing import Standing, standing

MOST = 20_000
"""Messages of a channel around a week; one with more is left out, so that an answer comes soon."""

_BACK = 7 * DAY
Given = dict[tuple[MessageRef, MemberRef], int]


async def credit_changes(unit: Unit, wished: Mapping[str, str], now: Micros) -> CreditChanges | None:
    """The last complete week's credits as they are, against those with the `wished` settings.

    Only the help channels in which something was said in that week are worked out again, each with the same
    messages for both policies. None where there is no complete week yet.
    """
    before, after = await standing(unit), await standing(unit, Preferences.read(wished))
    week = await _last_week(unit, before, now)
    if week is None:
        return None
    found = CreditChanges(week)
    for channel in sorted({*before.help_channels, *after.help_channels}):
        found = found.plus(await _in_channel(unit, channel, week, before, after))
        await asyncio.sleep(0)  # others are waiting
    return found


async def _last_week(unit: Unit, who: Standing, now: Micros) -> Week | None:
    span = await unit.facts.span()
    if span is None:
        return None
    zone = who.preferences.zone
    week = Week.of(min(span[1], now), zone)
    week = week if week.bounds(zone)[1] <= now else week.shift(-1)
    return week if week.bounds(zone)[1] > span[0] else None


async def _in_channel(
    unit: Unit, channel: ChannelRef, week: Week, before: Standing, after: Standing
) -> CreditChanges:
    start, end = week.bounds(before.preferences.zone)
    first = await unit.facts.nth_after(channel, start, 0)
    if first is None or first >= end:
        return CreditChanges(week)
    policies = before.attribution, after.attribution
    window = max(policy.after for policy in policies)
    begin = Micros(start - max(window, _BACK))
    last = await unit.facts.nth_after(channel, begin, MOST)
    if last is not None and last < end + window:
        return CreditChanges(week, left_out=1)
    part = await unit.facts.slice(Stretch(channel, begin, end), before=CONTEXT_MESSAGES, after=window)
    found = find_each(part.messages, part.reactions, part.threads, part.corrections, before.people, policies)
    sides = []
    for standing_, findings in zip((before, after), found, strict=True):
        counts = findings.attribution.credits if channel in standing_.help_channels else ()
        sides.append(_given(counts, standing_.floor, start, end))
    return CreditChanges.between(week, *sides)


def _given(credits_: Iterable[Credit], floor: int, start: Micros, end: Micros) -> Given:
    """What each credit counts that is sure enough, answered in the week."""
    return {
        (one.question, one.helper): one.weight
        for one in credits_
        if one.confidence >= floor and start <= one.answered_at < end
    }
