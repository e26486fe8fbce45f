"""JSON lines in and out, plain or gzip, for the commands that run one pure rule over a file."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from bot.domain.errors import UserFacingError

Row = TypeVar("Row")


def read(path: Path, row: type[Row]) -> Iterator[Row]:
    """Each line of `path` as a `row`; a `UserFacingError` names the file and the line that is wrong."""
    decoder = msgspec.json.Decoder(row)
    number = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, 1):  # noqa: B007 - the error below names the line
                if line.strip():
                    yield decoder.decode(line)
    except OSError as problem:
        raise UserFacingError("{path}: {problem}.", path=path, problem=problem.strerror or problem) from None
    except (EOFError, zlib.error):
        raise UserFacingError(
            "{path}: the compressed file is damaged after line {n}.", path=path, n=number
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise UserFacingError("{path}, line {n}: {problem}.", path=path, n=number, problem=problem) from None


def write(path: Path | None, rows: Iterable[object]) -> None:
    """One JSON object a line, to `path` (gzip where it ends in `.gz`) or to standard output."""
    if path is None:
        _encode(sys.stdout.buffer, rows)
        sys.stdout.flush()
    elif path.suffix == ".gz":
        with gzip.GzipFile(path, "wb", mtime=0) as out:
            _encode(out, rows)
    else:
        with path.open("wb") as plain:
            _encode(plain, rows)


def _encode(out: BinaryIO | gzip.GzipFile, rows: Iterable[object]) -> None:
    encoder = msgspec.json.Encoder()
    for row in rows:
        out.write(encoder.encode(row) + b"\n")
