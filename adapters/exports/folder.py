"""A folder or one file as a source. Symbolic links are never followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from adapters.exports.source import MOST_FILES, Member, litter, too_many
from bot.domain.imports import Reason


class FolderSource:
    """Every regular file below a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[tuple[Reason, str]] = []
        found = []
        for name, size in self._walk():
            found.append((name, size))
            if len(found) > MOST_FILES:
                raise too_many(path)
        self.members = [Member(name, size, i) for i, (name, size) in enumerate(sorted(found))]

    def open(self, member: Member) -> IO[bytes]:
        """The file's bytes."""
        return (self.path / member.name).open("rb")

    def close(self) -> None:
        """Nothing is held open."""

    def _walk(self) -> Iterator[tuple[str, int]]:
        waiting = [""]
        while waiting:
            below = waiting.pop()
            with os.scandir(self.path / below) as entries:
                for entry in entries:
                    name = f"{below}{entry.name}"
                    if litter(name):
                        continue
                    if entry.is_symlink():
                        self.problems.append((Reason.LINK, name))
                    elif entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{name}/")
                    elif entry.is_file(follow_symlinks=False):
                        yield name, entry.stat(follow_symlinks=False).st_size
                    else:
                        self.problems.append((Reason.OTHER_FILE, name))


class FileSource:
    """One file by itself."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[tuple[Reason, str]] = []
        self.members = [Member(path.name, path.stat().st_size, 0)]

    def open(self, member: Member) -> IO[bytes]:
        """The file's bytes."""
        del member  # there is only one
        return self.path.open("rb")

    def close(self) -> None:
        """Nothing is held open."""
