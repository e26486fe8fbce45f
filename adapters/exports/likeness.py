"""How an object of an array begins that is like its first one: with the same two keys."""

from __future__ import annotations

import re

_STRING = rb'"(?:[^"\\]|\\.)*"'
_PLAIN = rb"(?:" + _STRING + rb'|[^\s",{}\[\]]+)'
_TWO_KEYS = re.compile(rb"\s*\{\s*(" + _STRING + rb")\s*:\s*" + _PLAIN + rb"\s*,\s*(" + _STRING + rb")\s*:")


def beginning(data: bytes, place: int = 0) -> bytes | None:
    """A pattern of what begins like the object at a place; None where that has no two keys to go by."""
    keys = _TWO_KEYS.match(data, place)
    if keys is None:
        return None
    one, other = re.escape(keys[1]), re.escape(keys[2])
    return rb"\{\s*" + one + rb"\s*:\s*" + _PLAIN + rb"\s*,\s*" + other + rb"\s*:"
