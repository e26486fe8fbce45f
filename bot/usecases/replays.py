"""Keeping what replays carry over: after an import, and whenever somebody had to wait for a long one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.evidence import Evidence
from bot.domain.observed import observed
from bot.domain.recognition.digest import Telling
from bot.domain.recognition.ledger import Ledger
from bot.domain.recognition.replay import Checkpoint, KeptReplay
from bot.domain.recognition.weekly import week_number, week_of_number
from bot.domain.refs import CommunityId
from bot.domain.times import Micros, Week
from bot.ports import Store, Unit
from bot.usecases.recognise import RECORDED, first_answers_left, replayed
from bot.usecases.resuming import fingerprints, usable
from bot.usecases.standing import Standing, standing
from bot.usecases.telling import telling

SOON_ENOUGH = 8
"""So many weeks are replayed in less time than it takes to look whether anything should be kept."""

APART = (1, 5, 27)
"""After which weeks before the last one: for that one, for changes of the latest weeks, for half a year."""

_STAGE = 13
"""Weeks replayed at a time, at most: memory does not grow with history."""

_AT_ONCE = 50_000
"""Credits replayed at a time, where a week has fewer: nor does memory grow much with how much is answered."""


@dataclass(frozen=True, slots=True)
class _Past:
    """What a replay is made from; `wanted` are the weeks after which to keep something."""

    who: Standing
    evidence: Sequence[Evidence]
    first: Week
    wanted: tuple[Week, ...]
    start: Checkpoint | None


async def look_back(store: Store, community: CommunityId, week: Week | None, now: Micros) -> None:
    """Call it before telling `week`: where that means to replay the past, it is done once and kept."""
    async with store.reading(community) as unit:
        told = await telling(unit, week, now)
    if told.how is Telling.REPLAYED:
        await keep_replays(store, community, now)


async def keep_replays(store: Store, community: CommunityId, now: Micros) -> bool:
    """Replay what is not kept yet or not right any more; whether there was anything to do.

    Long histories take a while. What changes meanwhile is noticed: then nothing is kept, and whoever asks
    next does it again.
    """
    async with store.reading(community) as unit:
        past = await _missing(unit, now)
    if past is None:
        return False
    last = past.wanted[0]
    until, mine = last.bounds(past.who.preferences.zone)[1], f"replaying since {now}"
    async with store.writing(community) as unit:  # dropped like anything that is kept, where a credit changes
        await unit.replays.keep([KeptReplay(Checkpoint(week_number(last), Ledger()), until, mine)])
    async with store.reading(community) as unit:
        made = await _replay(unit, past)
    async with store.writing(community) as unit:
        if (await unit.replays.kept()).get(week_number(last)) == mine:
            await unit.replays.keep(made)
    return True


async def _missing(unit: Unit, now: Micros) -> _Past | None:
    """Where there is something to replay."""
    span = await unit.facts.span()
    if span is None:
        return None
    who = await standing(unit)
    seen = observed(span, now, who.preferences.zone)
    if seen.last.minus(seen.first) <= SOON_ENOUGH or who.weights.welcome:
        return None
    evidence = await unit.evidence.all(*RECORDED)
    begun = await usable(unit, who, evidence, seen.first, seen.last)
    if begun is not None and week_number(seen.last) - begun <= SOON_ENOUGH:
        return None
    start = None if begun is None else await unit.replays.get(begun)
    wanted = tuple(week for weeks in APART if (week := seen.last.shift(-weeks)) >= seen.first)
    return _Past(who, evidence, seen.first, wanted, start)


async def _replay(unit: Unit, past: _Past) -> list[KeptReplay]:
    """Stage by stage, each from where the last one left off."""
    numbers = {week_number(week) for week in past.wanted}
    inputs = await fingerprints(unit, past.who, past.evidence, past.first, numbers)
    zone, start, last = past.who.preferences.zone, past.start, max(numbers)
    kept: list[KeptReplay] = []
    weeks = 1  # how much a week holds is not known yet
    while start is None or start.week < last:
        begin = week_number(past.first) if start is None else start.week + 1
        # One week more than is carried over: what its digest begins with is what the one before left.
        end = min(begin + weeks, last + 1)
        stage, credited = await _stage(unit, past, start, end)
        weeks = max(1, min(_STAGE, weeks * _AT_ONCE // max(1, credited)))
        kept += [
            KeptReplay(one, week_of_number(one.week).bounds(zone)[1], inputs[one.week])
            for one in stage
            if one.week in numbers
        ]
        start = stage[-1]
    return kept


async def _stage(unit: Unit, past: _Past, start: Checkpoint | None, end: int) -> tuple[list[Checkpoint], int]:
    """What each week carries over, up to the one before `end`, and how many credits that took."""
    weeks = (past.first, week_of_number(end))
    found = await replayed(unit, past.who, past.evidence, weeks, start)
    left = await first_answers_left(unit, found)
    carried = [
        Checkpoint(replay.picks.week, replay.after, waiting)
        for replay, waiting in zip(found.weeks, left[1:], strict=False)
    ]
    return carried, len(found.credits)
