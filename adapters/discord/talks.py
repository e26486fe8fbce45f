"""Scheduled events that took place, as talks to offer to an admin: never counted before somebody accepts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from adapters.discord.rows import Scheduled
from adapters.discord.world import read
from adapters.markup.discord import snowflake
from bot.usecases.offers import TalkOffer

EVENTS = frozenset({"GUILD_SCHEDULED_EVENT_CREATE", "GUILD_SCHEDULED_EVENT_UPDATE"})

_OVER = 3


def talk_offer(payload: Mapping[str, Any]) -> TalkOffer | None:
    """The offer; None for events that did not take place (yet), and for what is no event."""
    row = read(payload, Scheduled)
    if row is None or row.status != _OVER or snowflake(row.id) is None or snowflake(row.guild_id) is None:
        return None
    try:
        on = datetime.fromisoformat(row.scheduled_start_time or "").date()
    except ValueError:
        return None
    link = f"https://discord.com/events/{row.guild_id}/{row.id}"
    return TalkOffer(f"discord-event:{row.id}", row.name, on, link) if row.name.strip() else None
