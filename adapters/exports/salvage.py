"""What can be read of an array that is broken: rows before the place, and after it those like the first one.

A file is cut off while it is fetched or when a disk is full, and its whole messages are worth having.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import msgspec

from adapters.exports.likeness import beginning

_BETWEEN = re.compile(rb"[\s,]*")

_PLACES = 20
"""Broken places after which the rest is given up, so that hostile files cost no more than others."""
_MOST = 16 * 1024 * 1024
"""Bytes that are looked through."""

_one = json.JSONDecoder().raw_decode


def salvaged(data: bytes) -> Iterator[msgspec.Raw | None]:
    """The whole rows of `[…`, which need not decode yet; None for each place that is broken."""
    text = data[:_MOST].decode("latin-1")  # a character a byte, and all that JSON is built of stays
    like: re.Pattern[bytes] | None = None
    place, broken = text.find("[") + 1, 0
    if place == 0:
        yield None
        return
    while True:
        place = _skipped(data, place)
        if text.startswith("]", place):
            return
        try:
            _, end = _one(text, place)
        except (ValueError, RecursionError):
            broken += 1
            yield None
            found = like.search(data, place + 1, len(text)) if like and broken < _PLACES else None
            if found is None:
                return
            place = found.start()
            continue
        if like is None and (ahead := beginning(data, place)) is not None:
            like = re.compile(ahead)
        yield msgspec.Raw(data[place:end])
        place = end


def _skipped(data: bytes, place: int) -> int:
    found = _BETWEEN.match(data, place)
    return found.end() if found else place
