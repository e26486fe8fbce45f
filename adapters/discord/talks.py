"""Talks to offer to an admin: events that took place, recordings. Never counted before somebody accepts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from adapters.discord.rows import Scheduled
from adapters.discord.world import read
from adapters.markup.discord import snowflake
from bot.domain.facts import Fact, Message
from bot.domain.judging.recordings import recordings
from bot.domain.refs import CommunityId
from bot.domain.times import Micros, moment
from bot.ports import Store
from bot.usecases.offers import TalkOffer, offer_recordings

EVENTS = frozenset({"GUILD_SCHEDULED_EVENT_CREATE", "GUILD_SCHEDULED_EVENT_UPDATE"})

_OVER = 3
_UTC = ZoneInfo("UTC")


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


async def offer_links(
    store: Store, community: CommunityId, payload: Mapping[str, Any], facts: Sequence[Fact], now: Micros
) -> None:
    """Recordings in a new message that counts: the text itself goes no further than this."""
    message = next((fact for fact in facts if isinstance(fact, Message)), None)
    links = recordings(str(payload.get("content") or "")) if message is not None else ()
    if message is not None and links:
        on = moment(message.at, _UTC).date()
        await offer_recordings(store, community, links, message.author, on, now)
