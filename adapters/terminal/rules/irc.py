"""An IRC log's lines of nobody's: what somebody does ("* ana waves") is theirs, a notice is not."""

from __future__ import annotations

import re

_ACTION = re.compile(r"(?:===|\*) ([^\s/#\[\]]{1,32}) (\S.*)", re.DOTALL)
_NOTICE = re.compile(
    r"[\[(#]"
    r"|(?:has|have) (?:joined|left|quit|parted|entered)\b"
    r"|is (?:now )?(?:known as|away|back)\b"
    r"|(?:entered|left|joined) (?:the |#)"
    r"|(?:sets?|gives?|removes?|changed|changes)\b.{0,40}\b(?:mode|topic|channel)"
    r"|(?:was|is) (?:kicked|banned)\b"
    r"|(?:joined|left|quit|parted|mode|kicked|kicks)\b",
    re.IGNORECASE,
)
_LONGEST = 4_000


def action(text: str) -> tuple[str, str] | None:
    """Who does something in a line, and what; None where it is a notice, or no line of IRC's."""
    match = _ACTION.fullmatch(text[:_LONGEST])
    if match is None or _NOTICE.match(match[2]):
        return None
    return match[1], match[2]
