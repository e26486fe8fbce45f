"""Text in HTML: the only way in is through `escaped`."""

from __future__ import annotations

import html
import unicodedata
from typing import assert_never
from urllib.parse import urlsplit

from bot.views.card import ChannelLink, Code, Link, Mention, Span, Strong, Text


def escaped(text: str) -> str:
    """Text for an element or a quoted attribute; control and direction signs become spaces."""
    return html.escape("".join(" " if unicodedata.category(c) in {"Cc", "Cf"} else c for c in text))


def spans(text: Text) -> str:
    """A run of text."""
    return "".join(map(_span, text))


def _span(span: Span) -> str:
    match span:
        case str():
            return escaped(span)
        case Strong():
            return f"<strong>{escaped(span.text)}</strong>"
        case Code():
            return f"<code>{escaped(span.text)}</code>"
        case Mention():
            return f"<strong>{escaped(span.name)}</strong>"
        case ChannelLink():
            return f"#{escaped(span.name.removeprefix('#'))}"
        case Link():
            return _link(span)
        case _:
            assert_never(span)


def _link(link: Link) -> str:
    if not _is_web(link.url):
        return escaped(link.text)
    return f'<a href="{escaped(link.url)}" rel="noreferrer">{escaped(link.text)}</a>'


def _is_web(address: str) -> bool:
    try:
        return urlsplit(address).scheme in ("http", "https")
    except ValueError:
        return False
