"""A live week's digest: from its own weeks and the stored ledger, however long the past is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.delivery_ports import Queued
from bot.domain.delivery import State
from bot.domain.facts import ChannelKind
from bot.domain.recognition.build import build_digest
from bot.domain.recognition.carrying import CARRY_WEEKS, Counts
from bot.domain.recognition.digest import CHART_WEEKS, DigestData
from bot.domain.recognition.facts import WeekFacts, no_address
from bot.domain.recognition.ledger import WeekPicks, choose
from bot.domain.recognition.memory import MEMORY_WEEKS
from bot.domain.recognition.weekly import Roster, week_number
from bot.domain.refs import MemberRef, MessageRef, PersonId
from bot.domain.times import Week
from bot.ports import Unit
from bot.usecases.correcting import Basis, corrected, late
from bot.usecases.recognise import RECORDED, first_answers, merits_of, people_in, roster_of
from bot.usecases.standing import Standing, standing

Address = Callable[[MessageRef, str | None], str]
"""The address of a message that stands in this thread (None: in none); empty where it has no address."""


def nowhere(_message: MessageRef, _thread: str | None) -> str:
    """Where messages have no addresses."""
    return ""


Link = Callable[[MessageRef], str]

_BACK = max(CHART_WEEKS, MEMORY_WEEKS + CARRY_WEEKS + 1) - 1
"""How far a week's own facts reach back: its chart, and the weeks that are counted again."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A digest, the naming in it and the first answers it had no room for."""

    data: DigestData
    picks: WeekPicks
    queue: tuple[Queued, ...]
    counts: Counts = field(default_factory=Counts)


async def compose(
    unit: Unit,
    week: Week,
    frozen: WeekPicks | None = None,
    url: Address = nowhere,
    who: Standing | None = None,
) -> Composed:
    """The digest of `week`, chosen from the ledger as it stands; by the `frozen` naming where there is one.

    A frozen naming says who is thanked, not that they still want it: whoever opted out since is left out.
    `who`, where it is loaded already.
    """
    who = who or await standing(unit)
    basis = await load(unit, who, week)
    counts = Counts()
    if frozen is None:
        found = await corrected(unit, basis, week)
        counts = found.counts
        ledger = await unit.ledger.balances(list(found.merits))
        picks = choose(found.merits, ledger, who.recognition, week_number(week), unit.community.salt)
        carried = counts.carried
    else:
        picks = relinked(frozen, who.persons)
        carried = await unit.counts.carried([week])
    facts = await _facts(unit, basis, week, picks, url)
    came_late = await late(unit, basis, week, carried)
    data = build_digest(replace(facts, late=came_late.since, unseen=came_late.unseen))
    queue = tuple(Queued(member, answer) for member, answer in data.queued)
    return Composed(data, picks, queue, counts)


def relinked(picks: WeekPicks, persons: Mapping[MemberRef, PersonId]) -> WeekPicks:
    """A naming that was frozen before accounts were linked: each person once, by who they are now."""
    now = {PersonId(str(member)): person for member, person in persons.items()}
    return replace(picks, named=tuple(dict.fromkeys(now.get(who, who) for who in picks.named)))


async def load(unit: Unit, who: Standing, week: Week) -> Basis:
    """What the merits of `week`, and of the posted weeks that are counted again, come from."""
    zone = who.preferences.zone
    start, end = week.shift(-_BACK).bounds(zone)[0], week.bounds(zone)[1]
    credits_ = await unit.credits.credits(start, end, who.help_channels)
    evidence = await unit.evidence.all(*RECORDED)
    roster = await roster_of(unit, who)
    new = await unit.facts.first_messages(people_in(credits_, ()), start) if who.weights.welcome else {}
    return Basis(who, roster, credits_, evidence, merits_of(who, roster, credits_, evidence, new))


async def _facts(unit: Unit, loaded: Basis, week: Week, picks: WeekPicks, url: Address) -> WeekFacts:
    who, zone = loaded.who, loaded.who.preferences.zone
    start, end = week.bounds(zone)
    of_week = [credit for credit in loaded.credits if credit.answered_at >= start]
    channels = {channel.ref: channel.name for channel in await unit.facts.channels()}
    waiting = await _left_over(unit, week)
    questions = await unit.credits.questions(start, end, who.help_channels)
    shown = {c.answer for c in of_week} | {one.answer for one in waiting} | {q.ref for q in questions}
    link = await links(unit, shown, url)
    evidence = loaded.evidence
    named = people_in(loaded.credits, evidence) | {one.member for one in waiting}
    names = await unit.people.names(named)
    return WeekFacts(
        week=week,
        zone=zone,
        salt=unit.community.salt,
        picks=picks,
        credits=loaded.credits,
        questions=questions,
        roster=loaded.roster,
        staff=who.staff.members,
        names=names,
        channels=channels,
        url=link,
        first_answers=await first_answers(unit, who, of_week),
        first_messages=await unit.facts.first_messages({c.asker for c in of_week}, start),
        waiting=[(one.member, one.answer) for one in waiting],
        evidence=evidence,
        observed_weeks=await _observed_before(unit, week, who),
        floor=who.floor,
        channels_chosen=who.channels_chosen,
    )


async def links(unit: Unit, messages: Collection[MessageRef], url: Address) -> Link:
    """Addresses of messages that are still there: a wrong link is worse than none."""
    if url is nowhere:
        return no_address
    forums = {one.ref for one in await unit.facts.channels() if one.kind is ChannelKind.FORUM}
    threads = await unit.facts.threads(messages)

    def link(message: MessageRef) -> str:
        if message not in threads:
            return ""
        alone = message.id if message.channel in forums else None  # a post begins a thread of its id
        return url(message, threads[message] or alone)

    return link


async def _left_over(unit: Unit, week: Week) -> Sequence[Queued]:
    """The first answers that the last posted digest had no room for."""
    posted = await unit.digests.latest(_BACK, State.POSTED)
    last = next((digest.week for digest in posted if digest.week < week), None)
    return [] if last is None else await unit.ledger.queue(last)


async def _observed_before(unit: Unit, week: Week, who: Standing) -> int:
    """How many weeks were seen before this one, live or imported."""
    span = await unit.facts.span()
    if span is None:
        return 0
    return max(week.minus(Week.of(span[0], who.preferences.zone)), 0)


async def drop_claims(unit: Unit, who: Standing) -> None:
    """Whoever opted out is owed nothing more."""
    persons = Roster(who.persons)
    people = {persons.person(member) for member in who.opted_out}
    accounts = {PersonId(str(member)) for member in who.primary if persons.person(member) in people}
    await unit.ledger.cap(sorted(people | accounts))
