"""Whether staff had called the helper before the answer came."""

from __future__ import annotations

from bot.domain.attribution.evidence import Help
from bot.domain.attribution.policy import People
from bot.domain.attribution.questions import Asked
from bot.domain.attribution.stream import Stream, instant
from bot.domain.facts import Message


def prompted(asked: Asked, help_: Help, here: Stream, people: People) -> bool:
    """Whether a staff message addressed the helper between the question and the first deed."""
    if not people.staff:
        return False
    head = asked.head
    start, end = instant(head), instant(help_.deeds[0].message)
    around: list[Message] = list(here.threads.get(head.thread or head.ref.id, ()))
    if head.thread is None:
        around += here.flat[here.position[head.ref.id] : _place_after(help_, here)]
    return any(
        message.author in people.staff and start < instant(message) < end and _addresses(message, help_, here)
        for message in around
    )


def _place_after(help_: Help, here: Stream) -> int:
    first = help_.deeds[0].message
    return here.position.get(first.ref.id, 0)


def _addresses(message: Message, help_: Help, here: Stream) -> bool:
    if help_.helper in message.mentions:
        return True
    replied = here.by_id.get(message.reply_to) if message.reply_to else None
    return replied is not None and replied.author == help_.helper
