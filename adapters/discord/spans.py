"""Runs of text as markdown in unbreakable pieces."""

from __future__ import annotations

import re
from typing import assert_never

from adapters.discord.escape import code, escape, link, strong, words
from bot.domain.refs import Platform
from bot.views.card import ChannelLink, Code, Link, Mention, Span, Strong, Text, Tone

SYMBOLS = {Tone.NEUTRAL: "", Tone.GOOD: "✅ ", Tone.CAUTION: "⚠️ ", Tone.BAD: "❌ ", Tone.UNKNOWN: "❔ "}

_LINES = re.compile(r"\s*\n\s*")


def pieces(text: Text) -> list[str]:
    """A run of text."""
    return [piece for span in text for piece in _span(span)]


def small(text: Text) -> list[str]:
    """A run of text as small print, one line at a time."""
    return ["-# ", *(_LINES.sub("\n-# ", piece) for piece in pieces(text))]


def _span(span: Span) -> list[str]:
    match span:
        case str():
            return [escape(word, lines=True) for word in words(span)]
        case Strong():
            return strong(span.text)
        case Code():
            return code(span.text)
        case Mention():
            return _mention(span)
        case ChannelLink():
            return _channel(span)
        case Link():
            return link(span.text, span.url)
        case _:
            assert_never(span)


def _mention(span: Mention) -> list[str]:
    """Discord shows the name behind an id; whether it pings is up to `allowed_mentions`."""
    if span.member.space.platform is Platform.DISCORD and span.member.id.isdecimal():
        return [f"<@{span.member.id}>"]
    return strong(span.name)


def _channel(span: ChannelLink) -> list[str]:
    if span.channel.space.platform is Platform.DISCORD and span.channel.id.isdecimal():
        return [f"<#{span.channel.id}>"]
    return [escape(word) for word in words("#" + span.name.removeprefix("#"))]
