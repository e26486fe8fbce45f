"""Outside threads: which earlier message each one responds to.

The link of a message depends on the message and on at most the 200 messages before it: what the model takes
for their conversations is worked out from these alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.attribution.policy import AttributionPolicy
from bot.domain.attribution.stream import Stream
from bot.domain.credits import Link
from bot.domain.facts import Message

CERTAIN = 1000


@dataclass(frozen=True, slots=True)
class Linked:
    """`links` by message id; `likely`: what a message may respond to, each with its chance in thousandths.

    The likeliest come first; what the platform itself said is certain.
    """

    links: Mapping[str, Link]
    likely: Mapping[str, Sequence[tuple[Message, int]]]


@dataclass(frozen=True, slots=True)
class Guess:
    """What a message responds to, itself where it starts a conversation; `sure` and `likely` as above."""

    to: Message
    sure: int
    likely: Sequence[tuple[Message, int]]


def flat_links(stream: Stream, policy: AttributionPolicy) -> Linked:
    """The links of every message outside threads."""
    if not stream.flat:
        return Linked({}, {})
    links: dict[str, Link] = {}
    likely: dict[str, Sequence[tuple[Message, int]]] = {}
    sure = [_says_itself(message, stream, policy) for message in stream.flat]
    guesses = _guesses(stream, sure, policy)
    for message, itself in zip(stream.flat, sure, strict=True):
        ref = message.ref
        if not itself:
            guess = next(guesses)
            links[ref.id] = Link(ref, guess.to.ref, guess.sure)
            likely[ref.id] = guess.likely
            continue
        target = stream.by_id.get(message.reply_to) if message.reply_to is not None else None
        links[ref.id] = Link(ref, target.ref if target else ref, CERTAIN)
        likely[ref.id] = [(target, CERTAIN)] if target else []
    return Linked(links, likely)


def _says_itself(message: Message, stream: Stream, policy: AttributionPolicy) -> bool:
    """Whether the platform says it: a reply, or a question with a thread of its own, which begins anew."""
    if message.reply_to is not None:
        return True
    asks = message.features.question >= policy.question_floor
    return asks and not message.mentions and message.ref.id in stream.threads


def _said(message: Message, stream: Stream) -> int:
    """The row of the message that the platform links this one to, its own where that lies elsewhere."""
    target = message.ref.id if message.reply_to is None else message.reply_to
    return stream.position.get(target, stream.position[message.ref.id])


def _guesses(stream: Stream, sure: Sequence[bool], policy: AttributionPolicy) -> Iterator[Guess]:
    """What the model makes of each message of which the platform says nothing, in order.

    The model comes in here and no sooner: communities that live in threads never load numpy for it.
    """
    flat = stream.flat
    if all(sure):
        return
    import numpy as np  # noqa: PLC0415 - numpy is loaded where it is needed

    from bot.domain.attribution.columns import columns  # noqa: PLC0415 - likewise
    from bot.domain.attribution.link_model import read  # noqa: PLC0415 - likewise

    said = [_said(message, stream) if itself else -1 for message, itself in zip(flat, sure, strict=True)]
    for seen in read(columns(flat), np.array(said)):
        likely: list[list[tuple[Message, int]]] = [[] for _ in seen.to]
        rows, places = (seen.chances[:, 1:] >= policy.least_chance).nonzero()
        targets, chances = seen.rows[rows] - seen.steps[rows, places], seen.chances[rows, places + 1]
        for row, target, chance in zip(rows.tolist(), targets.tolist(), chances.tolist(), strict=True):
            likely[row].append((flat[target], chance))
        for to, chance, own in zip(seen.to.tolist(), seen.sure.tolist(), likely, strict=True):
            own.sort(key=lambda guess: -guess[1])
            yield Guess(flat[to], chance, own)


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
