"""Spaces that removed Foster: their data goes within a week, unless they let it in again."""

from __future__ import annotations

import logging

from bot.domain.refs import CommunityId, SpaceRef
from bot.domain.times import DAY, Micros
from bot.install_ports import Departures
from bot.ports import Clock

log = logging.getLogger(__name__)

GRACE = Micros(6 * DAY)
"""Long enough to change one's mind; with a day to spare of the week in which data must be gone."""


async def leave(departures: Departures, clock: Clock, community: CommunityId, space: SpaceRef) -> None:
    """Foster was removed: nothing more is asked or sent, and the data goes after `GRACE`."""
    await departures.left(space, Micros(clock.now() + GRACE))
    log.warning("removed; its data goes in days", extra={"community": community, "space": str(space)})


async def stay(departures: Departures, space: SpaceRef) -> None:
    """Foster is there: nothing of it goes."""
    if await departures.back(space):
        log.warning("let in again; its data stays", extra={"space": str(space)})


async def purge(departures: Departures, clock: Clock) -> None:
    """Remove what is due."""
    try:
        for space in await departures.purge(clock.now()):
            log.warning("data of a space removed", extra={"space": str(space)})
    except Exception:
        log.exception("data of spaces that left not removed; tried again soon")
