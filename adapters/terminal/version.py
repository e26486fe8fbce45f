"""`foster version`."""

from __future__ import annotations

import json
import platform
import sys
from importlib.metadata import version


def print_version(form: str) -> int:
    """Print the versions of Foster and Python, as text or as JSON."""
    mine, python = version("foster-bot"), platform.python_version()
    text = (
        json.dumps({"foster": mine, "python": python})
        if form == "json"
        else f"foster {mine}, Python {python}"
    )
    sys.stdout.write(text + "\n")
    return 0
