"""Slack, put together."""

from __future__ import annotations

import json

from adapters.slack.manifest import Mode, manifest
from bot.commands.catalogue import catalogue
from bot.domain.errors import UserFacingError


def manifest_text(platform: str, mode: str, url: str) -> str:
    """The manifest of a platform's app, as JSON to paste."""
    modes: dict[str, Mode] = {"socket": "socket", "http": "http"}
    if platform != "slack" or mode not in modes:
        raise UserFacingError(
            "There is no manifest for {platform} in mode {mode}.", platform=platform, mode=mode
        )
    return json.dumps(manifest(catalogue(), "foster", modes[mode], url), indent=2)
