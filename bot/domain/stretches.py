"""Parts of a channel: what changed, what is read to derive it again, and how busy it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.facts import Correction, Message, Reaction, ThreadState
from bot.domain.refs import ChannelRef, MessageRef
from bot.domain.times import Micros


@dataclass(frozen=True, slots=True)
class Stretch:
    """Facts of a channel changed with times in `start <= t < end`: what derives from them must be redone.

    A fact in a thread (message, reaction, mark, correction) counts at its root's time, or at the time of the
    thread's earliest message where the root is missing. `as_of` is the store's number of the latest change
    seen; settling forgets nothing that changed after it.
    """

    channel: ChannelRef
    start: Micros
    end: Micros
    as_of: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ChannelSlice:
    """A part of a channel, ready for attribution, in order of time and id.

    Holds every message with `start <= at < end` outside threads, up to `before` such messages ahead of it and
    those less than `after` µs behind it as context; and whole threads whose root (or, where the root is
    missing, earliest message) lies in any of these.
    """

    messages: tuple[Message, ...]
    reactions: Mapping[MessageRef, tuple[Reaction, ...]]
    threads: Mapping[MessageRef, ThreadState]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class ChannelActivity:
    """Messages of a channel, and how many of them were judged to ask for help (threads' replies left out)."""

    channel: ChannelRef
    messages: int
    questions: int
