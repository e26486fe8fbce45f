"""Where an export's files come from: a folder, a ZIP or one file. Read in place, never unpacked."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from adapters.exports.tally import Tally
from bot.domain.errors import UserFacingError
from bot.domain.imports import Reason

MOST_FILES = 100_000
LARGEST_WHOLE = 256 * 1024 * 1024
"""Bytes of the largest file that is read in one piece."""

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
"""What reading a damaged, encrypted or vanished member raises."""

_ARCHIVES = frozenset({".zip", ".7z", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz"})
_ENDINGS = frozenset({".gz", ".json", ".jsonl", ".ndjson", ".zip"})
_LITTER = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Member:
    """One file: its name inside the export with `/`, its size in bytes, its place in the source's list."""

    name: str
    size: int
    place: int


class Source(Protocol):
    """An opened folder, ZIP or file. Close it after use."""

    @property
    def path(self) -> Path:
        """What the person named."""
        ...

    @property
    def members(self) -> Sequence[Member]:
        """Every file that may be read, by name."""
        ...

    @property
    def problems(self) -> Sequence[tuple[Reason, str]]:
        """Files that must not be read, and why."""
        ...

    def open(self, member: Member) -> IO[bytes]:
        """The file's bytes; raises one of `UNREADABLE`."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


def read(source: Source, member: Member, tally: Tally) -> bytes | None:
    """A whole file, or None where it cannot be read or is too large: then it is set aside."""
    if member.size > LARGEST_WHOLE:
        tally.aside(Reason.TOO_LARGE, member.name)
        return None
    try:
        with source.open(member) as stream:
            return stream.read()
    except UNREADABLE:
        tally.aside(Reason.DAMAGED, member.name)
        return None


def stem(path: Path) -> str:
    """The path's last name without the endings of exports: `docker.jsonl.gz` is `docker`."""
    name = path.resolve().name
    while (kind := PurePosixPath(name).suffix.lower()) in _ENDINGS:
        name = name[: -len(kind)]
    return name or path.resolve().name


def unsafe(name: str) -> bool:
    """Whether a name points out of the export: absolute, with a drive, or climbing."""
    return name.startswith("/") or "\\" in name or "\0" in name or name[1:2] == ":" or ".." in name.split("/")


def litter(name: str) -> bool:
    """What operating systems leave behind: not worth a word."""
    return any(part in _LITTER or part.startswith("._") for part in name.split("/"))


def stray(name: str) -> Reason:
    """Why a file that no reader knows is set aside."""
    return Reason.NESTED if PurePosixPath(name).suffix.lower() in _ARCHIVES else Reason.OTHER_FILE


def too_many(path: Path) -> UserFacingError:
    """The refusal of an export with more files than any real one."""
    return UserFacingError(
        "{path} holds more than {most} files, which no chat export does. Import it in parts.",
        path=path,
        most=f"{MOST_FILES:,}",
    )
