"""What a report to pass on is made of: readiness, its history, and how widely people were named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import UserFacingError
from bot.domain.readiness.gather import WeekAnswers, weekly
from bot.domain.readiness.history import AssessmentRecord, Trigger
from bot.domain.recognition.spread import Spread, spread
from bot.domain.times import Micros
from bot.ports import Unit
from bot.usecases.assess import Readiness, readiness
from bot.usecases.recognise import history

_PAST = 60
_WEEKS_OF_DIGESTS = 26


@dataclass(frozen=True, slots=True)
class Reported:
    """Everything in a report. `checks` are weekly, newest first; `named` is None before a week ended."""

    found: Readiness
    weeks: tuple[WeekAnswers, ...]
    checks: Sequence[AssessmentRecord]
    named: Spread | None


async def report(unit: Unit, now: Micros) -> Reported:
    """Load and judge; a `UserFacingError` where nothing was said yet."""
    found = await readiness(unit, now)
    return Reported(
        found,
        weekly(found.sources, found.policy),
        await unit.assessments.latest(_PAST, Trigger.WEEKLY),
        await _named(unit, now),
    )


async def _named(unit: Unit, now: Micros) -> Spread | None:
    try:
        past = await history(unit, None, now, back=_WEEKS_OF_DIGESTS)
    except UserFacingError:
        return None
    return spread(week.picks for week in past.weeks[-_WEEKS_OF_DIGESTS:])
