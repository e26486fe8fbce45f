"""Which messages open a question, and which only carry on with one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.attribution.policy import CONTEXT_MESSAGES, AttributionPolicy, People
from bot.domain.attribution.stream import Stream, instant
from bot.domain.credits import Link
from bot.domain.facts import Message, Sign
from bot.domain.refs import MemberRef
from bot.domain.times import HOUR

_CONFIRMS = Sign.THANKS | Sign.WORKED
_BACK_WITHIN = HOUR


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with everything its asker added to it, in order; `parts[0]` opened it.

    `back`: it was put to somebody who asks, so it is part of that conversation and gives no credit.
    """

    parts: list[Message] = field(default_factory=list)
    back: bool = False

    @property
    def head(self) -> Message:
        """The message that opened it."""
        return self.parts[0]


def _opened(asked: Asked) -> tuple[int, int, str]:
    return instant(asked.parts[0])


@dataclass(frozen=True, slots=True)
class FlatQuestions:
    """Questions outside threads: by asker, their single messages by asker, and whose part a message is.

    `moments` are when the single messages came, to look them up by.
    """

    by_asker: dict[MemberRef, list[Asked]] = field(default_factory=dict)
    parts: dict[MemberRef, list[Message]] = field(default_factory=dict)
    whole: dict[str, Asked] = field(default_factory=dict)
    moments: dict[MemberRef, list[tuple[int, int, str]]] = field(default_factory=dict)

    def add(self, message: Message, asked: Asked) -> None:
        """Take in a message that asks, later than those before it."""
        self.parts.setdefault(message.author, []).append(message)
        self.moments.setdefault(message.author, []).append(instant(message))
        self.whole[message.ref.id] = asked

    def latest(self, asker: MemberRef, until: Message) -> Message | None:
        """The asker's last asking message no later than `until`."""
        moments = self.moments.get(asker)
        place = bisect_right(moments, instant(until)) if moments else 0
        return self.parts[asker][place - 1] if place else None

    def next_after(self, head: Message) -> tuple[int, int, str] | None:
        """When the asker opens the next question of their own."""
        own = self.by_asker.get(head.author, [])
        place = bisect_right(own, instant(head), key=_opened)
        return next((_opened(asked) for asked in own[place:] if not asked.back), None)


def asks(message: Message, people: People, policy: AttributionPolicy) -> bool:
    """Whether a message reads as a question by a person, small talk aside."""
    features = message.features
    return (
        features.question >= policy.question_floor
        and Sign.SMALL_TALK not in features.signs
        and message.author not in people.bots
    )


def flat_questions(
    stream: Stream, links: Mapping[str, Link], people: People, policy: AttributionPolicy
) -> FlatQuestions:
    """The questions outside threads, everything in order of time."""
    found = FlatQuestions()
    last: dict[MemberRef, int] = {}
    for place, message in enumerate(stream.flat):
        if not asks(message, people, policy):
            continue
        before = last.get(message.author, -1)
        last[message.author] = place
        earlier = stream.flat[before] if before >= max(place - CONTEXT_MESSAGES, 0) else None
        if earlier and (message.at - earlier.at <= policy.follow_up or repeats(earlier, message)):
            asked = found.whole[earlier.ref.id]
            if message.at - asked.head.at < policy.answer_window:
                asked.parts.append(message)
        else:
            asked = Asked([message], _asks_back(message, place, stream, links, last))
            found.by_asker.setdefault(message.author, []).append(asked)
        found.add(message, asked)
    return found


def _asks_back(
    message: Message, place: int, stream: Stream, links: Mapping[str, Link], last: dict[MemberRef, int]
) -> bool:
    """Whether a question goes to somebody who has just asked something: it is part of their conversation."""
    target = stream.by_id[links[message.ref.id].to.id]
    if target.author == message.author:
        return False
    asked = last.get(target.author, -1)
    return asked >= max(place - CONTEXT_MESSAGES, 0) and message.at - stream.flat[asked].at <= _BACK_WITHIN


def repeats(earlier: Message, later: Message) -> bool:
    """Whether two questions share most of their content words."""
    one, other = (_hashes(message.features.sketch) for message in (earlier, later))
    return min(len(one), len(other)) >= 3 and 5 * len(one & other) >= 3 * min(len(one), len(other))


def in_common(one: bytes, other: bytes) -> bool:
    """Whether two sketches share a content word."""
    return not _hashes(one).isdisjoint(_hashes(other))


def _hashes(sketch: bytes) -> set[bytes]:
    return {sketch[i : i + 4] for i in range(0, len(sketch), 4)}


def thread_question(messages: list[Message], people: People, policy: AttributionPolicy) -> Asked | None:
    """The question of a thread: its root, or else the first message that asks.

    A root that nobody would call a question is one when its author thanks somebody further down.
    """
    asked: Asked | None = None
    answered = False
    for message in messages:
        if asked is None and asks(message, people, policy):
            asked = Asked([message])
        elif asked is not None and message.author == asked.head.author and asks(message, people, policy):
            asked.parts.append(message)
    root = messages[0]
    if root.thread is not None or root.author in people.bots or (asked and asked.head is root):
        return asked
    for message in messages[1:]:
        if message.author != root.author:
            answered = True
        elif answered and message.features.signs & _CONFIRMS:
            return Asked([root])
    return asked
