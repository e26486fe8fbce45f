"""Who answered whom in a stretch of one channel, with reasons: pure, and the same for any order of arrival.

What is found for a question depends only on the 200 messages before it outside threads, on those that
follow within the answer window, and on its thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.attribution.deeds import Kind
from bot.domain.attribution.finding import Findings, find, find_each
from bot.domain.attribution.policy import CONTEXT_MESSAGES, AttributionPolicy, People
from bot.domain.credits import Attribution
from bot.domain.facts import Correction, Message, Reaction, ThreadState
from bot.domain.refs import MessageRef

__all__ = [
    "CONTEXT_MESSAGES",
    "AttributionPolicy",
    "Findings",
    "Kind",
    "People",
    "attribute",
    "find",
    "find_each",
]


def attribute(
    messages: Sequence[Message],
    reactions: Mapping[MessageRef, Sequence[Reaction]],
    threads: Mapping[MessageRef, ThreadState],
    corrections: Sequence[Correction],
    people: People,
    policy: AttributionPolicy,
) -> Attribution:
    """Questions, credits and links of a stretch of one channel, ordered by time and id."""
    return find(messages, reactions, threads, corrections, people, policy).attribution
