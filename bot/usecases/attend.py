"""Looking after one community's digests: load, decide, act, until there is nothing left to do now."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import assert_never

from bot.domain import agenda
from bot.domain.agenda import (
    Attempt,
    Begin,
    Expire,
    Missed,
    Plan,
    Preview,
    SetUp,
    Wait,
    next_step,
    next_weekly_look,
)
from bot.domain.delivery import Digest, Why
from bot.domain.notices import Notice, NoticeKind
from bot.domain.preferences import Preferences
from bot.domain.refs import CommunityId
from bot.domain.slots import Schedule
from bot.domain.times import Micros, Week
from bot.ports import Clock, Store, Unit
from bot.usecases.attempt import Job, Sender, claim, skip
from bot.usecases.compose import Address, nowhere
from bot.usecases.credit import credit

log = logging.getLogger(__name__)

Derive = Callable[[Store, CommunityId], Awaitable[object]]
"""Brings credits up to date with the facts."""

_MOST_STEPS = 600
_NEWEST_MISSED = 5


@dataclass(frozen=True, slots=True)
class Attendant:
    """`owner` names this process in leases. `welcome`: say once, where digests go, what Foster counts."""

    store: Store
    sender: Sender
    clock: Clock
    owner: str
    url: Address = nowhere
    derive: Derive = credit
    welcome: bool = False

    async def attend(self, community: CommunityId) -> None:
        """Do everything that is due for this community now."""
        await self.derive(self.store, community)
        for _ in range(_MOST_STEPS):
            async with self.store.writing(community) as unit:
                job = await self._advance(unit)
            if job is None:
                return
            await self.sender.send(job)

    async def _advance(self, unit: Unit) -> Job | None:
        """Take steps within one transaction up to the first that needs the network."""
        for _ in range(_MOST_STEPS):
            now = self.clock.now()
            step = await _decide(unit, now)
            match step:
                case Wait():
                    await _wait(unit, step.until, now)
                    return None
                case Attempt():
                    job = await claim(unit, step.digest, self.owner, now, self.url)
                    if job is not None:
                        await unit.digests.look_again(job.digest.until)
                        return job
                case SetUp() | Missed() | Preview() | Begin() | Expire():
                    if self.welcome and isinstance(step, SetUp):
                        await _welcome(unit, step, now)
                    await _act(unit, step, now)
                case _:
                    assert_never(step)
        return None


async def _decide(unit: Unit, now: Micros) -> agenda.Step:
    preferences = Preferences.read(await unit.settings.all())
    channel = preferences.channel("digest-channel")
    schedule = None if channel is None else Schedule.of(preferences)
    marks = await unit.marks.all()
    return next_step(
        await unit.digests.plan(),
        schedule,
        await unit.digests.under_way(),
        now,
        gap=any(mark.gap for mark in marks),
    )


async def _wait(unit: Unit, until: Micros, now: Micros) -> None:
    """Readiness is looked at every week, also where nothing is posted and nothing happens."""
    zone = Preferences.read(await unit.settings.all()).zone
    until = min(until, next_weekly_look(unit.community.id, now, zone))
    plan = await unit.digests.plan()
    if plan is None:
        await unit.digests.look_again(until)
    else:
        await unit.digests.save_plan(plan, until)


async def _act(unit: Unit, step: SetUp | Missed | Preview | Begin | Expire, now: Micros) -> None:
    match step:
        case SetUp():
            await unit.digests.save_plan(step.plan, now)
            log.info("digest planned", extra={"community": unit.community.id, "week": str(step.plan.week)})
        case Missed():
            await _miss(unit, step.weeks, now)
        case Preview():
            parts = {"week": str(step.week)}
            await unit.outbox.put(Notice(NoticeKind.PREVIEW, f"preview:{step.week}", parts), now)
            await _replan(unit, now, previewed=step.week)
        case Begin():
            gaps = sum(mark.gap for mark in await unit.marks.all())
            if await unit.digests.get(step.week) is None:  # an admin may have been faster
                await unit.digests.save(Digest(step.week, step.slot, at=now, until=now, missing=gaps))
            await _replan(unit, now, week=step.week.shift(1))
        case Expire():
            await skip(unit, step.digest, Why.TOO_LATE, now)
            await _tell_missed(unit, [step.digest.week], now)
        case _:
            assert_never(step)


async def _welcome(unit: Unit, step: SetUp, now: Micros) -> None:
    """Only where nothing was ever set up before: whoever lived with Foster already knows it."""
    if step.plan.schedule and await unit.digests.plan() is None:
        await unit.outbox.put(Notice(NoticeKind.WELCOME, "welcome"), now)


async def _miss(unit: Unit, weeks: tuple[tuple[Week, Micros], ...], now: Micros) -> None:
    """Each is logged as skipped; admins hear of all of them once."""
    told = []
    for week, slot in weeks:
        if await unit.digests.get(week) is None:
            await skip(unit, Digest(week, slot), Why.TOO_LATE, now)
            told.append(week)
    await _replan(unit, now, week=weeks[-1][0].shift(1))
    await _tell_missed(unit, told, now)


async def _tell_missed(unit: Unit, weeks: list[Week], now: Micros) -> None:
    if weeks:
        newest = ", ".join(str(week) for week in weeks[-_NEWEST_MISSED:])
        parts = {"weeks": newest, "number": str(len(weeks))}
        await unit.outbox.put(Notice(NoticeKind.MISSED, f"missed:{weeks[-1]}", parts), now)


async def _replan(unit: Unit, now: Micros, week: Week | None = None, previewed: Week | None = None) -> None:
    plan = await unit.digests.plan()
    if plan is not None:
        changed: Plan = replace(plan, week=week or plan.week, previewed=previewed or plan.previewed)
        await unit.digests.save_plan(changed, now)
