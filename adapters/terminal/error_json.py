"""A failure as JSON. Imports nothing heavy: wrong usage must be told at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise


def as_json(message: str, **more: str) -> str:
    """The object that stands for a failure, on one line and in plain ASCII."""
    return json.dumps({"error": {"message": message, **more}}) + "\n"


def wants_json(argv: Sequence[str]) -> bool:
    """Whether a command line asks for JSON, even where it cannot be read otherwise."""
    forms = [value for name, value in pairwise(argv) if name == "--format"]
    forms += [word.removeprefix("--format=") for word in argv if word.startswith("--format=")]
    return "json" in forms
