"""Whom a text names besides those whom the platform marks: people who wrote in the same channel.

Names are gathered from all files of an import before the first message is read, so neither the order of lines
nor that of files matters. What another import holds is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from adapters.exports.decoding import UNDECODABLE, Rows
from adapters.exports.neutral_lines import blocks
from adapters.exports.source import Member, Source
from adapters.exports.tally import Tally
from adapters.markup.names import usable
from bot.domain.judging.naming import name_key, named

Id = str | int
Naming = Callable[[str, str], Sequence[str]]
"""From a channel's id and a text to the ids of those whom the text names, in order."""


class Spoken(msgspec.Struct, gc=False):
    """The fields of a line that say who is known where."""

    author: Id
    channel: Id = "general"
    author_name: str | None = None
    system: bool | None = None


_rows = Rows(Spoken)
_lines = msgspec.json.Decoder(Spoken)


def naming(source: Source, files: Sequence[Member]) -> Naming:
    """Reads all files once. Of two people with one name the lesser id is meant, whatever the order."""
    channels: dict[str, dict[str, str]] = {}
    for file in files:
        for _, data in blocks(source, file, Tally()):
            for row in _decode(data, file.name):
                if not row.system:
                    _meet(channels.setdefault(str(row.channel), {}), str(row.author), row.author_name)
    return lambda channel, text: named(text, channels.get(channel, {}))


def _decode(data: bytes, file: str) -> Sequence[Spoken]:
    try:
        return _lines.decode_lines(data)
    except UNDECODABLE:
        lines = (line for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip())
        return _rows.each(map(msgspec.Raw, lines), file, Tally())


def _meet(names: dict[str, str], author: str, shown: str | None) -> None:
    if not usable(author):
        return
    for name in (author, shown or ""):
        key = name_key(name)
        if key is not None:
            names[key] = min(names.get(key, author), author)
