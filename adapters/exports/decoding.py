"""Bytes to rows: at full speed where all is well, row by row where one is odd."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

import msgspec

from adapters.exports.salvage import salvaged
from adapters.exports.tally import Tally
from bot.domain.imports import Reason

Row = TypeVar("Row")

_RAWS = msgspec.json.Decoder(list[msgspec.Raw])


def why(problem: Exception) -> Reason:
    """What is wrong with a file that does not decode. The exception's own words may quote the file."""
    match problem:
        case RecursionError():
            return Reason.TOO_DEEP
        case UnicodeDecodeError():
            return Reason.BAD_UTF8
        case msgspec.ValidationError():
            return Reason.MALFORMED
        case _:
            return Reason.NOT_JSON


UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Rows(Generic[Row]):
    """Decodes JSON arrays of one kind of row."""

    def __init__(self, row: type[Row]) -> None:
        self._all = msgspec.json.Decoder(list[row])  # type: ignore[valid-type] # a type given at run time
        self._one = msgspec.json.Decoder(row)

    def read(self, data: bytes | msgspec.Raw, file: str, tally: Tally) -> Sequence[Row]:
        """Every row that is sound; the others are set aside, and what is broken between them as one."""
        try:
            return self._all.decode(data)
        except UNDECODABLE:
            pass
        try:
            raws = _RAWS.decode(data)
        except UNDECODABLE as problem:
            found = list(salvaged(bytes(data)))
            if broken := found.count(None):
                tally.aside(why(problem), file, broken)
            return self.each([raw for raw in found if raw is not None], file, tally)
        return self.each(raws, file, tally)

    def each(self, raws: Iterable[msgspec.Raw], file: str, tally: Tally) -> list[Row]:
        """The same for rows that were found but not decoded yet."""
        rows = []
        for raw in raws:
            try:
                rows.append(self._one.decode(raw))
            except UNDECODABLE as problem:
                tally.aside(why(problem), file)
        return rows
