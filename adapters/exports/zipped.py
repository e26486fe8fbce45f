"""A ZIP as a source: checked before anything is unpacked, members read in place."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path
from typing import IO

from adapters.exports.source import MOST_FILES, Member, litter, too_many, unsafe
from bot.domain.errors import UserFacingError
from bot.domain.imports import Reason

MOST_UNPACKED = 100
"""Bytes unpacked for a byte packed: real exports reach 10 to 20."""

_HARMLESS = 1024 * 1024  # bytes: below this no ratio does harm
_ENTRY = b"PK\x01\x02"
_END = b"PK\x05\x06"
_LARGEST_DIRECTORY = 64 * 1024 * 1024


class ZipSource:
    """Regular members with safe names; the others are named in `problems`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[tuple[Reason, str]] = []
        size = path.stat().st_size
        _check_directory(path, size)
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
            raise _damaged(path) from None
        self._infos = self._zip.infolist()
        try:
            self._check(size)
        except UserFacingError:
            self._zip.close()
            raise
        places = [place for place, info in enumerate(self._infos) if self._fit(info)]
        places.sort(key=lambda place: self._infos[place].filename)
        self.members = [Member(self._infos[i].filename, self._infos[i].file_size, i) for i in places]

    def open(self, member: Member) -> IO[bytes]:
        """The member's bytes, never more than the directory says."""
        return self._zip.open(self._infos[member.place])

    def close(self) -> None:
        """Close the archive."""
        self._zip.close()

    def _check(self, size: int) -> None:
        if len(self._infos) > MOST_FILES:
            raise too_many(self.path)
        unpacked = sum(info.file_size for info in self._infos)
        if unpacked > max(_HARMLESS, MOST_UNPACKED * size):  # by the archive's size: members may overlap
            raise UserFacingError(
                "{path} would unpack to {times} times its size, which no chat export does: it looks like a "
                "ZIP bomb and was not opened.",
                path=self.path,
                times=f"{unpacked // max(size, 1):,}",
            )

    def _fit(self, info: zipfile.ZipInfo) -> bool:
        if info.is_dir() or litter(info.filename):
            return False
        reason = _objection(info)
        if reason is not None:
            self.problems.append((reason, info.filename))
        return reason is None


def _objection(info: zipfile.ZipInfo) -> Reason | None:
    mode = info.external_attr >> 16
    if unsafe(info.filename):
        return Reason.UNSAFE_NAME
    if stat.S_ISLNK(mode):
        return Reason.LINK
    if info.file_size > max(_HARMLESS, MOST_UNPACKED * info.compress_size):
        return Reason.BOMB
    return None


def _check_directory(path: Path, size: int) -> None:
    """Count the entries before `zipfile` makes an object of each: a million would take 600 MB."""
    with path.open("rb") as archive:
        archive.seek(max(0, size - 65_557))  # the end record and its longest comment
        tail = archive.read()
        end = tail.rfind(_END)
        if end < 0 or len(tail) < end + 20:
            raise _damaged(path)
        length = int.from_bytes(tail[end + 12 : end + 16], "little")
        if length == 0xFFFFFFFF:  # ZIP64 keeps the length elsewhere: look at all that could be directory
            length = min(size, _LARGEST_DIRECTORY)
        if length > _LARGEST_DIRECTORY:
            raise too_many(path)
        archive.seek(-min(size, length + len(tail)), os.SEEK_END)
        if archive.read().count(_ENTRY) > MOST_FILES:
            raise too_many(path)


def _damaged(path: Path) -> UserFacingError:
    return UserFacingError("{path} is a damaged or incomplete ZIP. Download or copy it again.", path=path)
