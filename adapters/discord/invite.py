"""The link that invites Foster to a server, with exactly the permissions and scopes it needs."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

from adapters.markup.discord import snowflake
from bot.domain.errors import UserFacingError

PERMISSIONS: Mapping[str, int] = {
    "View Channels": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
"""What Foster uses, by the names that Discord shows."""

SCOPES = ("bot", "applications.commands")


def invitation(application: str) -> str:
    """The link for an application's id."""
    if snowflake(application) is None:
        raise UserFacingError(
            "“{id}” is not an application's id, which is a long number.", id=application[:40]
        )
    permissions = sum(PERMISSIONS.values())
    scopes = "%20".join(SCOPES)
    return f"https://discord.com/oauth2/authorize?client_id={application}&permissions={permissions}&scope={scopes}"


def application_of(token: str) -> str:
    """The application's id, which a bot token begins with."""
    head = token.strip().partition(".")[0]
    try:
        found = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        found = ""
    if snowflake(found) is None or not found:
        raise UserFacingError(
            "Put the bot's token into {name}, or name the application: {example}.",
            name="DISCORD_TOKEN",
            example="foster invite discord --application 123456789012345678",
        )
    return found
