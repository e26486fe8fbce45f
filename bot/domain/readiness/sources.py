"""What a community's readiness facts come from, and over which weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.credits import Credit, Question
from bot.domain.evidence import Evidence
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.refs import MemberRef
from bot.domain.times import Micros, Week, weeks_between


@dataclass(frozen=True, slots=True)
class Sources:
    """What the facts come from. `credits` and `questions`: those of the window and the help channels.

    `today`: the day from which evidence is aged. `last`: the last complete week; `first`: the first complete
    observed one; `live_since`: the first complete one seen live (None where there is none). `floor`: the
    confidence (0-1000) from which a credit counts. `unresolved`: the share of authors nobody could tell.
    `primary`: from a linked account to the person's first.
    """

    today: date
    last: Week
    zone: ZoneInfo
    first: Week | None
    credits: Sequence[Credit] = ()
    questions: Sequence[Question] = ()
    evidence: Sequence[Evidence] = ()
    bots: frozenset[MemberRef] = frozenset()
    live_since: Week | None = None
    floor: int = 500
    unresolved: float = 0.0
    primary: Mapping[MemberRef, MemberRef] = field(default_factory=dict)

    def person(self, member: MemberRef) -> MemberRef:
        """The person behind an account."""
        return self.primary.get(member, member)


def window(last: Week, first: Week | None, policy: ReadinessPolicy) -> list[Week]:
    """The complete weeks that the figures cover: at most the policy's window, none before `first`."""
    if first is None:
        return []
    return weeks_between(max(first, last.shift(1 - policy.window_weeks)), last)


def bounds(last: Week, zone: ZoneInfo, policy: ReadinessPolicy) -> tuple[Micros, Micros]:
    """The half-open time to load credits and questions for."""
    return last.shift(1 - policy.window_weeks).bounds(zone)[0], last.bounds(zone)[1]
