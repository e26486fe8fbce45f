"""Crediting follows behind the facts: whatever changed is derived anew, piece by piece."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import groupby

from bot.domain.attribution import CONTEXT_MESSAGES, attribute
from bot.domain.attribution.settled import bare, settled
from bot.domain.credits import Attribution
from bot.domain.refs import CommunityId
from bot.domain.stretches import ChannelSlice, Stretch
from bot.domain.times import Micros
from bot.ports import FactRepository, Store, Unit
from bot.usecases.standing import Standing, standing

PIECE = 20_000
"""Messages derived in one go: bounds memory and the length of a transaction."""

END = Micros(2**62)
"""After everything."""


async def credit(store: Store, community: CommunityId, *, piece: int = PIECE) -> int:
    """Derive questions and credits for everything that changed; the number of pieces that took.

    `piece`: about how many messages are derived in one transaction.

    Each piece is a transaction of its own, and a channel is settled with its last piece, so a crash half-way
    only repeats work. The result does not depend on how often or in which pieces this runs. It is worked out
    in a thread: whoever waits for an answer or an acknowledgement is served meanwhile.
    """
    async with store.reading(community) as unit:
        dirty = await unit.facts.dirty()
        if not dirty:
            return 0
        who = await standing(unit)
        plans = [
            (changed, await _pieces(unit.facts, changed, who.attribution.after, piece))
            for changed in (list(group) for _, group in groupby(dirty, lambda stretch: stretch.channel))
        ]
    for changed, pieces in plans:
        for one in pieces:
            async with store.writing(community) as unit:
                part = await unit.facts.slice(one, before=CONTEXT_MESSAGES, after=who.attribution.after)
                found = await asyncio.to_thread(_derived, part, one, who)
                await unit.credits.replace(one, await _with_settled(unit, one, part, found, who))
                if one is pieces[-1]:
                    await unit.facts.settle(changed)
    return sum(len(pieces) for _, pieces in plans)


async def _with_settled(
    unit: Unit, piece: Stretch, part: ChannelSlice, found: Attribution, who: Standing
) -> Attribution:
    """What was worked out before the sketches went stays."""
    faded = await unit.keeping.faded()
    if not bare(part.messages, faded):
        return found
    policy, here = who.attribution, (piece.channel,)
    until = Micros(faded + policy.after)
    questions = await unit.credits.questions(piece.start, faded, here)
    credits_ = await unit.credits.credits(piece.start, until, here)
    standing_ = Attribution(tuple(questions), tuple(credits_))
    whole = settled(found, standing_, part, faded, who.people, policy)
    return within(whole, piece)


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


def _derived(part: ChannelSlice, piece: Stretch, who: Standing) -> Attribution:
    found = attribute(
        part.messages, part.reactions, part.threads, part.corrections, who.people, who.attribution
    )
    return within(found, piece)


def within(found: Attribution, piece: Stretch) -> Attribution:
    """Only the questions anchored in the piece; its context served to judge them and is derived elsewhere."""
    questions = tuple(q for q in found.questions if piece.start <= q.anchored_at < piece.end)
    kept = {question.ref for question in questions}
    return Attribution(questions, tuple(c for c in found.credits if c.question in kept))
