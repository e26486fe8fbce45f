"""Past weeks as they would have been: the ledger from 0 in the first week, one week after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.domain.recognition.digest import Waiting
from bot.domain.recognition.ledger import Ledger, Policy, WeekPicks, choose, settle
from bot.domain.refs import PersonId
from bot.domain.times import Micros


@dataclass(frozen=True, slots=True)
class ReplayedWeek:
    """A week's picks, the ledger they were chosen from and the ledger after them."""

    picks: WeekPicks
    before: Ledger
    after: Ledger


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the weeks up to `week` (a running number) carry over to the next.

    The ledger, and the first answers that no digest had room for: who, and which message.
    """

    week: int
    ledger: Ledger
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptReplay:
    """A checkpoint to keep. `until`: when its last week ends; `inputs`: what it was made from, hashed."""

    checkpoint: Checkpoint
    until: Micros
    inputs: str


def replay(
    weeks: Iterable[tuple[int, Mapping[PersonId, int]]],
    policy: Policy,
    salt: bytes,
    ledger: Ledger | None = None,
) -> Iterator[ReplayedWeek]:
    """Each week of (running number, eligible members' merits in milli-units), in order.

    `ledger` is where to start; empty where none is given. Lazy: stop at the week that is wanted.
    """
    now = ledger or Ledger()
    for week, merits in weeks:
        picks = choose(merits, now, policy, week, salt)
        after = settle(now, picks)
        yield ReplayedWeek(picks, now, after)
        now = after
