"""A small Slack workspace, and events as Slack sends them."""

from __future__ import annotations

from typing import Any

from adapters.markup.slack_rows import Conversation, Profile, User
from adapters.slack.known import Known
from bot.domain.refs import Platform, SpaceRef

SPACE = SpaceRef(Platform.SLACK, "T1")

USERS = (
    User("U1", "T1", "ada", profile=Profile(display_name="Ada", email="ada@example.com"), is_admin=True),
    User("U2", "T1", "bo", real_name="Bo Berg"),
    User("U3", "T2", "cy", profile=Profile(display_name="Cy")),
    User("U4", "T1", "guest", is_restricted=True),
    User("U5", "T1", "gone", deleted=True),
    User("UBOT", "T1", "foster", is_bot=True),
)
CHANNELS = (
    Conversation("C1", "help"),
    Conversation("C2", "random"),
    Conversation("C9", "secret", is_private=True),
)


def known(agreed: tuple[str, ...] = ()) -> Known:
    made = Known(SPACE, own="UBOT", agreed=agreed)
    for user in USERS:
        made.learn_user(user)
    for channel in CHANNELS:
        made.learn_channel(channel)
    return made


def message(
    ts: str = "1700000000.000100", user: object = "U1", text: object = "How?", **more: object
) -> dict[str, Any]:
    """A `message` event in #help."""
    event = {
        "type": "message",
        "channel": "C1",
        "channel_type": "channel",
        "user": user,
        "text": text,
        "ts": ts,
    }
    return event | {"event_ts": ts} | more


def edited(inner: dict[str, Any], at: str) -> dict[str, Any]:
    """The event of an edit."""
    new = {key: value for key, value in inner.items() if key not in {"channel", "channel_type", "event_ts"}}
    return message(ts=at, subtype="message_changed", hidden=True) | {
        "message": new | {"edited": {"user": inner["user"], "ts": at}},
        "previous_message": new,
    }


def deleted(ts: str, at: str = "1700009999.000100") -> dict[str, Any]:
    """The event of a deletion."""
    return message(ts=at, subtype="message_deleted", hidden=True) | {"deleted_ts": ts}


def reaction(ts: str, name: str = "pray", user: str = "U1", **more: object) -> dict[str, Any]:
    """A reaction on a message in #help."""
    item = {"type": "message", "channel": "C1", "ts": ts}
    event = {"type": "reaction_added", "user": user, "reaction": name, "item": item}
    return event | {"event_ts": "1700000500.000100"} | more
