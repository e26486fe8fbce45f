"""Past weeks are replayed once: what they carried over is kept, and the next look back begins there.

A replay from what was kept equals one from the first week: whatever else it depends on (settings, staff, who
is here, links, what people recorded) is in the fingerprint; a credit that changes drops what came after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.recognition.replay import Checkpoint
from bot.domain.recognition.weekly import week_number
from bot.domain.times import Week
from bot.ports import Unit
from bot.usecases.standing import Standing

RULES = 1
"""Raise it where merit, ledger or first answers are reckoned otherwise: then nothing old is used."""


async def resume(
    unit: Unit, who: Standing, evidence: Sequence[Evidence], first: Week, before: Week
) -> Checkpoint | None:
    """The latest that was kept after a week earlier than `before`, and is right still."""
    week = await usable(unit, who, evidence, first, before)
    return None if week is None else await unit.replays.get(week)


async def usable(
    unit: Unit, who: Standing, evidence: Sequence[Evidence], first: Week, before: Week
) -> int | None:
    """After which week (a running number) that was kept."""
    kept = await unit.replays.kept()
    weeks = sorted((week for week in kept if week < week_number(before)), reverse=True)
    if not weeks or who.weights.welcome:  # whom one welcomes depends on messages, which are not watched
        return None
    shared = await _shared(unit, who, first)
    for week in weeks:
        if kept[week] == _hashed(shared, recorded(who, evidence, week)):
            return week
    return None


async def fingerprints(
    unit: Unit, who: Standing, evidence: Sequence[Evidence], first: Week, weeks: Iterable[int]
) -> dict[int, str]:
    """Of everything but credits that a replay from `first` up to each of these weeks depends on."""
    shared = await _shared(unit, who, first)
    return {week: _hashed(shared, recorded(who, evidence, week)) for week in weeks}


async def _shared(unit: Unit, who: Standing, first: Week) -> str:
    linked = await unit.people.accounts(who.primary)
    unnamed = who.staff.members | who.bots | who.opted_out | await unit.people.absent()
    return repr(
        (
            RULES,
            str(first),
            who.preferences.zone.key,
            who.floor,
            who.recognition,
            who.weights,
            sorted(map(str, who.help_channels)),
            sorted(map(str, unnamed)),
            sorted(map(str, who.staff.members)),
            sorted((str(ref), str(person), ref in linked) for ref, person in who.primary.items()),
        )
    )


def recorded(who: Standing, evidence: Iterable[Evidence], last: int) -> str:
    """What people recorded of the weeks up to `last` (a running number)."""
    zone = who.preferences.zone

    def week(one: Evidence) -> int:
        said = one.kind is EvidenceKind.THANKS
        return week_number(Week.of(one.at, zone) if said else Week(*one.on.isocalendar()[:2]))

    return repr([one for one in evidence if week(one) <= last])


def _hashed(*parts: str) -> str:
    return sha256("|".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
