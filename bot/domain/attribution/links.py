"""Outside threads: which earlier message each one responds to.

The link of a message depends on the message and on at most the 200 messages before it, never on other links.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def flat_links(stream: Stream, policy: AttributionPolicy) -> Linked:
    """The links of every message outside threads."""
    if not stream.flat:
        return Linked({}, {})
    links: dict[str, Link] = {}
    likely: dict[str, Sequence[tuple[Message, int]]] = {}
    sure = [_says_itself(message, stream, policy) for message in stream.flat]
    for message, itself, (alone, guesses) in zip(
        stream.flat, sure, _guesses(stream, sure, policy), strict=True
    ):
        ref = message.ref
        if itself and message.reply_to is None:
            links[ref.id] = Link(ref, ref, CERTAIN)
            likely[ref.id] = []
        elif message.reply_to is not None:
            target = stream.by_id.get(message.reply_to)
            links[ref.id] = Link(ref, target.ref if target else ref, CERTAIN)
            likely[ref.id] = [(target, CERTAIN)] if target else []
        elif guesses and guesses[0][1] > alone:
            links[ref.id] = Link(ref, guesses[0][0].ref, guesses[0][1])
            likely[ref.id] = guesses
        else:
            links[ref.id] = Link(ref, ref, alone)
            likely[ref.id] = guesses
    return Linked(links, likely)


def _says_itself(message: Message, stream: Stream, policy: AttributionPolicy) -> bool:
    """Whether the platform says it: a reply, or a question with a thread of its own, which begins anew."""
    if message.reply_to is not None:
        return True
    asks = message.features.question >= policy.question_floor
    return asks and not message.mentions and message.ref.id in stream.threads


def _guesses(
    stream: Stream, sure: Sequence[bool], policy: AttributionPolicy
) -> list[tuple[int, list[tuple[Message, int]]]]:
    """For each message: the chance that it starts a conversation, and its likely targets.

    The model comes in here and no sooner: communities that live in threads never load numpy for it.
    """
    if all(sure):
        return [(CERTAIN, []) for _ in sure]
    from bot.domain.attribution.columns import columns  # noqa: PLC0415 - numpy is loaded where it is needed
    from bot.domain.attribution.link_model import likelihoods, scores  # noqa: PLC0415 - likewise

    flat = stream.flat
    found: list[tuple[int, list[tuple[Message, int]]]] = []
    for first, score in scores(columns(flat)):
        chances = likelihoods(score)
        alone = chances[:, 0].tolist()
        chances[:, 0] = 0
        guesses: list[list[tuple[Message, int]]] = [[] for _ in alone]
        rows, places = (chances >= policy.least_chance).nonzero()
        for row, place, chance in zip(
            rows.tolist(), places.tolist(), chances[rows, places].tolist(), strict=True
        ):
            guesses[row].append((flat[first + row - place], chance))
        for own in guesses:
            own.sort(key=lambda guess: -guess[1])
        found += zip(alone, guesses, strict=True)
    return found


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
