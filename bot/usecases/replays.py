"""Keeping what replays carry over: after an import, and whenever somebody had to wait for a long one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.evidence import Evidence
from bot.domain.observed import observed
from bot.domain.recognition.digest import Telling
from bot.domain.recognition.ledger import Ledger
from bot.domain.recognition.memory import MEMORY_WEEKS
from bot.domain.recognition.recorded import extras, thanks_helps
from bot.domain.recognition.replay import Checkpoint, KeptReplay
from bot.domain.recognition.rolling import Rolling, Terms, WeekOfHelp
from bot.domain.recognition.weekly import week_number, week_of_number
from bot.domain.refs import CommunityId
from bot.domain.times import DAY, HOUR, MINUTE, Micros, Week
from bot.ports import Store, Unit
from bot.usecases.credit import Progress, untold
from bot.usecases.recognise import RECORDED, roster_of
from bot.usecases.resuming import fingerprints, usable
from bot.usecases.standing import Standing, standing
from bot.usecases.telling import telling

SOON_ENOUGH = 8
"""So many weeks are replayed in less time than it takes to look whether anything should be kept."""

APART = (1, 5, 27)
"""After which weeks before the last one: for that one, for changes of the latest weeks, for half a year."""

_AT_ONCE = 5_000
"""About so many credits are loaded at a time: memory follows neither history nor how much is answered."""

_SHORTEST, _LONGEST = MINUTE, 7 * DAY


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


async def keep_replays(
    store: Store, community: CommunityId, now: Micros, progress: Progress = untold
) -> bool:
    """Replay what is not kept yet or not right any more; whether there was anything to do.

    `progress(done, total)` is told of every week.
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
        made = await _replay(unit, past, progress)
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


async def _replay(unit: Unit, past: _Past, progress: Progress) -> list[KeptReplay]:
    """Week by week, from where the last one left off."""
    numbers = {week_number(week) for week in past.wanted}
    inputs = await fingerprints(unit, past.who, past.evidence, past.first, numbers)
    rolling, pieces = Rolling(await _terms(unit, past), past.start), _Pieces(unit, past.who)
    begin = week_number(past.first)
    if past.start is not None:
        begin = past.start.week + 1
        for number in range(begin - MEMORY_WEEKS, begin):
            rolling.remember(await pieces.gathered(rolling.week(number)))
    kept: list[KeptReplay] = []
    last = max(numbers)
    for number in range(begin, last + 1):
        week = await pieces.gathered(rolling.week(number))
        firsts = await unit.credits.first_answers(rolling.unknown(week), past.who.floor)
        start, end = week_of_number(number).bounds(past.who.preferences.zone)
        carried = rolling.close(week, start, firsts)
        if number in numbers:
            kept.append(KeptReplay(carried, end, inputs[number]))
        progress(number - begin + 1, last - begin + 1)
    return kept


async def _terms(unit: Unit, past: _Past) -> Terms:
    who, roster = past.who, await roster_of(unit, past.who)
    return Terms(
        week_number(past.first),
        roster,
        who.recognition,
        unit.community.salt,
        who.floor,
        thanks_helps(past.evidence, who.preferences.zone, roster),
        extras(past.evidence, roster, who.weights),
    )


@dataclass(slots=True)
class _Pieces:
    """Loads weeks bit by bit, each bit as long as about `_AT_ONCE` credits took before."""

    unit: Unit
    who: Standing
    span: int = HOUR

    async def gathered(self, week: WeekOfHelp) -> WeekOfHelp:
        """The same week, with all its credits."""
        at, end = week_of_number(week.number).bounds(self.who.preferences.zone)
        while at < end:
            until = Micros(min(at + self.span, end))
            found = await self.unit.credits.credits(at, until, self.who.help_channels)
            week.add(found)
            wanted = self.span * _AT_ONCE // max(1, len(found))
            self.span = max(_SHORTEST, min(wanted, 4 * self.span, _LONGEST))
            at = until
        return week
