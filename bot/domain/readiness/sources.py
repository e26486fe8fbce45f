"""What a community's readiness facts come from, and over which weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.evidence import Evidence
from bot.domain.readiness.columns import HelpColumns
from bot.domain.readiness.policy import ReadinessPolicy
from bot.domain.refs import MemberRef
from bot.domain.times import Micros, Week, weeks_between


@dataclass(frozen=True, slots=True)
class Sources:
    """What the facts come from. `helped`: the window's questions and answers in the help channels.

    `today`: the day from which evidence is aged. `last`: the last complete week; `first`: the first complete
    observed one; `live_since`: the first complete one seen live (None where there is none). `primary`: from
    a linked account to the person's first.
    """

    today: date
    last: Week
    zone: ZoneInfo
    first: Week | None
    helped: HelpColumns = field(default_factory=HelpColumns)
    evidence: Sequence[Evidence] = ()
    bots: frozenset[MemberRef] = frozenset()
    live_since: Week | None = None
    primary: Mapping[MemberRef, MemberRef] = field(default_factory=dict)

    @property
    def unresolved(self) -> float:
        """The share of authors that nobody could tell."""
        authors = len(self.helped.accounts)
        return self.helped.unknown / authors if authors else 0.0

    def person(self, member: MemberRef) -> MemberRef:
        """The person behind an account."""
        return self.primary.get(member, member)


def window(last: Week, first: Week | None, policy: ReadinessPolicy) -> list[Week]:
    """The complete weeks that the figures cover: at most the policy's window, none before `first`."""
    if first is None:
        return []
    return weeks_between(max(first, last.shift(1 - policy.window_weeks)), last)


def bounds(last: Week, first: Week | None, zone: ZoneInfo, policy: ReadinessPolicy) -> tuple[Micros, Micros]:
    """The half-open time to load questions for; empty where no week was seen whole."""
    end = last.bounds(zone)[1]
    weeks = window(last, first, policy)
    return (weeks[0].bounds(zone)[0] if weeks else end), end
