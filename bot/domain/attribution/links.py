"""Outside threads: which earlier message each one responds to.

The link of a message depends on the message and on at most the 200 messages before it, never on other links.
"""

from __future__ import annotations

from bot.domain.attribution.policy import CONTEXT_MESSAGES, AttributionPolicy, People
from bot.domain.attribution.stream import Stream
from bot.domain.credits import Link
from bot.domain.facts import Message
from bot.domain.refs import MemberRef

CERTAIN = 1000
_OWN = 600
_ALONE = 500


def flat_links(stream: Stream, people: People, policy: AttributionPolicy) -> dict[str, Link]:
    """The link of every message outside threads, by message id."""
    recent = _Recent()
    links: dict[str, Link] = {}
    for place, message in enumerate(stream.flat):
        links[message.ref.id] = _link(message, place, stream, recent, policy)
        recent.add(message, place, people, policy)
    return links


class _Recent:
    """Where everybody spoke last, and the latest questions of two different people."""

    def __init__(self) -> None:
        self.last: dict[MemberRef, int] = {}
        self.questions: dict[MemberRef, int] = {}

    def add(self, message: Message, place: int, people: People, policy: AttributionPolicy) -> None:
        self.last[message.author] = place
        if message.features.question >= policy.question_floor and message.author not in people.bots:
            self.questions.pop(message.author, None)
            self.questions[message.author] = place


def _link(message: Message, place: int, stream: Stream, recent: _Recent, policy: AttributionPolicy) -> Link:
    if message.reply_to is not None and message.reply_to in stream.by_id:
        return Link(message.ref, stream.by_id[message.reply_to].ref, CERTAIN)
    if message.reply_to is not None:
        return Link(message.ref, message.ref, CERTAIN)
    oldest = place - CONTEXT_MESSAGES
    for member in message.mentions:
        last = recent.last.get(member, -1)
        if member != message.author and last >= max(oldest, 0):
            return Link(message.ref, stream.flat[last].ref, policy.sure_mentioned)
    own = recent.last.get(message.author, -1)
    if own >= max(oldest, 0) and message.at - stream.flat[own].at <= policy.own_link:
        return Link(message.ref, stream.flat[own].ref, _OWN)
    if message.features.question < policy.question_floor:
        guess = _open_question(message, oldest, stream, recent, policy)
        if guess is not None:
            return guess
    return Link(message.ref, message.ref, _ALONE)


def _open_question(
    message: Message, oldest: int, stream: Stream, recent: _Recent, policy: AttributionPolicy
) -> Link | None:
    for member, asked in reversed(recent.questions.items()):
        question = stream.flat[asked]
        if asked < oldest or message.at - question.at > policy.guess_link:
            return None
        if member != message.author:
            near = message.at - question.at <= policy.near
            return Link(message.ref, question.ref, policy.sure_guess_near if near else policy.sure_guess_far)
    return None


def thread_links(stream: Stream) -> list[Link]:
    """Inside threads the platform says it: the reply's target, else the thread's first message."""
    links = []
    for messages in stream.threads.values():
        first = messages[0]
        for message in messages:
            if message.thread is None:
                continue
            target = stream.by_id.get(message.reply_to or "", first)
            links.append(Link(message.ref, target.ref, CERTAIN))
    return links
