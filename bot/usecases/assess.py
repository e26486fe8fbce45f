"""The readiness of a community, from what is stored: loaded here, judged in `bot.domain.readiness`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.errors import NothingYetError
from bot.domain.observed import observed
from bot.domain.readiness.assess import assess
from bot.domain.readiness.facts import ReadinessFacts
from bot.domain.readiness.gather import PossibleAmbassadors, possible_ambassadors, readiness_facts
from bot.domain.readiness.history import Trigger, keeps
from bot.domain.readiness.outcome import Assessment, Criterion
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.readiness.sources import Sources, bounds
from bot.domain.refs import MemberRef
from bot.domain.times import Micros, moment
from bot.ports import Unit
from bot.usecases.standing import Standing, standing


@dataclass(frozen=True, slots=True)
class Readiness:
    """The verdict and what it was judged from. `possible` and `names` are for admins only."""

    who: Standing
    sources: Sources
    policy: ReadinessPolicy
    facts: ReadinessFacts
    assessment: Assessment
    possible: PossibleAmbassadors
    names: Mapping[MemberRef, str]


async def readiness(
    unit: Unit, now: Micros, *, weekly: bool = False, policy: ReadinessPolicy | None = None
) -> Readiness:
    """Judge the last complete weeks that were seen, by other thresholds where a `policy` is given.

    `weekly`: this is a weekly check, which may end an earlier yes to S1.
    """
    who = await standing(unit)
    policy = policy or who.preferences.readiness
    sources = await _sources(unit, who, policy, now)
    facts = readiness_facts(sources, policy)
    possible = _nameable(possible_ambassadors(sources, facts, policy), who)
    names = await unit.people.accounts(possible.members)
    return Readiness(
        who=who,
        sources=sources,
        policy=policy,
        facts=facts,
        assessment=await _assess(unit, facts, policy, weekly=weekly),
        possible=possible,
        names={ref: account.called for ref, account in names.items()},
    )


def _nameable(possible: PossibleAmbassadors, who: Standing) -> PossibleAmbassadors:
    """Whoever must not be named is one of those who match, without a name, here too."""
    hidden = {who.primary.get(member, member) for member in who.opted_out}
    named = tuple(one for one in possible.members if who.primary.get(one, one) not in hidden)
    return PossibleAmbassadors(named, possible.more + len(possible.members) - len(named))


async def _assess(unit: Unit, facts: ReadinessFacts, policy: ReadinessPolicy, *, weekly: bool) -> Assessment:
    found = assess(facts, policy)
    checks = await unit.assessments.latest(1, Trigger.WEEKLY)
    if keeps(checks, found.findings[Criterion.S1].outcome, weekly=weekly):
        return assess(facts, policy, keep_s1=True)
    return found


async def _sources(unit: Unit, who: Standing, policy: ReadinessPolicy, now: Micros) -> Sources:
    zone = who.preferences.zone
    span = await unit.facts.span()
    if span is None:
        raise NothingYetError("Nothing was said here yet. Import an export, or wait for the first weeks.")
    seen = observed(span, now, zone)
    start, end = bounds(seen.last, seen.first_whole, zone, policy)
    return Sources(
        today=moment(now, zone).date(),
        last=seen.last,
        zone=zone,
        first=seen.first_whole,
        helped=await unit.credits.tally(start, end, who.floor, who.help_channels),
        evidence=await unit.evidence.all(),
        bots=who.bots,
        primary=who.primary,
    )
