"""Names and ids as they may be stored and shown, whoever gave them."""

from __future__ import annotations

import re

LONGEST_NAME = 80
_LONGEST_ID = 200
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


def tidy(name: str, longest: int = LONGEST_NAME) -> str:
    """A name on one line, without controls that turn or hide text, cut where it is too long."""
    return " ".join(_CONTROLS.sub(" ", name).split())[:longest]


def usable(identifier: object) -> bool:
    """Whether an id can be stored and shown: text of a sensible length without controls."""
    if not isinstance(identifier, str) or not 0 < len(identifier) <= _LONGEST_ID:
        return False
    return identifier.isprintable() or _CONTROLS.search(identifier) is None
