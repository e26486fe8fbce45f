"""Slack's markup: whom a text addresses, and the words that a person wrote."""

from __future__ import annotations

import html
import re

_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>")
_MARKUP = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_UPLOAD = re.compile(
    r"^<@[^<>]*> (?:uploaded|shared) a file:? <[^<>]*>(?: and (?:commented|added this comment):)?"
)


def mentioned(text: str) -> list[str]:
    """The ids of the accounts that a text addresses, in order, each once."""
    return list(dict.fromkeys(_MENTION.findall(text))) if "<@" in text else []


def words(text: str) -> str:
    """The text without mentions and channel links, with links as label and address, entities decoded."""
    if "<" in text:
        text = _MARKUP.sub(_plain, _UPLOAD.sub(" ", text))
    return html.unescape(text) if "&" in text else text


def _plain(markup: re.Match[str]) -> str:
    target, label = markup[1], markup[2]
    if target.startswith(("@", "#", "!")):
        return " "
    if not label or label in target:
        return target
    return f"{label} {target}"
