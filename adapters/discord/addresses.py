"""Addresses of messages on Discord."""

from __future__ import annotations

from adapters.markup.discord import snowflake
from bot.domain.refs import MessageRef, Platform


def permalink(message: MessageRef, thread: str | None) -> str:
    """A message's address; for Discord a thread is a channel of its own. Empty for others."""
    space, place = message.channel.space, message.channel.id if thread is None else thread
    if space.platform is not Platform.DISCORD or None in map(snowflake, (space.id, place, message.id)):
        return ""
    return f"https://discord.com/channels/{space.id}/{place}/{message.id}"
