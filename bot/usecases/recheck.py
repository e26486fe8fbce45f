"""The weekly look at readiness, and the record of what was answered."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.agenda import next_weekly_look
from bot.domain.errors import UserFacingError
from bot.domain.notices import Notice, NoticeKind
from bot.domain.preferences import Preferences
from bot.domain.readiness.history import AssessmentRecord, Trigger, record
from bot.domain.readiness.outcome import Criterion, Outcome, Verdict
from bot.domain.refs import CommunityId
from bot.domain.times import Micros, Week
from bot.ports import Store, Unit
from bot.usecases.assess import Readiness, readiness
from bot.usecases.offers import open_offers


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """What admins are told, once: the verdict is another one than a week ago. Names nobody.

    `turned` are the criteria whose answers changed, with the answers of now.
    """

    before: Verdict
    after: Verdict
    turned: tuple[tuple[Criterion, Outcome], ...]
    at: Micros


async def recheck(store: Store, community: CommunityId, now: Micros) -> VerdictChange | None:
    """Look again, once in each ISO week of the community; None where there is nothing to tell.

    Call it as often as you like. What was credited must be up to date. A change is in the outbox, too, for
    the admins.
    """
    async with store.reading(community) as unit:
        if (await _last(unit, now)).done:
            return None
        try:
            found = await readiness(unit, now, weekly=True)
        except UserFacingError:
            return None  # nothing was said here yet, or the thresholds contradict each other
    made = record(found.assessment, found.sources.last, now, Trigger.WEEKLY)
    async with store.writing(community) as unit:
        last = await _last(unit, now)
        if last.done:  # another process was faster
            return None
        await unit.assessments.add(made)
        zone = found.who.preferences.zone
        await unit.digests.look_by(next_weekly_look(community, now, zone))  # where nobody ever set it up
        change = _change(last.check, made) if last.check else None
        if change is not None:
            await unit.outbox.put(_notice(change, last.week), now)
        await _mention_offers(unit, last, now)
    return change


@dataclass(frozen=True, slots=True)
class _Last:
    """The latest weekly check, and whether it was this `week`'s."""

    check: AssessmentRecord | None
    week: Week
    done: bool


async def _last(unit: Unit, now: Micros) -> _Last:
    checks = await unit.assessments.latest(1, Trigger.WEEKLY)
    zone = Preferences.read(await unit.settings.all()).zone
    week = Week.of(now, zone)
    return _Last(checks[0] if checks else None, week, any(Week.of(one.at, zone) >= week for one in checks))


def _notice(change: VerdictChange, week: Week) -> Notice:
    turned = " ".join(f"{criterion}={outcome}" for criterion, outcome in change.turned)
    parts = {"before": change.before.value, "after": change.after.value, "turned": turned}
    return Notice(NoticeKind.VERDICT, f"verdict:{week}", parts)


async def _mention_offers(unit: Unit, last: _Last, now: Micros) -> None:
    """Talks on offer are mentioned with the weekly look, where there is a new one."""
    waiting = await open_offers(unit)
    if any(last.check is None or offer.at > last.check.at for offer in waiting):
        parts = {"number": str(len(waiting))}
        await unit.outbox.put(Notice(NoticeKind.OFFERS, f"offers:{last.week}", parts), now)


async def remember(store: Store, community: CommunityId, found: Readiness, now: Micros) -> None:
    """Keep what was answered when somebody asked, unless the latest record says it already."""
    async with store.writing(community) as unit:
        latest = await unit.assessments.latest(1)
        made = record(found.assessment, found.sources.last, now, Trigger.ASKED)
        if not latest or _content(latest[0]) != _content(made):
            await unit.assessments.add(made)


def _content(kept: AssessmentRecord) -> tuple[object, ...]:
    return kept.inputs, kept.settings, kept.last, dict(kept.outcomes)


def _change(before: AssessmentRecord, after: AssessmentRecord) -> VerdictChange | None:
    if before.verdict is after.verdict:
        return None
    turned = ((c, outcome) for c, outcome in after.outcomes.items() if before.outcomes.get(c) is not outcome)
    return VerdictChange(before.verdict, after.verdict, tuple(turned), after.at)
