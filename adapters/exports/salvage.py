"""What can be read of an array that is broken: rows before the place, and after it those like the first one.

A file is cut off while it is fetched or when a disk is full, and its whole messages are worth having.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import msgspec

_STRING = r'"(?:[^"\\]|\\.)*"'
_PLAIN = r"(?:" + _STRING + r'|[^\s",{}\[\]]+)'
_TWO_KEYS = re.compile(r"\{\s*(" + _STRING + r")\s*:\s*" + _PLAIN + r"\s*,\s*(" + _STRING + r")\s*:")
_BETWEEN = re.compile(r"[\s,]*")

_PLACES = 20
"""Broken places after which the rest is given up, so that hostile files cost no more than others."""
_MOST = 16 * 1024 * 1024
"""Bytes that are looked through."""

_one = json.JSONDecoder().raw_decode


def salvaged(data: bytes) -> Iterator[msgspec.Raw | None]:
    """The whole rows of `[…`, which need not decode yet; None for each place that is broken."""
    text = data[:_MOST].decode("utf-8", "surrogateescape")
    like: re.Pattern[str] | None = None
    place, broken = text.find("[") + 1, 0
    if place == 0:
        yield None
        return
    while True:
        place = _skipped(text, place)
        if text.startswith("]", place):
            return
        try:
            _, end = _one(text, place)
        except (ValueError, RecursionError):
            broken += 1
            yield None
            found = like.search(text, place + 1) if like and broken < _PLACES else None
            if found is None:
                return
            place = found.start()
            continue
        like = like or _like(text, place)
        yield msgspec.Raw(text[place:end].encode("utf-8", "surrogateescape"))
        place = end


def _skipped(text: str, place: int) -> int:
    found = _BETWEEN.match(text, place)
    return found.end() if found else place


def _like(text: str, place: int) -> re.Pattern[str] | None:
    """What begins with the same two keys as the row at a place."""
    keys = _TWO_KEYS.match(text, place)
    if keys is None:
        return None
    one, other = re.escape(keys[1]), re.escape(keys[2])
    return re.compile(rf"\{{\s*{one}\s*:\s*{_PLAIN}\s*,\s*{other}\s*:")
