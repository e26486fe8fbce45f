"""What was made of one message, and why, put together from what was found around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.attribution.deeds import Deed, kind_of
from bot.domain.attribution.finding import Findings
from bot.domain.attribution.policy import AttributionPolicy, People
from bot.domain.credits import Credit, Link, Question
from bot.domain.facts import Correction, Message, Sign
from bot.domain.refs import MemberRef, MessageRef


class NoAnswer(StrEnum):
    """Why a message answers nothing."""

    BOT = "bot"
    CHATTER = "chatter"
    OWN_QUESTION = "own-question"
    TO_SOMEBODY_ELSE = "to-somebody-else"
    NO_QUESTION = "no-question"


@dataclass(frozen=True, slots=True)
class Explained:
    """One message. `question` is the one that it opens or adds to; `back`: it was put to somebody who asks.

    `link` leads to the message itself where it starts a conversation; `by_platform`: the platform says so.
    `deeds` are the answers it is. Without any, and where it asks nothing, `no_answer` says why.
    """

    message: Message
    asks: bool
    small_talk: bool
    link: Link | None
    by_platform: bool
    question: MessageRef | None
    back: bool
    deeds: tuple[Deed, ...]
    no_answer: NoAnswer | None
    words: tuple[Correction, ...]

    @property
    def concerns(self) -> tuple[MessageRef, ...]:
        """The questions that the message is part of."""
        answered = [deed.asked.head.ref for deed in self.deeds]
        own = () if self.question is None else (self.question,)
        marked = [word.question for word in self.words if word.question is not None]
        return tuple(dict.fromkeys((*own, *answered, *marked)))


@dataclass(frozen=True, slots=True)
class QuestionTold:
    """A question that the message concerns, and the credits that are worth showing."""

    question: Question
    credits: tuple[Credit, ...]


def explain(
    found: Findings,
    message: Message,
    corrections: Sequence[Correction],
    people: People,
    policy: AttributionPolicy,
) -> Explained:
    """What `found` says of one of its messages."""
    asked = next((one for one in found.asked if any(part.ref == message.ref for part in one.parts)), None)
    link = next((link for link in found.attribution.links if link.message == message.ref), None)
    deeds = tuple(deed for deed in found.deeds if deed.message.ref == message.ref)
    features = message.features
    return Explained(
        message=message,
        asks=features.question >= policy.question_floor,
        small_talk=Sign.SMALL_TALK in features.signs,
        link=link,
        by_platform=message.thread is not None or message.reply_to is not None,
        question=None if asked is None else asked.head.ref,
        back=asked is not None and asked.back,
        deeds=deeds,
        no_answer=None if deeds or asked is not None else _no_answer(found, message, people, policy),
        words=tuple(word for word in corrections if message.ref in (word.message, word.question)),
    )


def _no_answer(found: Findings, message: Message, people: People, policy: AttributionPolicy) -> NoAnswer:
    if message.author in people.bots:
        return NoAnswer.BOT
    here = {one.ref.id: one for one in found.attribution.questions}
    roots = {deed.asked.head.ref.id for deed in found.deeds if deed.message.thread == message.thread}
    own = [here[root] for root in (message.thread, *roots) if root is not None and root in here]
    if message.thread is not None and any(one.asker == message.author for one in own):
        return NoAnswer.OWN_QUESTION
    if kind_of(message, policy) is None:
        return NoAnswer.CHATTER
    return NoAnswer.TO_SOMEBODY_ELSE if message.thread is not None and own else NoAnswer.NO_QUESTION


def worth_showing(credit: Credit, message: Message, helpers: frozenset[MemberRef]) -> bool:
    """Whether a credit for a question says something about this message: all of them where it asks."""
    asks = credit.question == message.ref or credit.asker == message.author
    return asks or credit.helper == message.author or credit.answer == message.ref or credit.helper in helpers
