"""What admins do with digests: post now, leave out, try again, look back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.domain import delivery
from bot.domain.deliveries import Deliveries
from bot.domain.delivery import Digest, State, Why, WrongStateError
from bot.domain.errors import UserFacingError
from bot.domain.notices import Mail
from bot.domain.preferences import Preferences
from bot.domain.slots import Coming, Schedule, coming
from bot.domain.times import Micros, Week
from bot.ports import Unit
from bot.usecases.amend import amend_week
from bot.usecases.attempt import confirm

_SHOWN = 12


async def look_back(unit: Unit, now: Micros) -> Deliveries:
    """The last digests, the next three posts, and notices that were given up."""
    return Deliveries(
        await unit.digests.latest(_SHOWN),
        await next_posts(unit, now),
        await unit.outbox.latest(_SHOWN, Mail.DEAD),
    )


async def next_posts(unit: Unit, now: Micros) -> Sequence[Coming]:
    """The next three; none where no channel is chosen."""
    preferences = Preferences.read(await unit.settings.all())
    plan = await unit.digests.plan()
    if preferences.channel("digest-channel") is None:
        return []
    schedule = Schedule.of(preferences)
    if plan is None or not plan.schedule:
        return coming(schedule, schedule.first_after(now), 0, now)
    since = plan.since if plan.schedule == str(schedule) else now
    return coming(schedule, plan.week, since, now)


async def wanted_week(unit: Unit, week: Week | None, now: Micros) -> Week:
    """The week that was named, or the last one that is over; a `UserFacingError` for one that is not."""
    zone = Preferences.read(await unit.settings.all()).zone
    last = Week.of(now, zone).shift(-1)
    if week is not None and week > last:
        raise UserFacingError(
            "{week} is not over yet. The last complete week is {last}.", week=week, last=last
        )
    return week or last


async def post_now(unit: Unit, week: Week, now: Micros) -> None:
    """Do not wait for the slot. It goes out with the next tick, like any other."""
    if Preferences.read(await unit.settings.all()).channel("digest-channel") is None:
        raise UserFacingError("Say first where digests go: “settings set digest-channel NAME”.")
    known = await unit.digests.get(week)
    if known is None:
        await unit.digests.save(Digest(week, now, at=now, until=now))
    else:
        await unit.digests.save(_step(known, lambda: delivery.again(known, now)))
    await unit.digests.look_again(Micros(0))


async def leave_out(unit: Unit, week: Week, now: Micros, *, there: bool) -> None:
    """Not this week; or, where an admin saw it in the channel (`there`), count it as posted."""
    known = await unit.digests.get(week)
    if there:
        if known is None or known.state is not State.HELD:
            raise UserFacingError("The digest of {week} is not held.", week=week)
        await confirm(unit, known, "", now)
        await amend_week(unit, week, now)
        return
    digest = known or Digest(week, now)
    await unit.digests.save(_step(digest, lambda: delivery.skipped(digest, Why.ADMIN, now)))


async def try_again(unit: Unit, week: Week, now: Micros, *, anyway: bool) -> None:
    """A held or skipped digest goes out after all; `anyway`: an admin looked, and it is not there."""
    known = await unit.digests.get(week)
    if known is None:
        raise UserFacingError("There is no digest of {week} yet.", week=week)
    await unit.digests.save(_step(known, lambda: delivery.again(known, now, anyway=anyway)))
    await unit.digests.look_again(Micros(0))


def _step(digest: Digest, step: Callable[[], Digest]) -> Digest:
    try:
        return step()
    except WrongStateError:
        if digest.state is State.POSTED:
            raise UserFacingError("The digest of {week} was posted already.", week=digest.week) from None
        if digest.state is State.SKIPPED:
            raise UserFacingError("The digest of {week} is left out already.", week=digest.week) from None
        raise UserFacingError(
            "The digest of {week} is being sent right now. Look again in some minutes.", week=digest.week
        ) from None
