"""A small community for digests: who helped whom, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.domain.credits import Credit, Question, QuestionState
from bot.domain.recognition.facts import WeekFacts
from bot.domain.recognition.ledger import Ledger, Policy, choose
from bot.domain.recognition.weekly import Roster, Weeks, helps_by_week, week_merits, week_number
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, Platform, SpaceRef
from bot.domain.times import HOUR, MINUTE, Micros, Week

SPACE = SpaceRef(Platform.FILE, "s")
CHANNEL = ChannelRef(SPACE, "help")
BERLIN = ZoneInfo("Europe/Berlin")
WEEK = Week(2018, 6)


def member(name: str) -> MemberRef:
    return MemberRef(SPACE, name)


def message(name: str) -> MessageRef:
    return MessageRef(CHANNEL, name)


def hour(week: Week, hours: int) -> Micros:
    return Micros(week.bounds(BERLIN)[0] + hours * HOUR)


def credit(
    helper: str,
    asker: str,
    *,
    week: Week = WEEK,
    at: int = 10,
    waited: int = 60 * MINUTE,
    confidence: int = 900,
    thanked_by: tuple[str, ...] = (),
    messages: int = 1,
) -> Credit:
    answered = hour(week, at)
    return Credit(
        message(f"q-{asker}-{week}"),
        member(asker),
        Micros(answered - waited),
        member(helper),
        message(f"a-{helper}-{asker}-{week}"),
        answered,
        1_000,
        confidence,
        (),
        tuple(map(member, thanked_by)),
        messages,
    )


def question(asker: str, at: int = 20, state: QuestionState = QuestionState.OPEN, name: str = "") -> Question:
    asked = hour(WEEK, at)
    return Question(message(name or f"open-{asker}-{at}"), member(asker), asked, state, asked)


@dataclass
class Sample:
    """Facts of a week with picks as the ledger makes them from an empty start."""

    credits: Sequence[Credit]
    policy: Policy = field(default_factory=Policy)
    unnamed: frozenset[MemberRef] = frozenset()

    def facts(self) -> WeekFacts:
        roster = Roster(unnamed=self.unnamed)
        merits = week_merits(WEEK, Weeks(helps_by_week(self.credits, BERLIN, roster)))
        totals = roster.nameable({who: merit.total for who, merit in merits.items()})
        picks = choose(totals, Ledger(), self.policy, week_number(WEEK), b"salt")
        return WeekFacts(
            WEEK,
            BERLIN,
            b"salt",
            picks,
            self.credits,
            roster=roster,
            channels={CHANNEL: "help"},
            first_answers={c.helper: hour(WEEK.shift(-20), 0) for c in self.credits},
            observed_weeks=20,
        )
