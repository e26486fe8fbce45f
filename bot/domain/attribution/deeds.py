"""What others wrote in answer to a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.attribution.links import Linked
from bot.domain.attribution.policy import AttributionPolicy, People
from bot.domain.attribution.questions import Asked, FlatQuestions, in_common
from bot.domain.attribution.stream import Stream, instant
from bot.domain.credits import ReasonCode
from bot.domain.facts import Message, Sign
from bot.domain.refs import MemberRef

_WEIGHTY = Sign.CODE | Sign.LINK
_SHORT = 2
_ALL = 1000
_REMARK_REACH = 100
"""How many messages before a remark, at most, its author's question is looked for."""
_POLITE = 6
_BARE_QUESTION = 6
_LONG_QUESTION = 25
"""More words than that say something besides asking, fewer where no question mark stands."""


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
    if features.question >= policy.question_floor and words <= (
        _LONG_QUESTION if Sign.QUESTION_MARK in signs else _BARE_QUESTION
    ):
        return Kind.BACK
    if signs & _WEIGHTY:
        return Kind.ANSWER
    if words == 0 or (Sign.ME_TOO in signs and words <= _POLITE):
        return None
    if signs & (Sign.THANKS | Sign.GREETING | Sign.SMALL_TALK) and words <= _POLITE:
        return None
    return Kind.SHORT if words <= _SHORT else Kind.ANSWER


def flat_deeds(
    stream: Stream, linked: Linked, questions: FlatQuestions, people: People, policy: AttributionPolicy
) -> Iterator[Deed]:
    """Messages outside threads that respond to somebody with a question, directly or by own messages."""
    known: dict[str, Deed] = {}
    for message in stream.flat:
        kind = None if message.author in people.bots else kind_of(message, policy)
        if kind is None:
            continue
        chosen = _chosen(message, linked.likely[message.ref.id], stream, questions, policy)
        if chosen is None:
            continue
        after, part, sure = chosen
        before = known.get(after.ref.id) if after else None
        if before is not None:
            part = before.part
        asked = questions.whole[part.ref.id] if part else None
        if part is None or asked is None or message.author == part.author:
            continue
        if message.at - asked.head.at >= policy.answer_window:
            continue
        how = _how(message, part, direct=after is None)
        sure = policy.sure_replied if how is ReasonCode.REPLIED else min(sure, policy.sure_replied)
        known[message.ref.id] = Deed(message, asked, part, kind, how, sure)
        yield known[message.ref.id]


def _chosen(
    message: Message,
    likely: Sequence[tuple[Message, int]],
    stream: Stream,
    questions: FlatQuestions,
    policy: AttributionPolicy,
) -> tuple[Message | None, Message | None, int] | None:
    """What a message most likely is for: an earlier message whose answer it goes on with, or a question.

    People go on with their own answers, and chime in after those of others. Only what lies in the 200
    messages before it is weighed, so that a part of a channel gives the same.
    """
    chances: dict[MemberRef, int] = {}
    first: dict[MemberRef, Message] = {}
    remark = policy.remark_counts if message.reply_to is None else policy.replied_remark_counts
    for target, chance in likely:
        told = chance
        if target.author == message.author:
            first.setdefault(target.author, target)
        else:
            part = questions.latest(target.author, target)
            if part is None or not _in_reach(message, part, target, stream, policy):
                continue
            first.setdefault(target.author, part)
            told = chance if target.ref == part.ref else chance * remark // _ALL
        chances[target.author] = chances.get(target.author, 0) + told
    best = max(chances, key=lambda member: chances[member], default=message.author)
    if chances.get(best, 0) >= policy.least_sure:
        own = best == message.author
        return (first[best], None, chances[best]) if own else (None, first[best], chances[best])
    for target, chance in likely[:1]:
        told = chance * policy.chimes_in_counts // _ALL + chances.get(best, 0)
        if told >= policy.least_sure:
            return target, None, told
    return None


def _in_reach(
    message: Message, part: Message, target: Message, stream: Stream, policy: AttributionPolicy
) -> bool:
    if message.at - part.at >= policy.answer_window:
        return False
    near = stream.position[part.ref.id] >= stream.position.get(target.ref.id, 0) - _REMARK_REACH
    return near or message.reply_to is not None


def _how(message: Message, part: Message, *, direct: bool) -> ReasonCode:
    if message.reply_to is not None and direct:
        return ReasonCode.REPLIED
    return ReasonCode.MENTIONED if part.author in message.mentions else ReasonCode.FLAT_GUESS


def thread_deeds(
    messages: list[Message], asked: Asked, people: People, policy: AttributionPolicy
) -> Iterator[Deed]:
    """What others wrote in a thread after its question, unless it went to somebody else there."""
    authors = {message.ref.id: message.author for message in messages}
    spoke: set[MemberRef] = set()
    helped: set[str] = set()
    talk: set[str] = set()  # ids, which are quicker to look up
    last = ""
    asker, opened = asked.head.author, instant(asked.head)
    for message in messages:
        author = message.author
        spoke.add(author)
        if author == asker:
            talk.clear()
        if author == asker or author in people.bots or instant(message) <= opened:
            continue
        again = author.id in helped and _talked(author.id, talk, last)
        last = author.id
        talk.add(last)
        kind = kind_of(message, policy)
        if kind is None or _aside(message, authors, spoke, asker):
            continue
        if again and _among_helpers(message, asked.head):
            continue
        if kind is Kind.ANSWER:
            helped.add(last)
        replied = message.reply_to is not None and authors.get(message.reply_to) == asker
        how = ReasonCode.REPLIED if replied else ReasonCode.IN_THREAD
        sure = policy.sure_replied if replied else policy.sure_in_thread
        yield Deed(message, asked, asked.head, kind, how, sure)


def _talked(author: str, talk: set[str], last: str) -> bool:
    """Whether two others have spoken since the asker did, or one since the author did."""
    return len(talk) - (author in talk) > 1 or (author in talk and last != author)


def _among_helpers(message: Message, question: Message) -> bool:
    """Whether a helper goes on with other helpers, once they have spoken and the asker has not.

    So it is unless the platform or a name says otherwise, or a word in common with the question: in the
    training logs one of five such messages goes to the asker. Where the question's sketch is gone nobody can
    tell. Only what adds to an answer is asked about, so that no credit hangs on a sketch.
    """
    if message.reply_to is not None or question.author in message.mentions:
        return False
    told = question.features.sketch
    return bool(told) and not in_common(told, message.features.sketch)


def _aside(message: Message, authors: dict[str, MemberRef], spoke: set[MemberRef], asker: MemberRef) -> bool:
    """Whether a message in a thread goes to somebody other than the asker."""
    if asker in message.mentions:
        return False
    if message.reply_to is not None and authors.get(message.reply_to) not in {asker, message.author, None}:
        return True
    return any(member in spoke and member != message.author for member in message.mentions)
