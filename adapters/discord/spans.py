"""Runs of text as markdown in unbreakable pieces."""

from __future__ import annotations

import re
from typing import assert_never

from adapters.discord.escape import code, escape, link, strong, words
from adapters.discord.speech import PLAIN, Speech
from bot.domain.refs import Platform
from bot.views.card import ChannelLink, Code, Link, Mention, Span, Strong, Text, Tone

SYMBOLS = {Tone.NEUTRAL: "", Tone.GOOD: "✅ ", Tone.CAUTION: "⚠️ ", Tone.BAD: "❌ ", Tone.UNKNOWN: "❔ "}

_LINES = re.compile(r"\s*\n\s*")


def pieces(text: Text, speech: Speech = PLAIN) -> list[str]:
    """A run of text."""
    return [piece for span in text for piece in _span(span, speech)]


def small(text: Text, speech: Speech = PLAIN) -> list[str]:
    """A run of text as small print, one line at a time."""
    return ["-# ", *(_LINES.sub("\n-# ", piece) for piece in pieces(text, speech))]


def label(text: str, speech: Speech) -> list[str]:
    """Bold; a command to click where the text is one."""
    mention, rest = speech.mention(text)
    return [f"**{mention}**", *strong(f" {rest}" if rest else "")] if mention else strong(rest)


def _span(span: Span, speech: Speech) -> list[str]:
    match span:
        case str():
            return [escape(word, lines=True) for word in words(speech.prose(span))]
        case Strong():
            return strong(span.text)
        case Code():
            return _code(span.text, speech)
        case Mention():
            return _mention(span)
        case ChannelLink():
            return _channel(span)
        case Link():
            return link(span.text, span.url)
        case _:
            assert_never(span)


def _code(text: str, speech: Speech) -> list[str]:
    """Something to copy; a command to click, with what to fill in beside it."""
    mention, rest = speech.mention(text)
    return [mention, *([" "] if rest else []), *code(rest)] if mention else code(rest)


def _mention(span: Mention) -> list[str]:
    """Discord shows the name behind an id; whether it pings is up to `allowed_mentions`."""
    if span.member.space.platform is Platform.DISCORD and span.member.id.isdecimal():
        return [f"<@{span.member.id}>"]
    return strong(span.name)


def _channel(span: ChannelLink) -> list[str]:
    if span.channel.space.platform is Platform.DISCORD and span.channel.id.isdecimal():
        return [f"<#{span.channel.id}>"]
    return [escape(word) for word in words("#" + span.name.removeprefix("#"))]
