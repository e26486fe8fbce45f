"""Whether a database is there: who only reads must not make one, least of all where a path was mistyped."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.domain.errors import UserFacingError
from storage.engine import sqlite_path


def missing(address: str) -> Path | None:
    """The file of a SQLite address where there is none; None where there is, and for a server's."""
    file = sqlite_path(address)
    return file if file is not None and not file.exists() else None


def look(address: str) -> None:
    """A `UserFacingError` where a SQLite address names no file, or none of Foster's. Touches nothing."""
    file = sqlite_path(address)
    if file is None:
        return
    if not file.exists():
        raise UserFacingError(
            "There is no database {path}. Look at its name, in {option} or {setting}. Foster makes one by "
            "{command}; try {demo} without any.",
            path=file,
            option="--database",
            setting="DATABASE_URL",
            command="foster import EXPORT.zip",
            demo="foster demo",
        )
    if _of_another(file):
        raise UserFacingError(
            "{path} holds nothing of Foster's. Look at its name, in {option} or {setting}.",
            path=file,
            option="--database",
            setting="DATABASE_URL",
        )


def _of_another(file: Path) -> bool:
    """Whether Foster never wrote to this SQLite database; what cannot be read is told on opening."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as found:
            return not found.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchall()
    except sqlite3.Error:
        return False
