"""What a community in memory lets in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.domain.facts import Fact, Message
from bot.domain.forgetting import let_in
from bot.domain.refs import MemberRef, MessageRef


def admitted(
    facts: Sequence[Fact], forgotten: Collection[MemberRef], messages: Mapping[MessageRef, Message]
) -> list[Fact]:
    """Nothing about people who were forgotten; of messages that name them, only news."""
    found = let_in(facts, forgotten.__contains__)
    old = {one for one in found.cut if one.ref in messages and messages[one.ref].version >= one.version}
    return [fact for fact in found.facts if fact not in old]
