"""What Foster made of one message, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.attribution import CONTEXT_MESSAGES, Findings, find
from bot.domain.attribution.explaining import Explained, QuestionTold, explain, worth_showing
from bot.domain.attribution.settled import bare
from bot.domain.credits import Credit, Question
from bot.domain.facts import Message
from bot.domain.refs import MemberRef, MessageRef
from bot.domain.stretches import ChannelSlice, Stretch
from bot.domain.times import DAY, Micros
from bot.ports import Unit
from bot.usecases.compose import Address, links, nowhere
from bot.usecases.messages import locate
from bot.usecases.standing import Standing, standing
from bot.views.why import Why

_LONGEST_ORPHAN = 60 * DAY
"""How far back a thread is looked for whose first message is missing."""


@dataclass(frozen=True, slots=True)
class Around:
    """A message with all that decides about it.

    `stands`: the questions it is known to have answered, where the sketches that this was found by are gone.
    """

    message: Message
    part: ChannelSlice
    found: Findings
    explained: Explained
    who: Standing
    derived: bool
    stands: tuple[MessageRef, ...] = ()


async def around(unit: Unit, message: Message, who: Standing | None = None) -> Around:
    """Attribution around one message, by the rules of today."""
    who = who or await standing(unit)
    policy = who.attribution
    start, anchor = await _anchor(unit, message)
    stretch = Stretch(message.ref.channel, Micros(start - policy.after), Micros(anchor + 1))
    part = await unit.facts.slice(stretch, before=CONTEXT_MESSAGES, after=policy.after)
    found = find(part.messages, part.reactions, part.threads, part.corrections, who.people, policy)
    explained = explain(found, message, part.corrections, who.people, policy)
    dirty = await unit.facts.dirty()
    settled = not any(one.channel == stretch.channel and one.end > stretch.start for one in dirty)
    stands = await _stands(unit, message, policy.answer_window)
    if stands:
        explained = replace(explained, no_answer=None)
    return Around(message, part, found, explained, who, settled, stands)


async def _stands(unit: Unit, message: Message, window: int) -> tuple[MessageRef, ...]:
    """What a message was found to answer before the sketches went."""
    if not bare([message], await unit.keeping.faded()):
        return ()
    given = await unit.credits.credits(
        Micros(message.at - window), Micros(message.at + 1), (message.ref.channel,)
    )
    return tuple(dict.fromkeys(one.question for one in given if one.answer == message.ref))


async def _anchor(unit: Unit, message: Message) -> tuple[Micros, Micros]:
    """Where its conversation begins: the earliest and the latest instant that can be."""
    if message.thread is None:
        return message.at, message.at
    roots = await unit.facts.with_id(message.thread, message.ref.channel.id)
    root = next((one for one in roots if one.ref.channel == message.ref.channel), None)
    return (root.at, root.at) if root else (Micros(message.at - _LONGEST_ORPHAN), message.at)


async def told(unit: Unit, here: Around) -> tuple[QuestionTold, ...]:
    """The questions that the message concerns: as they were derived, or by today's rules where that waits."""
    helpers = frozenset(word.helper for word in here.explained.words)
    found = []
    for ref in dict.fromkeys((*here.explained.concerns, *here.stands)):
        question, credits_ = await unit.credits.of(ref) if here.derived else _fresh(here.found, ref)
        if question is not None:
            shown = tuple(one for one in credits_ if worth_showing(one, here.message, helpers))
            found.append(QuestionTold(question, shown))
    return tuple(found)


def _fresh(found: Findings, ref: MessageRef) -> tuple[Question | None, tuple[Credit, ...]]:
    question = next((one for one in found.attribution.questions if one.ref == ref), None)
    return question, tuple(one for one in found.attribution.credits if one.question == ref)


async def why(
    unit: Unit, text: str, you: MemberRef | None, address: Address = nowhere, *, operator: bool = False
) -> Why:
    """Everything there is to say of the message that `text` points at, for the eyes of `you`.

    Whoever does not want to be named is not, but to themselves; neither is anybody whose name is unknown.
    """
    here = await around(unit, await locate(unit, text, operator=operator))
    questions = await told(unit, here)
    explained, ref = here.explained, here.message.ref
    people = {here.message.author, *(word.by for word in explained.words)}
    people |= {word.helper for word in explained.words}
    people |= {one.helper for about in questions for one in about.credits}
    people |= {about.question.asker for about in questions}
    hidden = here.who.opted_out - {you}
    known = await unit.people.accounts(people - hidden)
    channels = {channel.ref: channel.name for channel in await unit.facts.channels()}
    shown = [ref, *explained.concerns, *here.stands, *([explained.link.to] if explained.link else [])]
    shown += [one.answer for about in questions for one in about.credits]
    return Why(
        explained=explained,
        questions=questions,
        channel_name=channels.get(ref.channel, ref.channel.id),
        names={member: account.called for member, account in known.items()},
        url=await links(unit, shown, address),
        zone=here.who.preferences.zone,
        floor=here.who.floor,
        you=you,
    )
