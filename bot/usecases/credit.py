"""Crediting follows behind the facts: whatever changed is derived anew, piece by piece."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby, pairwise

from bot.domain.attribution import CONTEXT_MESSAGES, attribute
from bot.domain.attribution.settled import bare, settled
from bot.domain.credits import Attribution
from bot.domain.refs import CommunityId
from bot.domain.stretches import ChannelSlice, Stretch
from bot.domain.times import Micros
from bot.ports import FactRepository, Store, Unit
from bot.usecases.standing import Standing, standing

PIECE = 20_000
"""Messages derived in one go: bounds memory."""

WRITTEN = 1_000
"""Questions put in place in one transaction: whoever brings facts waits no longer than that takes."""

TRIES = 5
"""How often to begin again where another process derives the same."""

END = Micros(2**62)
"""After everything."""

Plan = tuple[Stretch, Sequence[Stretch]]

Kept = tuple[Micros, Attribution]

Progress = Callable[[int, int], None]


def untold(_done: int, _total: int) -> None:
    """Nobody wants to know."""


async def credit(
    store: Store, community: CommunityId, *, piece: int = PIECE, progress: Progress = untold
) -> int:
    """Derive questions and credits for everything that changed; the number of pieces that took.

    `piece`: about how many messages are derived at once. `progress(done, total)` is told of every piece.

    Days are settled as soon as all that depends on them is derived, so a crash half-way repeats little. The
    result does not depend on how often or in which pieces this runs. It is worked out in a thread, outside of
    every transaction: whoever waits for an answer or an acknowledgement is served meanwhile. What changes in
    that time is marked, and derived the next time. Where another process was faster, or somebody was erased,
    it begins again.
    """
    done = 0
    for _ in range(TRIES):
        found = await store.look(community, partial(_plans, size=piece))
        if found is None:
            break
        who, plans = found
        for number, (one, settled_) in enumerate(plans, 1):
            if not await _derive(store, community, one, who, settled_):
                break
            done += 1
            progress(number, len(plans))
        else:
            break
    return done


async def _plans(unit: Unit, size: int) -> tuple[Standing, Sequence[Plan]] | None:
    """The pieces to derive for what changed, each with what is settled then; None where nothing did."""
    dirty = await unit.facts.dirty()
    if not dirty:
        return None
    who, plans = await standing(unit), list[Plan]()
    for _, group in groupby(dirty, lambda stretch: stretch.channel):
        changed = list(group)
        *others, last = await _pieces(unit.facts, changed, who.attribution.after, size)
        plans += [(one, await _settled_by(unit.facts, changed, one)) for one in others]
        plans.append((last, changed))
    return who, plans


async def _settled_by(facts: FactRepository, changed: Sequence[Stretch], piece: Stretch) -> Sequence[Stretch]:
    """What changed before a piece, where all that depends on it ends inside: see `_reach`."""
    last = await facts.nth_after(piece.channel, piece.start, CONTEXT_MESSAGES, flat=True)
    if last is None or last >= piece.end:
        return ()
    before = [one for one in changed if one.start < piece.start]
    return [replace(one, end=min(one.end, piece.start)) for one in before]


async def _derive(
    store: Store, community: CommunityId, piece: Stretch, who: Standing, settled_: Sequence[Stretch]
) -> bool:
    """Load, work out, and put in place bit by bit; False where what was loaded is out of date by then."""
    version, part, kept = await store.look(community, partial(_loaded, piece=piece, who=who))
    bits = await asyncio.to_thread(_derived, part, piece, who, kept)
    seen: int | None = version
    for bit, found in bits:
        done = settled_ if bit.end == piece.end else ()
        seen = await store.at_once(community, partial(_put, seen=seen, bit=bit, found=found, done=done))
        if seen is None:
            return False
    return True


async def _loaded(unit: Unit, piece: Stretch, who: Standing) -> tuple[int, ChannelSlice, Kept | None]:
    """What a piece is worked out from, and as of when."""
    version = await unit.credits.version()
    part = await unit.facts.slice(piece, before=CONTEXT_MESSAGES, after=who.attribution.after)
    return version, part, await _kept(unit, piece, part, who)


async def _put(
    unit: Unit, seen: int | None, bit: Stretch, found: Attribution, done: Sequence[Stretch]
) -> int | None:
    """Put some in place; as of when it stands then. None, and nothing put, where `seen` is out of date."""
    if await unit.credits.version() != seen:
        return None
    await unit.credits.replace(bit, found)
    await unit.facts.settle(done)
    return await unit.credits.version()


async def _kept(unit: Unit, piece: Stretch, part: ChannelSlice, who: Standing) -> Kept | None:
    """What was worked out before the sketches went, and until when they are gone: it stays."""
    faded = await unit.keeping.faded()
    if not bare(part.messages, faded):
        return None
    here = (piece.channel,)
    questions = await unit.credits.questions(piece.start, faded, here)
    credits_ = await unit.credits.credits(piece.start, Micros(faded + who.attribution.after), here)
    return faded, Attribution(tuple(questions), tuple(credits_))


async def _pieces(facts: FactRepository, changed: Sequence[Stretch], window: int, size: int) -> list[Stretch]:
    """What depends on a channel's changed stretches, cut into pieces of bounded size."""
    pieces: list[Stretch] = []
    for stretch in await _reach(facts, changed, window):
        start = stretch.start
        while start < stretch.end:
            cut = await facts.nth_after(stretch.channel, start, size)
            stop = stretch.end if cut is None else min(stretch.end, max(cut, Micros(start + 1)))
            pieces.append(Stretch(stretch.channel, start, stop))
            start = stop
    return pieces


async def _reach(facts: FactRepository, changed: Sequence[Stretch], window: int) -> list[Stretch]:
    """Changed stretches with all they reach, joined where they meet.

    A message can answer questions up to `window` before it, and is context for the 200 messages outside
    threads after it: for all that follow, where there are fewer.
    """
    found: list[Stretch] = []
    for stretch in changed:
        start = Micros(stretch.start - window)
        if found and start <= found[-1].end:
            start = found.pop().start
        followers = await facts.nth_after(stretch.channel, stretch.end, CONTEXT_MESSAGES, flat=True)
        found.append(Stretch(stretch.channel, start, END if followers is None else Micros(followers + 1)))
    return found


def _derived(
    part: ChannelSlice, piece: Stretch, who: Standing, kept: Kept | None
) -> list[tuple[Stretch, Attribution]]:
    policy = who.attribution
    found = attribute(part.messages, part.reactions, part.threads, part.corrections, who.people, policy)
    if kept is not None:
        faded, standing_ = kept
        found = settled(within(found, piece), standing_, part, faded, who.people, policy)
    return list(_bits(within(found, piece), piece))


def _bits(found: Attribution, piece: Stretch) -> Iterator[tuple[Stretch, Attribution]]:
    """A piece cut where enough questions lie between; together the whole of it, and at least one."""
    anchors = sorted(question.anchored_at for question in found.questions)
    cuts = [piece.start, *sorted({*anchors[WRITTEN::WRITTEN]} - {piece.start}), piece.end]
    for start, end in pairwise(cuts):
        bit = Stretch(piece.channel, start, end)
        yield bit, within(found, bit)


def within(found: Attribution, piece: Stretch) -> Attribution:
    """Only the questions anchored in the piece; its context served to judge them and is derived elsewhere."""
    questions = tuple(q for q in found.questions if piece.start <= q.anchored_at < piece.end)
    kept = {question.ref for question in questions}
    return Attribution(questions, tuple(c for c in found.credits if c.question in kept))
