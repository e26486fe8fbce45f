"""Keeping only so long: once a day each community is looked at, some rows at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.agenda import next_weekly_look
from bot.domain.preferences import Preferences
from bot.domain.refs import CommunityId
from bot.domain.times import DAY, HOUR, Micros
from bot.ports import Clock, Store

ROWS = 2_000
"""In one transaction."""

AT_ONCE = 20
"""Transactions' worth of communities in one tick."""

_CONTEXT_WEEKS = 2
_CHART_WEEKS = 24
"""Weeks that a digest looks back: its chart and what merit remembers, with room to spare."""


@dataclass(slots=True)
class Upkeep:
    """`step` does a little and returns; several processes may do the same, which harms nobody."""

    store: Store
    clock: Clock
    _next: int = 0
    _cleaning: int = 0
    _left: list[CommunityId] = field(default_factory=list)

    async def step(self) -> None:
        """The next communities whose turn it is today."""
        now = self.clock.now()
        if now >= self._cleaning:
            self._cleaning = now + HOUR
            await self.store.clean()
        if not self._left and now >= self._next:
            self._next = now + DAY
            self._left = [community.id for community in await self.store.communities()]
        for community in self._left[:AT_ONCE]:
            self._left.remove(community)
            if await keep(self.store, community, now):
                self._left.append(community)  # the rest of it after everybody else's turn


async def keep(store: Store, community: CommunityId, now: Micros, *, most: int = ROWS) -> bool:
    """One bounded step of each kind; whether there is more to do."""
    async with store.reading(community) as unit:
        chosen = Preferences.read(await unit.settings.all())
    floor = chosen.thousandths("confidence-floor")
    async with store.writing(community) as unit:
        # An import leaves nothing that is due; readiness is looked at every week all the same.
        await unit.digests.look_by(next_weekly_look(community, now, chosen.zone))
        more = await unit.keeping.fade(Micros(now - chosen.integer("keep-sketches") * DAY), most)
    async with store.writing(community) as unit:
        more |= await unit.keeping.expire(Micros(now - days_kept(chosen) * DAY), floor, most)
    async with store.writing(community) as unit:
        more |= await unit.keeping.expire_audit(Micros(now - chosen.integer("keep-audit") * DAY), most)
    return more


def days_kept(chosen: Preferences) -> int:
    """For how many days facts are kept: never fewer than readiness and digests look back."""
    weeks = max(chosen.integer("ready-window-weeks") + _CONTEXT_WEEKS, _CHART_WEEKS)
    return max(chosen.integer("keep-facts"), 7 * weeks)
