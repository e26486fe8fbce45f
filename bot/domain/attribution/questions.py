"""Which messages open a question, and which only carry on with one."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.attribution.policy import CONTEXT_MESSAGES, AttributionPolicy, People
from bot.domain.attribution.stream import Stream
from bot.domain.credits import Link
from bot.domain.facts import Message, Sign
from bot.domain.refs import MemberRef
from bot.domain.times import HOUR

_CONFIRMS = Sign.THANKS | Sign.WORKED
_BACK_WITHIN = HOUR


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with everything its asker added to it, in order; `parts[0]` opened it."""

    parts: list[Message] = field(default_factory=list)

    @property
    def head(self) -> Message:
        """The message that opened it."""
        return self.parts[0]


def asks(message: Message, people: People, policy: AttributionPolicy) -> bool:
    """Whether a message reads as a question by a person, small talk aside."""
    features = message.features
    return (
        features.question >= policy.question_floor
        and Sign.SMALL_TALK not in features.signs
        and message.author not in people.bots
    )


def flat_questions(
    stream: Stream, links: dict[str, Link], people: People, policy: AttributionPolicy
) -> dict[MemberRef, list[Asked]]:
    """The questions outside threads by asker, each person's in order of time."""
    found: dict[MemberRef, list[Asked]] = {}
    last: dict[MemberRef, int] = {}
    belongs: dict[str, Asked | None] = {}
    for place, message in enumerate(stream.flat):
        if not asks(message, people, policy):
            continue
        before = last.get(message.author, -1)
        last[message.author] = place
        earlier = stream.flat[before] if before >= max(place - CONTEXT_MESSAGES, 0) else None
        asked: Asked | None = None
        if earlier and (message.at - earlier.at <= policy.follow_up or repeats(earlier, message)):
            asked = belongs[earlier.ref.id]
            if asked and message.at - asked.head.at < policy.answer_window:
                asked.parts.append(message)
        elif not _asks_back(message, place, stream, links, last):
            asked = Asked([message])
            found.setdefault(message.author, []).append(asked)
        belongs[message.ref.id] = asked
    return found


def _asks_back(
    message: Message, place: int, stream: Stream, links: dict[str, Link], last: dict[MemberRef, int]
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
