"""Thousands of messages as values, each person, channel and set of features once: less time, less memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.domain.facts import Features, Message, Sign
from bot.domain.refs import ChannelRef, MemberRef, MessageRef
from storage.rows import AnyFound, members_in
from storage.spaces import Spaces


def message_values(rows: Iterable[AnyFound], spaces: Spaces) -> list[Message]:
    """Whole rows of `message` as values."""
    members: dict[tuple[int, str], MemberRef] = {}
    channels: dict[tuple[int, str], ChannelRef] = {}
    judged: dict[tuple[Any, ...], Features] = {}
    made: list[Message] = []
    for row in rows:
        cells: tuple[Any, ...] = tuple(row)
        _, space, channel, id_, author_space, author, at, edited_at, thread, reply_to, mentions = cells[:11]
        place = channels.get((space, channel))
        if place is None:
            place = channels[space, channel] = ChannelRef(spaces[space], channel)
        who = members.get((author_space, author))
        if who is None:
            who = members[author_space, author] = MemberRef(spaces[author_space], author)
        features = judged.get(cells[11:])
        if features is None:
            question, signs, words, version, sketch, shape = cells[11:]
            features = Features(question, Sign(signs), words, sketch or b"", shape or b"", version)
            judged[cells[11:]] = features
        named = members_in(mentions, spaces) if mentions else ()
        made.append(Message(MessageRef(place, id_), who, at, features, thread, reply_to, named, edited_at))
    return made
