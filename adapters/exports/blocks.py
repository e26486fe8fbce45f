"""JSON arrays of objects, of any size, in blocks of constant size.

DiscordChatExporter indents its JSON by two, so a line `    },` always ends a message: its files are cut
there. In any other array a place is guessed where one object seems to end and a like one to begin; the guess
is right if and only if what lies before it is a whole array, so that is what decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import msgspec

from adapters.exports.decoding import UNDECODABLE
from adapters.exports.likeness import beginning
from adapters.exports.source import LARGEST_WHOLE, UNREADABLE

BLOCK = 2 * 1024 * 1024

_TRIES = 8
"""Places of each sort that are tried in a block."""

_BROKEN = 4
"""Blocks without a sure place after which something in them is taken to be broken: a likely place will do."""

_INDENTED = re.compile(rb"\r?\n    \{")
_END_OF_ONE = b"\n    },"

_ANY = re.compile(rb"\}\s*,\s*(?=\{)")

_raws = msgspec.json.Decoder(list[msgspec.Raw])


class TooLargeError(Exception):
    """So large an array, and no place to cut it."""


@dataclass(frozen=True, slots=True)
class Block:
    """Objects with the commas between them; `read` bytes were read for them.

    The `last` one ends as the stream does, with the array's end and whatever follows.
    """

    read: int
    rows: bytes
    last: bool


def blocks(stream: IO[bytes], opening: re.Pattern[bytes]) -> Iterator[Block]:
    """The array behind what `opening` matches.

    Raises `TooLargeError`; what reading raises comes after a last block of what was read.
    """
    rest = stream.read(BLOCK)
    read = len(rest)
    start = opening.search(rest)
    rest = rest[start.end() if start else 0 :]
    indented, like = _INDENTED.match(rest) is not None, _like(rest)
    enough = 0
    while True:
        try:
            more = stream.read(BLOCK)
        except UNREADABLE:
            yield Block(read, rest, last=True)
            raise
        if not more:
            break
        rest += more
        read += len(more)
        if len(rest) < enough:
            continue
        found = _line(rest) if indented else _between(rest, like)
        if found is None and len(rest) >= _BROKEN * BLOCK:
            found = _last(rest, like)
        if found is not None:
            yield Block(read, rest[: found[0]], last=False)
            rest, read, enough = rest[found[1] :], 0, 0
        elif len(rest) > LARGEST_WHOLE:
            raise TooLargeError
        else:
            enough = min(2 * len(rest), LARGEST_WHOLE + 1)  # looking at every block would take ever longer
    yield Block(read, rest, last=True)


def _line(rest: bytes) -> tuple[int, int] | None:
    """Where the last whole object ends, and where what follows it begins."""
    cut = rest.rfind(_END_OF_ONE)
    return (cut + len(_END_OF_ONE) - 1, cut + len(_END_OF_ONE)) if cut >= 0 else None


def _between(rest: bytes, like: re.Pattern[bytes]) -> tuple[int, int] | None:
    """The same for an array that is laid out in any way."""
    for pattern in (like, _ANY):
        places = [(match.start() + 1, match.end()) for match in pattern.finditer(rest, len(rest) // 2)]
        for place in reversed(places[-_TRIES:]):
            try:
                _raws.decode(b"[%b]" % rest[: place[0]])
            except UNDECODABLE:
                continue
            return place
    return None


def _last(rest: bytes, like: re.Pattern[bytes]) -> tuple[int, int] | None:
    """The last place that looks like one, in an array that is broken somewhere before."""
    if like is _ANY:
        return None
    places = [(match.start() + 1, match.end()) for match in like.finditer(rest, len(rest) // 2)]
    return places[-1] if places else None


def _like(rest: bytes) -> re.Pattern[bytes]:
    """What separates objects that begin like the first one."""
    ahead = beginning(rest)
    return _ANY if ahead is None else re.compile(rb"\}\s*,\s*(?=" + ahead + rb")")
