"""Sentences with links and mentions in them, translated as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.views.card import Link, Span, Text
from bot.views.texts import Texts

_MARK = re.compile("\ue000(\\d+)\ue001")  # private-use characters: no translation contains them
_ADDRESS = re.compile(r"://|\w\.\w{2,}", re.ASCII)


def rich(t: Texts, message: str, /, **parts: Span) -> Text:
    """`rich(t, "{who} answered in {channel}.", who=Mention(…), channel=ChannelLink(…))`."""
    spans = list(parts.values())
    marks = {name: f"\ue000{i}\ue001" for i, name in enumerate(parts)}
    pieces = _MARK.split(t.say(message, **marks))
    found: list[Span] = [spans[int(piece)] if i % 2 else piece for i, piece in enumerate(pieces)]
    return tuple(span for span in found if span != "")


def listed(spans: Iterable[Span]) -> Text:
    """Spans with commas between them."""
    return tuple(part for span in spans for part in (", ", span))[1:]


def titled(title: str, address: str) -> Link:
    """A link under words that a person typed. Words that look like another address say where it leads."""
    host = urlsplit(address).hostname or ""
    masked = bool(host) and _ADDRESS.search(title) is not None and title.casefold() != host
    return Link(f"{title} ({host})" if masked else title, address)
