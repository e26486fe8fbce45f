"""From a community's credits, questions and evidence to the facts that the rule looks at."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.readiness import records
from bot.domain.readiness.facts import ReadinessFacts
from bot.domain.readiness.measures import evidence_gap, shines
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.readiness.sources import Sources
from bot.domain.readiness.tally import Tally
from bot.domain.refs import MemberRef


def readiness_facts(sources: Sources, policy: ReadinessPolicy) -> ReadinessFacts:
    """The facts; within them those without the top answerer, and with that person on the staff."""
    staff = records.staff(sources.evidence)
    own = frozenset(sources.person(member) for member in staff.members)
    tally = Tally(sources, policy, own)
    facts, top = tally.facts(staff), tally.top()
    if top is None:
        return facts
    others = [credit for credit in sources.credits if sources.person(credit.helper) != top]
    without = Tally(replace(sources, credits=others), policy, own)
    hired = Tally(sources, policy, own | {top})
    return replace(facts, without_top=without.facts(staff), top_as_staff=hired.facts(staff))


@dataclass(frozen=True, slots=True)
class PossibleAmbassadors:
    """For admins only: who matches and asked to be considered, and how many more match."""

    members: tuple[MemberRef, ...] = ()
    more: int = 0


def possible_ambassadors(
    sources: Sources, facts: ReadinessFacts, policy: ReadinessPolicy
) -> PossibleAmbassadors:
    """Members whose public activity matches, in order of their ids: neither a nomination nor a ranking."""
    if evidence_gap(facts, policy):
        return PossibleAmbassadors()
    matching = {person.who for person in facts.people if person.who and shines(person, policy)}
    willing = {sources.person(member) for member in records.considered(sources.evidence)}
    named = tuple(member for member in sorted(willing) if str(member) in matching)
    return PossibleAmbassadors(named, len(matching) - len(named))
