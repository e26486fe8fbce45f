"""A week's digest, from what is stored. Loading happens here; deciding in `bot.domain.recognition`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.credits import Credit
from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.facts import Account
from bot.domain.observed import observed
from bot.domain.preferences import Preferences
from bot.domain.recognition.build import build_digest
from bot.domain.recognition.digest import CHART_WEEKS, DigestData, FirstAnswer
from bot.domain.recognition.facts import WeekFacts
from bot.domain.recognition.ledger import Ledger, WeekPicks
from bot.domain.recognition.recorded import extras, thanks_helps, welcomes
from bot.domain.recognition.replay import ReplayedWeek
from bot.domain.recognition.weekly import Roster, Weeks, helps_by_week, replay_history
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, PersonId
from bot.domain.times import Micros, Week, weeks_between
from bot.ports import Unit
from bot.usecases.standing import Standing, standing

RECORDED = (EvidenceKind.TALK, EvidenceKind.UPLIFT, EvidenceKind.THANKS)
"""What people record that counts toward being named."""


@dataclass(frozen=True, slots=True)
class History:
    """Everything that naming looks at, from the first observed week to the one that is wanted."""

    who: Standing
    first: Week
    week: Week
    credits: Sequence[Credit]
    evidence: Sequence[Evidence]
    merits: Weeks
    roster: Roster
    names: Mapping[MemberRef, str]
    weeks: Sequence[ReplayedWeek]

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
    unit: Unit, week: Week | None, now: Micros, preferences: Preferences | None = None
) -> History:
    """Load and replay up to `week` (None: the last one that was seen to its end).

    With other `preferences`: as it would be with those.
    """
    who = await standing(unit, preferences)
    first, week = await _weeks(unit, week, now, who.preferences.zone)
    start, end = first.bounds(who.preferences.zone)[0], week.bounds(who.preferences.zone)[1]
    credits_ = await unit.credits.credits(start, end, who.help_channels)
    evidence = await unit.evidence.all(*RECORDED)
    people = {member for credit in credits_ for member in (credit.helper, credit.asker)}
    people |= {record.member for record in evidence if record.member is not None} | set(who.primary)
    accounts = await unit.people.accounts(people)
    roster = roster_of(who, accounts)
    new = await unit.facts.first_messages(people, start) if who.weights.welcome else {}
    merits = merits_of(who, roster, credits_, evidence, new)
    weeks = tuple(replay_history(merits, first, week, roster, who.recognition, unit.community.salt))
    names = {ref: account.name for ref, account in accounts.items()}
    return History(who, first, week, credits_, evidence, merits, roster, names, weeks)


async def helped_lately(unit: Unit, past: History, person: PersonId, now: Micros) -> bool:
    """Whether somebody helped anybody after the last week that was told."""
    start = past.week.bounds(past.zone)[1]
    found = await unit.credits.credits(start, Micros(now + 1), past.who.help_channels)
    return any(
        credit.confidence >= past.who.floor and past.roster.person(credit.helper) == person
        for credit in found
    )


def roster_of(who: Standing, accounts: Mapping[MemberRef, Account]) -> Roster:
    """Who is who. Whoever left one space and stays in another is still here."""
    present = {who.primary.get(ref, ref) for ref, account in accounts.items() if account.present}
    absent = {ref for ref in accounts if who.primary.get(ref, ref) not in present}
    return Roster(who.persons, who.staff.members | who.bots | who.opted_out | absent)


def merits_of(
    who: Standing,
    roster: Roster,
    credits_: Sequence[Credit],
    evidence: Sequence[Evidence],
    new: Mapping[MemberRef, MessageRef],
) -> Weeks:
    """Answers, thanks that were said, and what else people recorded."""
    zone, weights = who.preferences.zone, who.weights
    helps = helps_by_week(credits_, zone, roster, who.floor)
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
    credits_ = _since(past.credits, past.week.shift(1 - CHART_WEEKS).bounds(past.zone)[0])
    of_week = _since(credits_, start)
    channels = {channel.ref: channel.name for channel in await unit.facts.channels()}
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
            names=past.names,
            channels=channels,
            first_answers=await unit.credits.first_answers({c.helper for c in of_week}, past.who.floor),
            first_messages=await unit.facts.first_messages({c.asker for c in of_week}, start),
            waiting=_queue(past, unit.community.salt, channels),
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
        raise UserFacingError("Nothing was said here yet. Import an export, or wait for the first week.")
    seen, this = observed(span, now, zone), Week.of(now, zone)
    if seen.last < seen.first:
        raise UserFacingError("The first week is not over yet. Ask again after {day}.", day=this.sunday())
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


def _queue(past: History, salt: bytes, channels: Mapping[ChannelRef, str]) -> tuple[FirstAnswer, ...]:
    """First answers that earlier digests had no room for, as the earlier weeks would have left them."""
    by_week: defaultdict[Week, list[Credit]] = defaultdict(list)
    firsts: dict[MemberRef, Micros] = {}
    for credit in past.credits:
        by_week[Week.of(credit.answered_at, past.zone)].append(credit)
        if credit.confidence >= past.who.floor:
            firsts.setdefault(credit.helper, credit.answered_at)
    waiting: tuple[FirstAnswer, ...] = ()
    earlier = weeks_between(past.first, past.week.shift(-1))
    for number, (week, replayed) in enumerate(zip(earlier, past.weeks, strict=False)):
        waiting = build_digest(
            WeekFacts(
                week=week,
                zone=past.zone,
                salt=salt,
                picks=replayed.picks,
                credits=by_week[week],
                roster=past.roster,
                staff=past.who.staff.members,
                names=past.names,
                channels=channels,
                first_answers=firsts,
                waiting=waiting,
                observed_weeks=number,
                floor=past.who.floor,
            )
        ).queued
    return waiting
