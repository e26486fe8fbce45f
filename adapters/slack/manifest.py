"""The app's manifest, made from the command catalogue: pasted once, it sets the whole app up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from adapters.slack.limits import shortened
from bot.commands.spec import Command
from bot.domain.errors import UserFacingError

Mode = Literal["socket", "http"]

EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"

SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "im:write",
    "reactions:read",
    "users:read",
)


@dataclass(frozen=True, slots=True)
class Extra:
    """What an admin may grant beside."""

    scopes: tuple[str, ...]
    events: tuple[str, ...] = ()


EXTRAS: Mapping[str, Extra] = {
    "private-channels": Extra(("groups:history", "groups:read"), ("group_rename", "message.groups")),
    "suggest-staff": Extra(("usergroups:read", "users:read.email")),
}
"""To read private channels that Foster was invited to, and to suggest who works for the company."""

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_created",
    "channel_deleted",
    "channel_rename",
    "channel_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "reaction_added",
    "reaction_removed",
    "team_join",
    "tokens_revoked",
    "user_change",
)

SHORTCUTS = (
    ("foster.answer", "Mark as answer", "This message answered the question above it."),
    ("foster.not_answer", "Not an answer", "This message did not answer a question."),
    ("foster.credit", "Credit somebody else", "Somebody else answered here."),
    ("foster.thank", "Thank", "Thank whoever wrote this."),
)
"""Callback id, name (24 characters at most) and description of each message shortcut."""

_DESCRIPTION = 140
_HINT = 900


def manifest(
    catalogue: Sequence[Command], word: str, mode: Mode, url: str = "", extras: Sequence[str] = ()
) -> dict[str, Any]:
    """The manifest as JSON; `url` is where Slack reaches this program, needed in HTTP mode.

    `extras` are keys of `EXTRAS`.
    """
    if mode == "http" and not url.startswith("https://"):
        raise UserFacingError(
            "In HTTP mode Slack has to reach you: add --url with your address, such as {example}.",
            example="https://foster.example.org",
        )
    address = {"request_url": url.rstrip("/") + EVENTS_PATH} if mode == "http" else {}
    granted = [EXTRAS[name] for name in extras]
    scopes = sorted({*SCOPES, *(scope for one in granted for scope in one.scopes)})
    events = sorted({*EVENTS, *(event for one in granted for event in one.events)})
    back = {"redirect_urls": [url.rstrip("/") + REDIRECT_PATH]} if url else {}
    return {
        "display_information": {
            "name": "Foster",
            "description": "Thanks the whole community fairly, every week.",
            "background_color": "#2f5d50",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Foster", "always_online": True},
            "shortcuts": [
                {"name": name, "type": "message", "callback_id": id_, "description": about}
                for id_, name, about in SHORTCUTS
            ],
            "slash_commands": [_slash(catalogue, word, url if mode == "http" else "")],
        },
        "oauth_config": {"scopes": {"bot": scopes}} | back,
        "settings": {
            "event_subscriptions": {"bot_events": events, **address},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode == "socket",
            "token_rotation_enabled": False,
        },
    }


def _slash(catalogue: Sequence[Command], word: str, url: str) -> dict[str, Any]:
    summary = next(command.summary for command in catalogue if command.name == "help")
    hint = " | ".join(dict.fromkeys(command.words[0] for command in catalogue))
    made: dict[str, Any] = {
        "command": f"/{word}",
        "description": shortened(summary, _DESCRIPTION),
        "usage_hint": shortened(hint, _HINT),
        "should_escape": True,  # people and channels come as ids, not as names that may be anybody's
    }
    return made | {"url": url.rstrip("/") + EVENTS_PATH} if url else made
