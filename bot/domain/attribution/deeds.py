"""What others wrote in answer to a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.attribution.policy import AttributionPolicy, People
from bot.domain.attribution.questions import Asked
from bot.domain.attribution.stream import Stream, instant
from bot.domain.credits import Link, ReasonCode
from bot.domain.facts import Message, Sign
from bot.domain.refs import MemberRef

_WEIGHTY = Sign.CODE | Sign.LINK
_SHORT = 2
_POLITE = 6


class Kind(StrEnum):
    """ANSWER tells something, SHORT is a word or two, BACK asks the asker."""

    ANSWER = "answer"
    SHORT = "short"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Deed:
    """One message for a question.

    `part` is the asker's message it answers, `how` what shows it, `sure` how surely (thousandths).
    """

    message: Message
    asked: Asked
    part: Message
    kind: Kind
    how: ReasonCode
    sure: int


def kind_of(message: Message, policy: AttributionPolicy) -> Kind | None:
    """What kind of help a message can be; None: thanks, "same here", a greeting, nothing but a smiley."""
    features = message.features
    signs, words = features.signs, features.words
    if features.question >= policy.question_floor:
        return Kind.BACK
    if signs & _WEIGHTY:
        return Kind.ANSWER
    if words == 0 or Sign.ME_TOO in signs or Sign.WITHDRAWN in signs:
        return None
    if signs & (Sign.THANKS | Sign.GREETING | Sign.SMALL_TALK) and words <= _POLITE:
        return None
    return Kind.SHORT if words <= _SHORT else Kind.ANSWER


def flat_deeds(
    stream: Stream,
    links: dict[str, Link],
    questions: dict[MemberRef, list[Asked]],
    people: People,
    policy: AttributionPolicy,
) -> Iterator[Deed]:
    """Messages outside threads whose link leads to somebody with a question, directly or by own messages."""
    known: dict[str, Deed] = {}
    for message in stream.flat:
        link = links[message.ref.id]
        if message.author in people.bots or link.to == message.ref:
            continue
        target = stream.by_id[link.to.id]
        deed: Deed | None
        if target.author == message.author:
            before = known.get(target.ref.id)
            deed = before and _continued(before, message, link, policy)
        else:
            deed = _direct(message, target, link, questions, policy)
        if deed is not None:
            known[message.ref.id] = deed
            yield deed


def _continued(before: Deed, message: Message, link: Link, policy: AttributionPolicy) -> Deed | None:
    kind = kind_of(message, policy)
    if kind is None or message.at - before.asked.head.at >= policy.answer_window:
        return None
    return Deed(message, before.asked, before.part, kind, before.how, min(before.sure, link.confidence))


def _direct(
    message: Message,
    target: Message,
    link: Link,
    questions: dict[MemberRef, list[Asked]],
    policy: AttributionPolicy,
) -> Deed | None:
    kind = kind_of(message, policy)
    asked = latest(questions.get(target.author, ()), target)
    if kind is None or asked is None or message.at - asked.head.at >= policy.answer_window:
        return None
    if message.reply_to is not None:
        how, sure = ReasonCode.REPLIED, policy.sure_replied
    elif target.author in message.mentions:
        how, sure = ReasonCode.MENTIONED, policy.sure_mentioned
    else:
        how, sure = ReasonCode.FLAT_GUESS, link.confidence
    return Deed(message, asked, part_before(asked, target), kind, how, sure)


def latest(questions: list[Asked] | tuple[()], until: Message) -> Asked | None:
    """The last question opened no later than `until`."""
    for asked in reversed(questions):
        if instant(asked.head) <= instant(until):
            return asked
    return None


def part_before(asked: Asked, until: Message) -> Message:
    """The asker's last question message no later than `until`."""
    for part in reversed(asked.parts):
        if instant(part) <= instant(until):
            return part
    return asked.head


def thread_deeds(
    messages: list[Message], asked: Asked, people: People, policy: AttributionPolicy
) -> Iterator[Deed]:
    """What others wrote in a thread after its question, unless it went to somebody else there."""
    authors = {message.ref.id: message.author for message in messages}
    spoke: set[MemberRef] = set()
    asker, opened = asked.head.author, instant(asked.head)
    for message in messages:
        author = message.author
        spoke.add(author)
        if author == asker or author in people.bots or instant(message) <= opened:
            continue
        kind = kind_of(message, policy)
        if kind is None or _aside(message, authors, spoke, asker):
            continue
        replied = message.reply_to is not None and authors.get(message.reply_to) == asker
        how = ReasonCode.REPLIED if replied else ReasonCode.IN_THREAD
        sure = policy.sure_replied if replied else policy.sure_in_thread
        yield Deed(message, asked, part_before(asked, message), kind, how, sure)


def _aside(message: Message, authors: dict[str, MemberRef], spoke: set[MemberRef], asker: MemberRef) -> bool:
    """Whether a message in a thread goes to somebody other than the asker."""
    if asker in message.mentions:
        return False
    if message.reply_to is not None and authors.get(message.reply_to) not in {asker, message.author, None}:
        return True
    return any(member in spoke and member != message.author for member in message.mentions)
