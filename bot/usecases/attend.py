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
from bot.usecases.attempt import Job, Outcome, Sender, claim, skip
from bot.usecases.compose import Address, nowhere
from bot.usecases.credit import credit

log = logging.getLogger(__name__)

Derive = Callable[[Store, CommunityId], Awaitable[object]]
"""Brings credits up to date with the facts."""

_MOST_STEPS = 600
_NEWEST_MISSED = 5


@dataclass(frozen=True, slots=True)
class Behind:
    """Facts changed, and credits do not say so yet."""


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
        derived, outcome = False, None
        for _ in range(_MOST_STEPS):
            match await self._next(community, outcome, derived=derived):
                case None:
                    return
                case Behind():
                    await self.derive(self.store, community)
                    derived = True
                case Job() as job:
                    derived, outcome = True, await self.sender.send(job)

    async def _next(
        self, community: CommunityId, outcome: Outcome | None, *, derived: bool
    ) -> Job | Behind | None:
        """What became of the last job, and all steps up to the next, in one transaction."""

        async def work(unit: Unit) -> Job | Behind | None:
            if outcome is not None:
                await outcome(unit)
            if not derived and await unit.facts.dirty():
                return Behind()
            return await self._advance(unit)

        try:
            return await self.store.at_once(community, work)
        except Exception:
            if outcome is not None:  # what was sent is written down, whatever hinders what comes next
                await self.store.at_once(community, outcome)
            raise

    async def _advance(self, unit: Unit) -> Job | None:
        """Take steps within one transaction up to the first that needs the network."""
        chosen = Preferences.read(await unit.settings.all())
        gaps = sum(mark.gap for mark in await unit.marks.all())
        plan = await unit.digests.plan()
        for _ in range(_MOST_STEPS):
            now = self.clock.now()
            step = await _decide(unit, plan, chosen, now, gaps)
            match step:
                case Wait():
                    await _wait(unit, plan, step.until, now, chosen)
                    return None
                case Attempt():
                    job = await claim(unit, step.digest, self.owner, now, self.url, chosen)
                    if job is not None:
                        await unit.digests.look_again(job.digest.until)
                        return job
                case SetUp() | Missed() | Preview() | Begin() | Expire():
                    if self.welcome and plan is None and isinstance(step, SetUp):
                        await _welcome(unit, step, now)
                    plan = await _act(unit, plan, step, now, gaps)
                case _:
                    assert_never(step)
        return None


async def _decide(unit: Unit, plan: Plan | None, chosen: Preferences, now: Micros, gaps: int) -> agenda.Step:
    channel = chosen.channel("digest-channel")
    schedule = None if channel is None else Schedule.of(chosen)
    return next_step(plan, schedule, await unit.digests.under_way(), now, gap=gaps > 0)


async def _wait(unit: Unit, plan: Plan | None, until: Micros, now: Micros, chosen: Preferences) -> None:
    """Readiness is looked at every week, also where nothing is posted and nothing happens."""
    until = min(until, next_weekly_look(unit.community.id, now, chosen.zone))
    if plan is None:
        await unit.digests.look_again(until)
    else:
        await unit.digests.save_plan(plan, until)


async def _act(
    unit: Unit, plan: Plan | None, step: SetUp | Missed | Preview | Begin | Expire, now: Micros, gaps: int
) -> Plan | None:
    """The plan as it is now."""
    match step:
        case SetUp():
            await unit.digests.save_plan(step.plan, now)
            log.info("digest planned", extra={"community": unit.community.id, "week": str(step.plan.week)})
            return step.plan
        case Missed():
            return await _miss(unit, plan, step.weeks, now)
        case Preview():
            parts = {"week": str(step.week)}
            await unit.outbox.put(Notice(NoticeKind.PREVIEW, f"preview:{step.week}", parts), now)
            return await _replan(unit, plan, now, previewed=step.week)
        case Begin():
            if await unit.digests.get(step.week) is None:  # an admin may have been faster
                await unit.digests.save(Digest(step.week, step.slot, at=now, until=now, missing=gaps))
            return await _replan(unit, plan, now, week=step.week.shift(1))
        case Expire():
            await skip(unit, step.digest, Why.TOO_LATE, now)
            await _tell_missed(unit, [step.digest.week], now)
            return plan
        case _:
            assert_never(step)


async def _welcome(unit: Unit, step: SetUp, now: Micros) -> None:
    """Only where nothing was ever set up before: whoever lived with Foster already knows it."""
    if step.plan.schedule:
        await unit.outbox.put(Notice(NoticeKind.WELCOME, "welcome"), now)


async def _miss(
    unit: Unit, plan: Plan | None, weeks: tuple[tuple[Week, Micros], ...], now: Micros
) -> Plan | None:
    """Each is logged as skipped; admins hear of all of them once."""
    told = []
    for week, slot in weeks:
        if await unit.digests.get(week) is None:
            await skip(unit, Digest(week, slot), Why.TOO_LATE, now)
            told.append(week)
    await _tell_missed(unit, told, now)
    return await _replan(unit, plan, now, week=weeks[-1][0].shift(1))


async def _tell_missed(unit: Unit, weeks: list[Week], now: Micros) -> None:
    if weeks:
        newest = ", ".join(str(week) for week in weeks[-_NEWEST_MISSED:])
        parts = {"weeks": newest, "number": str(len(weeks))}
        await unit.outbox.put(Notice(NoticeKind.MISSED, f"missed:{weeks[-1]}", parts), now)


async def _replan(
    unit: Unit, plan: Plan | None, now: Micros, week: Week | None = None, previewed: Week | None = None
) -> Plan | None:
    if plan is None:
        return None
    changed = replace(plan, week=week or plan.week, previewed=previewed or plan.previewed)
    await unit.digests.save_plan(changed, now)
    return changed
