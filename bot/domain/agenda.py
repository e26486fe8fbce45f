"""What a community's digest needs next. Pure: the use case loads, this decides, the use case acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zlib import crc32
from zoneinfo import ZoneInfo

from bot.domain.delivery import PATIENCE, Digest
from bot.domain.refs import CommunityId
from bot.domain.slots import CATCH_UP, Schedule, effective
from bot.domain.times import HOUR, Micros, Week

FAR = Micros(1 << 62)
"""Never, as an instant."""
_OLDEST = 520


_SPREAD = 6 * HOUR
"""Over how long the first hours of a week the looks at all communities spread."""


def next_weekly_look(community: CommunityId, now: Micros, zone: ZoneInfo) -> Micros:
    """When a community is looked at although nothing happens in it: early in its next week."""
    start, _ = Week.of(now, zone).shift(1).bounds(zone)
    return Micros(start + crc32(community.encode()) % _SPREAD)


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a community stands: `week` is the first one without a digest, `previewed` the last one shown.

    `schedule` as it was when last looked at, and `since` when it came into force; "" while nothing is posted.
    """

    schedule: str
    since: Micros
    week: Week
    previewed: Week | None = None


@dataclass(frozen=True, slots=True)
class SetUp:
    """The plan begins, or follows a changed schedule."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class Missed:
    """Weeks that are too late to post."""

    weeks: tuple[tuple[Week, Micros], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Admins see this week's digest beforehand."""

    week: Week


@dataclass(frozen=True, slots=True)
class Begin:
    """The digest of a week is due."""

    week: Week
    slot: Micros


@dataclass(frozen=True, slots=True)
class Attempt:
    """A digest that is under way needs somebody."""

    digest: Digest


@dataclass(frozen=True, slots=True)
class Expire:
    """A digest that could not be sent in time."""

    digest: Digest


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do before `until`."""

    until: Micros


Step = SetUp | Missed | Preview | Begin | Attempt | Expire | Wait


def next_step(
    plan: Plan | None, schedule: Schedule | None, under_way: Sequence[Digest], now: Micros, *, gap: bool
) -> Step:
    """The one thing to do now. `schedule` is None while no channel is chosen.

    `gap`: whether messages of the weeks before now are still being fetched.
    """
    for digest in under_way:
        if digest.ready(now):
            late = not digest.unclear and now - digest.slot > CATCH_UP
            return Expire(digest) if late else Attempt(digest)
    leases = min((digest.until for digest in under_way), default=FAR)
    if schedule is None:
        if plan is not None and plan.schedule:
            return SetUp(replace(plan, schedule=""))
        return Wait(leases)
    if plan is None or not plan.schedule:
        first = schedule.first_after(now)  # nothing for slots that lay before
        if plan is not None:
            first = max(first, plan.week)
        return SetUp(Plan(str(schedule), now, first, plan.previewed if plan else None))
    if plan.schedule != str(schedule):
        return SetUp(_changed(plan, schedule, now))
    step = _coming(plan, schedule, now, gap=gap)
    return Wait(min(step.until, leases)) if isinstance(step, Wait) else step


def _changed(plan: Plan, schedule: Schedule, now: Micros) -> Plan:
    """The same week under another schedule; a clock that jumped back does not begin it in the future."""
    return replace(plan, schedule=str(schedule), since=now)


def _coming(plan: Plan, schedule: Schedule, now: Micros, *, gap: bool) -> Step:
    slot = effective(schedule, plan.week, plan.since)
    if now - slot > CATCH_UP:
        return Missed(tuple(_missed(plan, schedule, now)))
    if now < slot:
        preview = schedule.preview(plan.week)
        if plan.previewed is not None and plan.previewed >= plan.week:
            return Wait(slot)
        return Preview(plan.week) if now >= preview else Wait(preview)
    if gap and now - slot < PATIENCE:
        return Wait(Micros(slot + PATIENCE))
    return Begin(plan.week, slot)


def _missed(plan: Plan, schedule: Schedule, now: Micros) -> list[tuple[Week, Micros]]:
    """The latest of many: nobody needs a list of ten years."""
    weeks: list[tuple[Week, Micros]] = []
    week = plan.week
    while now - (slot := effective(schedule, week, plan.since)) > CATCH_UP:
        weeks.append((week, slot))
        week = week.shift(1)
    return weeks[-_OLDEST:]
