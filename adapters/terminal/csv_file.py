"""Tables as CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.domain.errors import UserFacingError

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""Spreadsheets run what begins with these (OWASP, CSV injection), also after spaces."""


def lines(data: object) -> list[Mapping[str, object]]:
    """The rows in a ledger card's data."""
    found = data.get("lines") if isinstance(data, Mapping) else None
    return list(found) if isinstance(found, list) else []


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows of equal keys with a heading; a `UserFacingError` where the file cannot be written.

    With a byte order mark: without it, spreadsheets read names in the wrong letters.
    """
    try:
        with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
            out = csv.writer(file)
            out.writerow(rows[0].keys() if rows else ())
            out.writerows([cell(value) for value in row.values()] for row in rows)
    except OSError as error:
        raise UserFacingError("{path} cannot be written: {why}.", path=path, why=error.strerror) from None


def cell(value: object) -> object:
    """Numbers stay; text that a spreadsheet might run gets a quotation mark in front."""
    if not isinstance(value, str):
        return value
    return (
        "'" + value if value.lstrip(" \u00a0\ufeff").startswith(_RISKY) or value.startswith(_RISKY) else value
    )
