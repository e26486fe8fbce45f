"""From a community's credits, questions and evidence to the facts that the rule looks at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.evidence import EvidenceKind
from bot.domain.readiness import records
from bot.domain.readiness.facts import Person, ReadinessFacts, Talk
from bot.domain.readiness.measures import evidence_gap, shines
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.readiness.sources import Sources
from bot.domain.readiness.tally import Deeds, Figures, Tally
from bot.domain.refs import MemberRef
from bot.domain.times import Week


def readiness_facts(sources: Sources, policy: ReadinessPolicy) -> ReadinessFacts:
    """The facts; within them those without the top answerer, and with that person on the staff."""
    tally = Tally(sources, policy)
    staff = records.staff(sources.evidence)
    own = frozenset(sources.person(member) for member in staff.members)
    places = frozenset(tally.place(member) for member in staff.members)
    recorded = _recorded(sources, policy, own, known=staff.known)
    figures = tally.figures(places)
    people = _people(sources, policy, tally, places, recorded.talks or ())
    members = {place: person for place, person in people.items() if place not in places}
    facts = _with(recorded, sources, tally, figures, members)
    top = tally.top(figures)
    if top is None:
        return facts
    others = {place: person for place, person in members.items() if place != top}
    hired = _recorded(sources, policy, own | {tally.person(top)}, known=staff.known)
    return replace(
        facts,
        without_top=_with(recorded, sources, tally, tally.figures(places, without=top), others),
        top_as_staff=_with(hired, sources, tally, tally.figures(places | {top}), others),
    )


def _recorded(
    sources: Sources, policy: ReadinessPolicy, own: frozenset[MemberRef], *, known: bool
) -> ReadinessFacts:
    """What people recorded, without any chat."""
    evidence, today, days = sources.evidence, sources.today, policy.attestation_days
    stage, months = records.product(evidence, today)
    return ReadinessFacts(
        talks=_talks(sources, own),
        talks_complete=records.attested(evidence, EvidenceKind.TALKS_COMPLETE, today, days),
        talks_none=records.attested(evidence, EvidenceKind.TALKS_NONE, today, days),
        support=records.support_acts(evidence, today),
        stage=stage,
        ga_months=months,
        team=records.team_size(evidence),
        plan=records.plan(evidence),
        unresolved=sources.unresolved,
        staff_known=known,
    )


def _with(
    recorded: ReadinessFacts, sources: Sources, tally: Tally, figures: Figures, people: Mapping[int, Person]
) -> ReadinessFacts:
    """What people recorded, with the chat's figures."""
    per_week = figures.active
    half, live = len(tally.weeks) // 2, sources.live_since
    return replace(
        recorded,
        weeks=len(tally.weeks),
        live_weeks=sum(week >= live for week in tally.weeks) if live else 0,
        asked=figures.asked,
        answered=figures.answered,
        answers=tuple(sorted(figures.counts[figures.counts > 0].tolist(), reverse=True)),
        member_weeks=sum(count > 0 for count in per_week),
        halves=(sum(per_week[:half]), sum(per_week[-half:])) if half else None,
        people=tuple(people.values()),
        staff_answers=figures.answered - figures.by_members,
    )


def _talks(sources: Sources, own: frozenset[MemberRef]) -> tuple[Talk, ...] | None:
    """None where neither a talk nor an attestation about talks was ever recorded."""
    kinds = (EvidenceKind.TALK, EvidenceKind.TALKS_NONE, EvidenceKind.TALKS_COMPLETE)
    if not records.standing(sources.evidence, *kinds):
        return None
    talks = []
    for record in records.talk_records(sources.evidence):
        speaker = None if record.member is None else sources.person(record.member)
        who = str(speaker) if speaker else record.details.get("speaker", "").casefold()
        staff = speaker in own or record.details.get("staff") == "yes"
        if record.on <= sources.today:
            talks.append(Talk(who, (sources.today - record.on).days, staff))
    return tuple(talks)


def _people(
    sources: Sources,
    policy: ReadinessPolicy,
    tally: Tally,
    staff: frozenset[int],
    talks: tuple[Talk, ...],
) -> dict[int, Person]:
    """Who helped, by place; of those who helped alike and stand out in nothing, one."""
    uplift: Counter[str] = Counter()
    for member, count in records.uplifts(sources.evidence, sources.today, policy.talk_days).items():
        uplift[str(sources.person(member))] += count
    spoke = Counter(talk.who for talk in talks if talk.days <= policy.talk_days)
    told = {record.member for record in sources.evidence if record.member is not None}
    apart = staff | {tally.place(member) for member in told}

    def person(place: int, mine: Deeds) -> Person:
        who = str(tally.person(place))
        return Person(
            answers=mine.answers,
            askers=mine.askers,
            weeks=mine.weeks,
            talks=spoke[who],
            uplift=uplift[who],
            unprompted=mine.unprompted / mine.answers,
            who=who,
        )

    found: dict[int, Person] = {}
    for mine, places in tally.deeds():
        alike = [place for place in places if place not in apart]
        if alike and not shines(person(alike[0], mine), policy, talks=0):
            alike = alike[:1]
        found |= {place: person(place, mine) for place in (*alike, *apart.intersection(places))}
    return found


@dataclass(frozen=True, slots=True)
class WeekAnswers:
    """One week's questions by who answered them first."""

    week: Week
    by_members: int
    by_staff: int
    members: int


def weekly(sources: Sources, policy: ReadinessPolicy) -> tuple[WeekAnswers, ...]:
    """The window week by week; `members` counts how many members answered first."""
    tally = Tally(sources, policy)
    places = frozenset(tally.place(member) for member in records.staff(sources.evidence).members)
    figures = tally.figures(places)
    return tuple(
        WeekAnswers(week, mine, everybody - mine, active)
        for week, (mine, everybody), active in zip(tally.weeks, figures.by_week, figures.active, strict=True)
    )


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
