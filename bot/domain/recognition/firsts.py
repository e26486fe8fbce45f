"""First answers: whoever helps for the first time is welcomed once, in the order in which they came."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet

from bot.domain.recognition.digest import Waiting
from bot.domain.recognition.ledger import WeekPicks
from bot.domain.recognition.weekly import Roster
from bot.domain.refs import PersonId

FIRSTS_PER_SLOT = 3


def room_for_firsts(picks: WeekPicks) -> int:
    """How many first answers a digest welcomes."""
    return FIRSTS_PER_SLOT * max(len(picks.named) + picks.left_over, 1)


def to_welcome(
    waiting: Iterable[Waiting],
    helpers: Iterable[PersonId],
    first: Callable[[PersonId], Waiting | None],
    done: AbstractSet[PersonId],
    roster: Roster,
) -> list[Waiting]:
    """Who waits to be welcomed: those who did before, then the week's `helpers` whose first answer it was.

    `first`: that answer, None where it was not the first. `done` are welcomed otherwise, or not at all.
    """
    before = [(one, roster.person(one[0])) for one in waiting]
    known = {person for _, person in before}
    left = [one for one, person in before if person not in done]
    new = (first(person) for person in helpers if person not in known and person not in done)
    return left + [one for one in new if one is not None]
