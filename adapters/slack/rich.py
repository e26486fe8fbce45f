"""Runs of text as rich text elements: the one place where what people typed becomes harmless on Slack.

A `text` element is shown as it is: no markup, no links, no mentions, whatever it holds. Nothing here makes a
`user`, `usergroup` or `broadcast` element, so nobody is pinged: a person is a link to the profile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from adapters.markup.inert import inert, web_address
from adapters.slack.limits import URL, pieces, size
from bot.domain.refs import ChannelRef, MemberRef, SpaceRef
from bot.views.card import ChannelLink, Code, Link, Mention, Span, Strong, Text, Tone

Element = dict[str, Any]
"""JSON as Slack takes it."""

SYMBOLS = {Tone.NEUTRAL: "", Tone.GOOD: "✅ ", Tone.CAUTION: "⚠️ ", Tone.BAD: "❌ ", Tone.UNKNOWN: "❔ "}
_BOLD: Mapping[str, bool] = {"bold": True}
_CODE: Mapping[str, bool] = {"code": True}
_ITALIC: Mapping[str, bool] = {"italic": True}


@dataclass(frozen=True, slots=True)
class Home:
    """The workspace that reads: `url` is its address, such as `https://example.slack.com/`."""

    space: SpaceRef
    url: str = ""

    def profile(self, member: MemberRef) -> str:
        """The address of somebody's profile; empty where they are elsewhere."""
        here = member.space == self.space and self.url and member.id.isalnum()
        return f"{self.url.rstrip('/')}/team/{member.id}" if here else ""

    def has(self, channel: ChannelRef) -> bool:
        """Whether a channel can be linked by its id."""
        return channel.space == self.space and channel.id.isalnum()


def elements(text: Text, home: Home, *, italic: bool = False) -> list[Element]:
    """The elements of one run; empty texts are left out."""
    style = _ITALIC if italic else {}
    return [element for span in text for element in _span(span, home, style)]


def strong(text: str) -> list[Element]:
    """Bold words."""
    return list(_text(inert(text), _BOLD))


def plain(text: Text) -> str:
    """The words of one run, for the plain-text fallback, not yet escaped."""
    return "".join(_plain(span) for span in text)


def escaped(text: str) -> str:
    """For Slack's fallback text: without characters that open a mention or a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def section(parts: list[Element]) -> Element:
    """One line of rich text."""
    return {"type": "rich_text_section", "elements": parts}


def shared_out(parts: list[Element], limit: int) -> Iterator[list[Element]]:
    """The elements of a line in lines of at most `limit`, parted between words."""
    line: list[Element] = []
    used = 0
    for part in parts:
        text = part.get("text")
        if text is None:
            line.append(part)
            used += weight(part)
            continue
        for number, piece in enumerate(pieces(text, limit, max(limit - used, 0))):
            if number:
                yield line
                line, used = [], 0
            if piece:
                line.append(part | {"text": piece})
                used += size(piece)
    if line:
        yield line


def weight(part: Element) -> int:
    """How much of a block an element takes."""
    return size(part.get("text", "")) or 20


def _span(span: Span, home: Home, style: Mapping[str, bool]) -> Iterator[Element]:
    match span:
        case str():
            yield from _text(inert(span, lines=True), style)
        case Strong():
            yield from _text(inert(span.text), {**style, **_BOLD})
        case Code():
            yield from _text(inert(span.text), _CODE)
        case Mention():
            yield from _link(inert(span.name), home.profile(span.member), {**style, **_BOLD})
        case ChannelLink():
            if home.has(span.channel):
                yield {"type": "channel", "channel_id": span.channel.id}
            else:
                yield from _text(_channel(span), style)
        case Link():
            yield from _link(inert(span.text), web_address(span.url), style)
        case _:
            assert_never(span)


def _text(text: str, style: Mapping[str, bool]) -> Iterator[Element]:
    if text:
        yield {"type": "text", "text": text} | ({"style": dict(style)} if style else {})


def _link(text: str, url: str, style: Mapping[str, bool]) -> Iterator[Element]:
    if not url or size(url) > URL or not text.strip():
        yield from _text(text, style)
        return
    yield {"type": "link", "url": url, "text": text} | ({"style": dict(style)} if style else {})


def _plain(span: Span) -> str:
    match span:
        case str():
            return inert(span, lines=True)
        case Strong() | Code() | Link():
            return inert(span.text)
        case Mention():
            return inert(span.name)
        case ChannelLink():
            return _channel(span)
        case _:
            assert_never(span)


def _channel(link: ChannelLink) -> str:
    return "#" + inert(link.name).removeprefix("#")
