"""A week's digest, from what is stored. Loading happens here; deciding in `bot.domain.recognition`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain.credits import Credit
from bot.domain.errors import NothingYetError, UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.observed import observed
from bot.domain.preferences import Preferences
from bot.domain.recognition.build import build_digest
from bot.domain.recognition.deeds import has_waited
from bot.domain.recognition.digest import CHART_WEEKS, DigestData, Waiting
from bot.domain.recognition.facts import WeekFacts
from bot.domain.recognition.firsts import room_for_firsts
from bot.domain.recognition.ledger import Ledger, WeekPicks
from bot.domain.recognition.memory import MEMORY_WEEKS
from bot.domain.recognition.past import PastHelps, past_helps, past_numbers
from bot.domain.recognition.recorded import extras, thanks_helps, welcomes
from bot.domain.recognition.replay import Checkpoint, ReplayedWeek
from bot.domain.recognition.weekly import (
    Roster,
    Weeks,
    helps_by_week,
    replay_history,
    week_of_number,
)
from bot.domain.refs import MemberRef, MessageRef
from bot.domain.times import Micros, Week, weeks_between
from bot.ports import Unit
from bot.usecases.resuming import resume
from bot.usecases.standing import Standing, standing

RECORDED = (EvidenceKind.TALK, EvidenceKind.UPLIFT, EvidenceKind.THANKS)
"""What people record that counts toward being named."""


@dataclass(frozen=True, slots=True)
class History:
    """Everything that naming looks at, from the first observed week to the one that is wanted.

    Where the replay began at `start`, so do the credits; `past` are those before, as far back as it and the
    chart need.
    """

    who: Standing
    first: Week
    week: Week
    credits: Sequence[Credit]
    evidence: Sequence[Evidence]
    merits: Weeks
    roster: Roster
    names: Mapping[MemberRef, str]
    weeks: Sequence[ReplayedWeek]
    start: Checkpoint | None = None
    past: PastHelps = field(default_factory=PastHelps)

    @property
    def zone(self) -> ZoneInfo:
        """The zone that weeks are in."""
        return self.who.preferences.zone

    @property
    def picks(self) -> WeekPicks:
        """Who is named in the wanted week."""
        return self.weeks[-1].picks

    @property
    def ledger(self) -> Ledger:
        """Where everybody stands after it."""
        return self.weeks[-1].after


async def history(
    unit: Unit,
    week: Week | None,
    now: Micros,
    preferences: Preferences | None = None,
    *,
    back: int | None = 0,
) -> History:
    """Load and replay up to `week` (None: the last one that was seen to its end).

    With other `preferences`: as it would be with those. `weeks` holds at least the `back` weeks before the
    wanted one, too (None: all). Ledger and picks are always those of a replay from the first week.
    """
    who = await standing(unit, preferences)
    first, week = await _weeks(unit, week, now, who.preferences.zone)
    evidence = await unit.evidence.all(*RECORDED)
    start = None
    if back is not None:
        start = await resume(unit, who, evidence, first, max(week.shift(-back), first))
    return await replayed(unit, who, evidence, (first, week), start)


async def replayed(
    unit: Unit,
    who: Standing,
    evidence: Sequence[Evidence],
    weeks: tuple[Week, Week],
    start: Checkpoint | None,
) -> History:
    """Replay up to the second of `weeks`, from the first observed one or from where `start` left off."""
    (first, week), zone = weeks, who.preferences.zone
    begin = first if start is None else week_of_number(start.week + 1)
    seen, end = begin.bounds(zone)[0], week.bounds(zone)[1]
    credits_ = await unit.credits.credits(seen, end, who.help_channels)
    earlier = PastHelps() if start is None else await _earlier(unit, who, begin, week)
    roster = await roster_of(unit, who)
    people = _named_in(credits_, evidence) | set(who.primary)
    new = await unit.facts.first_messages(people_in(credits_, ()), seen) if who.weights.welcome else {}
    merits = merits_of(who, roster, credits_, evidence, new, earlier)
    ledger = start.ledger if start else None
    salt = unit.community.salt
    past = tuple(replay_history(merits, (begin, week), roster, who.recognition, salt, ledger))
    names = await unit.people.names(people)
    return History(who, first, week, credits_, evidence, merits, roster, names, past, start, earlier)


async def _earlier(unit: Unit, who: Standing, begin: Week, week: Week) -> PastHelps:
    """What a replay from `begin` remembers, and the chart of `week` shows, of the weeks before."""
    zone, oldest = who.preferences.zone, min(begin.shift(-MEMORY_WEEKS), week.shift(1 - CHART_WEEKS))
    start, end = oldest.bounds(zone)[0], begin.bounds(zone)[0]
    return await unit.credits.helps(start, end, who.floor, who.help_channels)


async def roster_of(unit: Unit, who: Standing) -> Roster:
    """Who is who. Whoever left one space and stays in another is still here."""
    linked = await unit.people.accounts(who.primary)
    present = {who.primary[ref] for ref, account in linked.items() if account.present}
    absent = {ref for ref in await unit.people.absent() if who.primary.get(ref) not in present}
    return Roster(who.persons, who.staff.members | who.bots | who.opted_out | absent)


def people_in(credits_: Iterable[Credit], evidence: Iterable[Evidence]) -> set[MemberRef]:
    """Whoever helped or was helped, and whom a record is about."""
    people = {member for credit in credits_ for member in (credit.helper, credit.asker)}
    return people | {record.member for record in evidence if record.member is not None}


def _named_in(credits_: Iterable[Credit], evidence: Iterable[Evidence]) -> set[MemberRef]:
    """Those of them whom a digest may name: of the askers only who reported back."""
    people = {credit.helper for credit in credits_}
    people |= {credit.asker for credit in credits_ if credit.asker in credit.thanked_by}
    return people | people_in((), evidence)


def merits_of(
    who: Standing,
    roster: Roster,
    credits_: Sequence[Credit],
    evidence: Sequence[Evidence],
    new: Mapping[MemberRef, MessageRef],
    earlier: PastHelps | None = None,
) -> Weeks:
    """Answers, thanks that were said, and what else people recorded. `earlier`: weeks before the credits."""
    zone, weights = who.preferences.zone, who.weights
    helps = helps_by_week(credits_, zone, roster, who.floor)
    helps |= past_helps(earlier or PastHelps(), zone, roster)
    for week, more in thanks_helps(evidence, zone, roster).items():
        helps[week] = [*helps.get(week, ()), *more]
    added = extras(evidence, roster, weights)
    for week, people in welcomes(credits_, new, zone, roster, who.floor).items():
        units = added.setdefault(week, {})
        for person, newcomers in people.items():
            units[person] = units.get(person, 0) + newcomers * weights.welcome
    return Weeks(helps, added)


async def digest(unit: Unit, week: Week | None, now: Micros) -> DigestData:
    """The digest of a week, replayed from the first observed one ("as it would have been")."""
    past = await history(unit, week, now)
    start, end = past.week.bounds(past.zone)
    since = past.week.shift(1 - CHART_WEEKS).bounds(past.zone)[0]
    credits_ = _since(past.credits, since)
    of_week = _since(credits_, start)
    channels = {channel.ref: channel.name for channel in await unit.facts.channels()}
    waiting = (await first_answers_left(unit, past))[-1]
    return build_digest(
        WeekFacts(
            week=past.week,
            zone=past.zone,
            salt=unit.community.salt,
            picks=past.picks,
            credits=credits_,
            questions=await unit.credits.questions(start, end, past.who.help_channels),
            roster=past.roster,
            staff=past.who.staff.members,
            names={**past.names, **await unit.people.names(_next_welcomed(past, waiting))},
            channels=channels,
            earlier=past_numbers(past.past, past.zone, past.roster),
            answered=await unit.credits.answered({c.question for c in of_week if has_waited(c)}, since),
            first_answers=await first_answers(unit, past.who, of_week),
            first_messages=await unit.facts.first_messages({c.asker for c in of_week}, start),
            waiting=waiting,
            evidence=past.evidence,
            observed_weeks=past.week.minus(past.first),
            floor=past.who.floor,
            replayed=True,
            channels_chosen=past.who.channels_chosen,
        )
    )


async def _weeks(unit: Unit, week: Week | None, now: Micros, zone: ZoneInfo) -> tuple[Week, Week]:
    """The first observed week and the wanted one; a `UserFacingError` where there is nothing to tell."""
    span = await unit.facts.span()
    if span is None:
        raise NothingYetError("Nothing was said here yet. Import an export, or wait for the first week.")
    seen, this = observed(span, now, zone), Week.of(now, zone)
    if seen.last < seen.first:
        raise NothingYetError("The first week is not over yet. Ask again after {day}.", day=this.sunday())
    if week is None:
        return seen.first, seen.last
    if week >= this:
        raise UserFacingError(
            "{week} is not over yet. The last complete week is {last}.", week=week, last=seen.last
        )
    if not seen.first <= week <= seen.last_any:
        raise UserFacingError(
            "Nothing is known of {week}. What was said here spans {first} to {last}.",
            week=week,
            first=seen.first,
            last=seen.last_any,
        )
    return seen.first, week


def _since(credits_: Sequence[Credit], start: Micros) -> list[Credit]:
    return [credit for credit in credits_ if credit.answered_at >= start]


def _next_welcomed(past: History, waiting: Iterable[Waiting]) -> list[MemberRef]:
    """Those for whom the wanted week's digest has room: of thousands who wait, only they need names."""
    done = {*past.picks.named, *past.roster.hidden()}
    free = (member for member, _ in waiting if past.roster.person(member) not in done)
    return list(islice(free, room_for_firsts(past.picks)))


async def first_answers(unit: Unit, who: Standing, credits_: Iterable[Credit]) -> Mapping[MemberRef, Micros]:
    """When each helper first answered, by any account: also by one that did not help here."""
    return await unit.credits.first_answers(
        {credit.helper for credit in credits_}.union(who.primary), who.floor
    )


async def first_answers_left(unit: Unit, past: History) -> list[tuple[Waiting, ...]]:
    """The first answers that no digest had room for, after each week of `past.weeks` but the last.

    As the earlier weeks would have left them; the first entry is what they began with.
    """
    by_week: defaultdict[Week, list[Credit]] = defaultdict(list)
    begin = past.week.shift(1 - len(past.weeks))
    for credit in _since(past.credits, begin.bounds(past.zone)[0]):
        by_week[Week.of(credit.answered_at, past.zone)].append(credit)
    firsts = await first_answers(unit, past.who, (one for credits_ in by_week.values() for one in credits_))
    left = [past.start.waiting if past.start else ()]
    for week, replay in zip(weeks_between(begin, past.week.shift(-1)), past.weeks, strict=False):
        facts = WeekFacts(
            week=week,
            zone=past.zone,
            salt=unit.community.salt,
            picks=replay.picks,
            credits=by_week[week],
            roster=past.roster,
            staff=past.who.staff.members,
            first_answers=firsts,
            waiting=left[-1],
            observed_weeks=week.minus(past.first),
            floor=past.who.floor,
        )
        left.append(build_digest(facts).queued)
    return left
