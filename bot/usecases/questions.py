"""Open questions: who still waits for an answer, the longest first."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import UserFacingError
from bot.domain.facts import Channel
from bot.domain.refs import ChannelRef
from bot.domain.times import DAY, Micros
from bot.domain.waiting import MOST, RECENT_DAYS, OpenQuestions, WaitingQuestion
from bot.ports import Unit
from bot.usecases.compose import Address, links, nowhere
from bot.usecases.standing import standing


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of one channel or of all, waiting longer than `older_than` (µs), of the last `days`; at most `most`."""

    channel: ChannelRef | None = None
    older_than: int = 0
    days: int = RECENT_DAYS
    most: int = MOST


EVERYTHING = Wanted()


async def open_questions(
    unit: Unit, now: Micros, wanted: Wanted = EVERYTHING, address: Address = nowhere
) -> OpenQuestions:
    """Open questions of the help channels that everybody can read.

    Answered and withdrawn questions are not open, and nothing outside help channels counts. A
    `UserFacingError` where the wanted channel is none of them.
    """
    who = await standing(unit)
    here = {c.ref: c for c in await unit.facts.channels() if c.public and not c.archived}
    channels = [ref for ref in who.help_channels if ref in here]
    if wanted.channel is not None:
        channels = [_one(wanted.channel, channels, here)]
    start, end = Micros(max(now - wanted.days * DAY, 0)), Micros(max(now - wanted.older_than, 0))
    if not channels:
        return OpenQuestions((), 0, 0, wanted.days, who.channels_chosen)
    found, count = await unit.credits.waiting(start, end, channels, wanted.most)
    _, older = await unit.credits.waiting(Micros(0), min(start, end), channels, 0)
    link = await links(unit, [question.ref for question in found], address)
    questions = tuple(
        WaitingQuestion(one.ref, here[one.ref.channel].name, one.at, link(one.ref)) for one in found
    )
    return OpenQuestions(questions, count, older, wanted.days, who.channels_chosen)


def _one(wanted: ChannelRef, channels: list[ChannelRef], here: dict[ChannelRef, Channel]) -> ChannelRef:
    if wanted in channels:
        return wanted
    if wanted not in here:
        raise UserFacingError("I only look at public channels.")
    raise UserFacingError(
        "#{name} is not a help channel, so its questions are not counted. Admins choose them: settings set "
        "help-channels.",
        name=here[wanted].name.removeprefix("#"),
    )
