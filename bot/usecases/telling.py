"""A week as it may truthfully be told: as it was posted, as it stands before its post, or looked back on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.delivery import Digest, State
from bot.domain.preferences import Preferences
from bot.domain.recognition.digest import DigestData, Telling
from bot.domain.recognition.ledger import WeekPicks
from bot.domain.recognition.weekly import week_number
from bot.domain.times import Micros, Week
from bot.ports import Unit
from bot.usecases import recognise
from bot.usecases.compose import Address, compose, nowhere


@dataclass(frozen=True, slots=True)
class Told:
    """How a week is told; `digest` is its post, where there is one or will be one."""

    week: Week | None
    how: Telling
    digest: Digest | None = None


async def telling(unit: Unit, week: Week | None, now: Micros) -> Told:
    """How to tell `week`; with None the last complete one, where Foster was live, else whatever was seen."""
    zone = Preferences.read(await unit.settings.all()).zone
    last = Week.of(now, zone).shift(-1)
    wanted = week or last
    digest = await unit.digests.get(wanted)
    if digest is not None and digest.state is State.POSTED:
        return Told(wanted, Telling.POSTED, digest)
    plan = await unit.digests.plan()
    live = plan is not None and bool(plan.schedule) and plan.week <= wanted
    waits = digest is not None and digest.state is not State.SKIPPED
    if wanted <= last and (waits or (live and digest is None)) and await unit.facts.span() is not None:
        return Told(wanted, Telling.COMING, digest)
    return Told(week, Telling.REPLAYED)


async def tell(unit: Unit, week: Week | None, now: Micros, url: Address = nowhere) -> DigestData:
    """The digest of a week. Who is thanked in a posted one stands; what is gone since is left out."""
    told = await telling(unit, week, now)
    if told.week is None or told.how is Telling.REPLAYED:
        return await recognise.digest(unit, told.week, now)
    if told.how is Telling.POSTED and told.digest is not None:
        return replace(await retold(unit, told.digest, url), telling=Telling.POSTED)
    composed = await compose(unit, told.week, await unit.ledger.frozen(told.week), url)
    return replace(composed.data, telling=Telling.COMING)


async def retold(unit: Unit, digest: Digest, url: Address) -> DigestData:
    """A posted digest by the naming that was kept. Whoever waits for the next digest goes on waiting."""
    week = digest.week
    kept = await unit.ledger.frozen(week) or WeekPicks(week_number(week), (), {}, 0)
    data = (await compose(unit, week, replace(kept, left_over=digest.left_over), url)).data
    waiting = {one.member for one in await unit.ledger.queue(week)}
    if data.firsts is None:
        return data
    return replace(data, firsts=tuple(one for one in data.firsts if one.person.member not in waiting))
