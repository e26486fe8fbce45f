"""Who takes part, and how."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.synthetic.dice import Dice
from adapters.synthetic.names import FIRST, LAST
from adapters.synthetic.world import FOR_GOOD, Member, Temper

AREAS = ("schedules", "connectors", "runner", "config", "upgrade", "testing", "dashboard")
STAFF = 4
BOT = Member("kelpie", "Kelpie", Temper.BOT)

EAGERNESS = {
    Temper.STAR: 15,
    Temper.SWIFT: 10,
    Temper.PATIENT: 8,
    Temper.SPECIALIST: 3,
    Temper.HOPEFUL: 5,
    Temper.OCCASIONAL: 3,
    Temper.STAFF: 8,
}
"""How often each kind answers, as weights; specialists count `IN_THEIR_AREA` where they are strong."""

IN_THEIR_AREA = 25

RELIABILITY = {
    Temper.STAR: 0.93,
    Temper.SWIFT: 0.75,
    Temper.PATIENT: 0.94,
    Temper.SPECIALIST: 0.95,
    Temper.HOPEFUL: 0.45,
    Temper.OCCASIONAL: 0.78,
    Temper.STAFF: 0.95,
}
"""How often what they say works."""

# In each dozen of members: the kinds of the first five; everybody else asks. The rest of the list repeats.
_KINDS = (Temper.STAR, Temper.PATIENT, Temper.SPECIALIST, Temper.OCCASIONAL, Temper.SWIFT, Temper.HOPEFUL)


def cast(dice: Dice, size: int, weeks: int) -> tuple[Member, ...]:
    """`size` members, four staff and the bot. Half of the members are there from the beginning."""
    firsts, lasts = dice.some(FIRST, len(FIRST)), dice.some(LAST, len(LAST))
    people: list[Member] = []
    for n in range(size + STAFF):
        first = firsts[n % len(firsts)] + ("" if n < len(firsts) else str(n // len(firsts) + 1))
        name, account = f"{first} {lasts[n % len(lasts)]}", first.lower()
        if n < STAFF:
            people.append(Member(account, name, Temper.STAFF))
        else:
            people.append(_member(dice, n - STAFF, size, weeks, account, name))
    return (*people, BOT)


def _member(dice: Dice, rank: int, size: int, weeks: int, account: str, name: str) -> Member:
    """The first members of the list are the regulars, the later half arrives over time."""
    regulars = size // 2
    if rank < regulars:
        temper = _KINDS[rank % len(_KINDS)] if rank % 10 < 6 else Temper.ASKER
        left = dice.between(weeks // 2, weeks) if rank % 8 == 7 else FOR_GOOD
        return Member(account, name, temper, AREAS[rank % len(AREAS)], 0, left)
    # Spread evenly, so that every month has its newcomers; the last ones arrive two weeks before the end.
    joined = 1 + (rank - regulars) * max(weeks - 3, 0) // max(size - regulars, 1)
    left = joined + dice.between(2, 6) if rank % 5 == 0 else FOR_GOOD
    helps = rank % 4 == 1
    temper = Temper.OCCASIONAL if helps else Temper.ASKER
    return Member(account, name, temper, AREAS[rank % len(AREAS)], joined, left, joined + dice.between(4, 9))


def eagerness(member: Member, area: str, week: int) -> int:
    """The weight with which a member answers a question about `area` in that week; 0 for never."""
    if not member.active(week) or week < member.helps_from:
        return 0
    if member.temper is Temper.SPECIALIST and member.area == area:
        return IN_THEIR_AREA
    return EAGERNESS.get(member.temper, 0)


def draw_helper(
    dice: Dice, members: Sequence[Member], area: str, week: int, without: Sequence[str]
) -> Member | None:
    """Somebody who answers, other than those named in `without`; None where nobody is around."""
    weights = [0 if m.id in without else eagerness(m, area, week) for m in members]
    return dice.weighted(members, weights) if any(weights) else None
