"""Crediting follows behind the facts: whatever changed is derived anew, stretch by stretch."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.domain.attribution import CONTEXT_MESSAGES, AttributionPolicy, attribute
from bot.domain.credits import Attribution
from bot.domain.refs import CommunityId
from bot.domain.times import Micros
from bot.ports import FactRepository, Store, Stretch, Unit
from bot.usecases.standing import Standing, standing

PIECE = 20_000
"""Messages derived in one go: bounds memory and the length of a transaction."""


async def credit(store: Store, community: CommunityId) -> int:
    """Derive questions and credits for everything that changed; the number of pieces that took.

    Each piece is a transaction of its own, and a stretch is settled after its last piece, so a crash half-way
    only repeats work. The result does not depend on how often or in which pieces this runs.
    """
    async with store.reading(community) as unit:
        who = await standing(unit)
        plans = [
            (stretch, [piece async for piece in _pieces(unit.facts, stretch, who.attribution)])
            for stretch in await unit.facts.dirty()
        ]
    done = 0
    for stretch, pieces in plans:
        for piece in pieces:
            async with store.writing(community) as unit:
                await _derive(unit, piece, who)
            done += 1
        async with store.writing(community) as unit:
            await unit.facts.settle([stretch])
    return done


async def _pieces(
    facts: FactRepository, stretch: Stretch, policy: AttributionPolicy
) -> AsyncIterator[Stretch]:
    """Cut what depends on a changed stretch into pieces of bounded size.

    A message can answer questions up to the answer window before it, and is context for those after it.
    """
    start = Micros(stretch.start - policy.after)
    end = await facts.nth_after(stretch.channel, stretch.end, CONTEXT_MESSAGES)
    last = stretch.end if end is None else Micros(end + 1)
    while start < last:
        cut = await facts.nth_after(stretch.channel, start, PIECE)
        stop = last if cut is None or cut >= last else max(cut, Micros(start + 1))
        yield Stretch(stretch.channel, start, stop)
        start = stop


async def _derive(unit: Unit, piece: Stretch, who: Standing) -> None:
    part = await unit.facts.slice(piece, before=CONTEXT_MESSAGES, after=who.attribution.after)
    found = attribute(
        part.messages, part.reactions, part.threads, part.corrections, who.people, who.attribution
    )
    await unit.credits.replace(piece, within(found, piece))


def within(found: Attribution, piece: Stretch) -> Attribution:
    """Only the questions anchored in the piece; its context served to judge them and is derived elsewhere."""
    questions = tuple(q for q in found.questions if piece.start <= q.anchored_at < piece.end)
    kept = {question.ref for question in questions}
    return Attribution(questions, tuple(c for c in found.credits if c.question in kept))
