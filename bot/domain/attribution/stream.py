"""A stretch of one channel, put in order once: what came before what, and which thread holds what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.facts import Message
from bot.domain.times import Micros


def instant(message: Message) -> tuple[int, int, str]:
    """The order of messages: by time, then by id, a shorter id first (so that 9 comes before 10)."""
    return message.at, len(message.ref.id), message.ref.id


@dataclass(frozen=True, slots=True)
class Stream:
    """Messages of one channel by id. `flat`: those outside threads, `position` their places in it.

    `threads`: the messages of each thread in order, its root (where it is here) first.
    """

    by_id: dict[str, Message]
    flat: Sequence[Message]
    position: dict[str, int]
    threads: dict[str, list[Message]]


def anchor(message: Message, here: Stream) -> Micros:
    """When the stretch begins that a message belongs to: its thread's first message, or itself."""
    if message.thread is None:
        return message.at
    return here.threads[message.thread][0].at


def stream(messages: Iterable[Message]) -> Stream:
    """Order messages; of several states of one message the latest counts."""
    by_id: dict[str, Message] = {}
    for message in messages:
        known = by_id.get(message.ref.id)
        if known is None or known.version < message.version:
            by_id[message.ref.id] = message
    ordered = sorted(by_id.values(), key=instant)
    flat = [message for message in ordered if message.thread is None]
    threads: dict[str, list[Message]] = {}
    for message in ordered:
        if message.thread is not None:
            threads.setdefault(message.thread, []).append(message)
    for root, replies in threads.items():
        if root in by_id:
            replies.insert(0, by_id[root])
    position = {message.ref.id: place for place, message in enumerate(flat)}
    return Stream(by_id, flat, position, threads)
