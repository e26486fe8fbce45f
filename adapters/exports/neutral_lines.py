"""JSON lines in blocks, plain or gzip, in constant memory whatever the length of file or line."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import IO

from adapters.exports.source import UNREADABLE, Member, Source
from adapters.exports.tally import Tally
from bot.domain.imports import Reason

BLOCK = 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024
MOST_UNPACKED = 100
_HARMLESS = 1024 * 1024
_GZIP = b"\x1f\x8b"


def unpacked(stream: IO[bytes]) -> IO[bytes] | gzip.GzipFile:
    """The stream itself, or what it unpacks to where it is gzip."""
    packed = stream.read(2) == _GZIP
    stream.seek(0)
    return gzip.GzipFile(fileobj=stream) if packed else stream


def blocks(source: Source, member: Member, tally: Tally) -> Iterator[tuple[int, bytes]]:
    """Whole lines in blocks, each with the bytes of the file that were read for it."""
    try:
        with source.open(member) as stream:
            yield from _cut(stream, member, tally)
    except UNREADABLE:
        tally.aside(Reason.DAMAGED, member.name)


def _cut(stream: IO[bytes], member: Member, tally: Tally) -> Iterator[tuple[int, bytes]]:
    lines = unpacked(stream)
    most = max(_HARMLESS, MOST_UNPACKED * member.size)
    rest, skipping, read, told = b"", False, 0, 0
    while more := lines.read(BLOCK):
        read += len(more)
        if read > most:
            tally.aside(Reason.BOMB, member.name)
            return
        end = more.rfind(b"\n") + 1
        if end == 0:
            rest = b"" if skipping else rest + more
            if len(rest) > LONGEST_LINE:
                tally.aside(Reason.TOO_LARGE, member.name)
                rest, skipping = b"", True
            continue
        start = more.find(b"\n") + 1 if skipping else 0
        here = min(stream.tell(), member.size)
        yield here - told, rest + more[start:end]
        rest, skipping, told = more[end:], False, here
    yield member.size - told, b"" if skipping else rest
