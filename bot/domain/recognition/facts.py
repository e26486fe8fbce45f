"""What a digest is made from. A use case fills it from the repositories; the builder decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.domain.credits import Credit, Question
from bot.domain.evidence import Evidence
from bot.domain.recognition.digest import Numbers, Waiting
from bot.domain.recognition.ledger import WeekPicks
from bot.domain.recognition.weekly import DEFAULT_FLOOR, Roster
from bot.domain.refs import ChannelRef, MemberRef, MessageRef, PersonId
from bot.domain.times import Micros, Week


def no_address(_: MessageRef) -> str:
    """For sources whose messages have no addresses (imports)."""
    return ""


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """The facts of one week, in help channels.

    `credits` are those answered in the week and the eleven before, `questions` those asked in the week (each
    ordered by time). `roster.unnamed` holds everybody who must not be named (staff, bots, opted out, gone).
    `first_answers`: when each of the week's helpers, and each linked account, answered for the first time.
    `first_messages`: the first message of everybody who first wrote in this week. `waiting`: first answers
    that earlier digests had no room for, oldest first. `observed_weeks`: weeks seen before this one.
    `evidence`: talks, uplifts, thanks. `earlier` is what the chart shows of weeks that `credits` does not
    reach; `answered`: when questions that `credits` answers after a long wait were answered first, where that
    was in those weeks.
    `late`: who helped in earlier weeks as only came out since, and from when on what they did is told here;
    `unseen`: those of them whom no digest has counted yet.
    `channels` and `names` are as they are called now; `url` addresses a message ("" where it has none).
    """

    week: Week
    zone: ZoneInfo
    salt: bytes
    picks: WeekPicks
    credits: Sequence[Credit] = ()
    questions: Sequence[Question] = ()
    roster: Roster = field(default_factory=Roster)
    staff: AbstractSet[MemberRef] = frozenset()
    names: Mapping[MemberRef, str] = field(default_factory=dict)
    channels: Mapping[ChannelRef, str] = field(default_factory=dict)
    url: Callable[[MessageRef], str] = no_address
    first_answers: Mapping[MemberRef, Micros] = field(default_factory=dict)
    first_messages: Mapping[MemberRef, MessageRef] = field(default_factory=dict)
    waiting: Sequence[Waiting] = ()
    evidence: Sequence[Evidence] = ()
    late: Mapping[PersonId, Micros] = field(default_factory=dict)
    unseen: AbstractSet[PersonId] = frozenset()
    earlier: Mapping[Week, Numbers] = field(default_factory=dict)
    answered: Mapping[MessageRef, Micros] = field(default_factory=dict)
    observed_weeks: int = 0
    floor: int = DEFAULT_FLOOR
    replayed: bool = False
    channels_chosen: bool = True
