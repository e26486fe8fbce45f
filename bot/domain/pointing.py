"""How people point at a message: by its id, or by the link that a platform gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.errors import UserFacingError

_SLACK = re.compile(r"https://[^/\s]{1,200}/archives/([A-Z0-9]{1,30})/p([0-9]{7,16})(?:\?\S{0,300})?")
_DISCORD = re.compile(
    r"https://(?:(?:ptb|canary)\.)?discord(?:app)?\.com/channels/[0-9]{1,20}/[0-9]{1,20}/([0-9]{1,20})/?"
)
_PACKED = re.compile(r"p([0-9]{10})([0-9]{6})")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Pointed:
    """A message's id, and its channel's where that was said too."""

    id: str
    channel: str = ""


def pointed(text: str) -> Pointed:
    """What a text points at: a link of Slack or Discord, `p1700000000000100`, `slack:T1:C1:1.2`, or an id.

    A Discord link names the thread and not its channel, so only the message's id, which is unique, is taken.
    A `UserFacingError` where it can be none of these.
    """
    text = text.strip().removeprefix("<").removesuffix(">")
    if match := _SLACK.fullmatch(text):
        return Pointed(_dotted(match[2]), match[1])
    if match := _DISCORD.fullmatch(text):
        return Pointed(match[1])
    if match := _PACKED.fullmatch(text):
        return Pointed(f"{match[1]}.{match[2]}")
    parts = text.split(":", 3)
    if len(parts) == 4 and parts[0] in ("slack", "discord", "file") and len(text) <= _LONGEST:
        return Pointed(parts[3], parts[2])
    if not text or len(text) > _LONGEST or "://" in text or any(map(str.isspace, text)):
        raise UserFacingError(
            "“{text}” is no message. Give its link: “Copy link” in the message's menu on Slack, “Copy "
            "Message Link” on Discord.",
            text=text[:60],
        )
    return Pointed(text)


def _dotted(digits: str) -> str:
    return f"{digits[:-6]}.{digits[-6:]}"
