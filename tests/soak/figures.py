"""Figures of a soak: a test says what it saw, and `make soak` prints it under the test's row."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "FOSTER_SOAK_FIGURES"


def note(figure: str) -> None:
    """Print this under the row; nothing where no soak runs."""
    file = os.environ.get(VARIABLE)
    if file:
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(figure + "\n")
