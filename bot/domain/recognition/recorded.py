"""What people recorded, as merit: thanks that were said, talks, uplifting acts; and welcomes, from credits.

A thank-you is a confirmation like any other: it adds ½ once a week and person, less with each repeat, and
nothing from somebody whom nobody else here has met. A talk or an uplifting act adds what the settings say,
once a week (uplifting acts: for each person who recorded one), less with each repeat within eight weeks, and
never by one's own word. A talk stays one talk however many people record it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.credits import Credit
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.recognition.deeds import is_welcome
from bot.domain.recognition.memory import MEMORY_WEEKS
from bot.domain.recognition.merit import Help
from bot.domain.recognition.weekly import DEFAULT_FLOOR, Roster, week_number
from bot.domain.refs import MemberRef, MessageRef, PersonId
from bot.domain.times import Week


@dataclass(frozen=True, slots=True)
class Weights:
    """Milli-units for one talk, one uplifting act, and one newcomer welcomed."""

    talk: int = 1_000
    uplift: int = 500
    welcome: int = 0

    def of(self, kind: EvidenceKind) -> int:
        """What a record of this kind adds."""
        return {EvidenceKind.TALK: self.talk, EvidenceKind.UPLIFT: self.uplift}.get(kind, 0)


def thanks(evidence: Iterable[Evidence], zone: ZoneInfo) -> dict[int, list[tuple[MemberRef, MemberRef]]]:
    """Who thanked whom (thanking, thanked) by running week, once each."""
    weeks: defaultdict[int, dict[tuple[MemberRef, MemberRef], None]] = defaultdict(dict)
    for record in evidence:
        if record.kind is EvidenceKind.THANKS and record.by and record.member and _counts(record):
            weeks[week_number(Week.of(record.at, zone))][record.by, record.member] = None
    return {week: list(pairs) for week, pairs in weeks.items()}


def thanks_helps(evidence: Iterable[Evidence], zone: ZoneInfo, roster: Roster) -> dict[int, list[Help]]:
    """The same as helps of no messages: nothing but the thanks counts."""
    return {
        week: [
            Help(week, roster.person(to), roster.person(by), 0, 0, (roster.person(by),)) for by, to in pairs
        ]
        for week, pairs in thanks(evidence, zone).items()
    }


def extras(evidence: Iterable[Evidence], roster: Roster, weights: Weights) -> dict[int, dict[PersonId, int]]:
    """Milli-units for talks and uplifting acts, by the running week of the day they happened."""
    seen: defaultdict[tuple[EvidenceKind, PersonId | None, PersonId], set[int]] = defaultdict(set)
    found: defaultdict[int, defaultdict[PersonId, int]] = defaultdict(lambda: defaultdict(int))
    for record in sorted(evidence, key=lambda one: (one.on, one.at, one.id)):
        units = weights.of(record.kind)
        if not units or record.member is None or not _counts(record):
            continue
        by = None if record.by is None else roster.person(record.by)
        person, week = roster.person(record.member), week_number(Week(*record.on.isocalendar()[:2]))
        weeks = seen[record.kind, None if record.kind is EvidenceKind.TALK else by, person]
        if by == person or week in weeks:
            continue
        before = sum(week - MEMORY_WEEKS <= earlier < week for earlier in weeks)
        weeks.add(week)
        found[week][person] += units // (before + 1)
    return {week: dict(people) for week, people in found.items()}


def welcomes(
    credits_: Iterable[Credit],
    first_messages: Mapping[MemberRef, MessageRef],
    zone: ZoneInfo,
    roster: Roster,
    floor: int = DEFAULT_FLOOR,
) -> dict[int, dict[PersonId, int]]:
    """How many newcomers each person welcomed, by running week."""
    met: defaultdict[int, defaultdict[PersonId, set[PersonId]]] = defaultdict(lambda: defaultdict(set))
    for credit in credits_:
        if credit.confidence >= floor and is_welcome(credit, first_messages):
            week = week_number(Week.of(credit.answered_at, zone))
            met[week][roster.person(credit.helper)].add(roster.person(credit.asker))
    return {week: {who: len(new) for who, new in people.items()} for week, people in met.items()}


def _counts(record: Evidence) -> bool:
    return not record.withdrawn and not record.disputed
