"""Workspaces that let Foster in by OAuth: their tokens kept fresh, and each served wherever it was let in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from slack_sdk.errors import SlackApiError

from adapters.slack.clients import DEAD, asking
from adapters.slack.removal import forget
from adapters.slack.seat import Outside, Seat, connect
from adapters.slack.tokens import Tokens
from adapters.slack.workspace import Workspace
from bot.domain.refs import Platform, SpaceRef
from bot.domain.times import HOUR, MINUTE, SECOND, Micros
from bot.install_ports import Installation, Installations

log = logging.getLogger(__name__)

BEFORE = Micros(2 * HOUR)
"""A token is replaced so long before it ends: Slack's last twelve hours."""
_PAUSE = 5 * MINUTE
"""How long after a failed attempt the next one is made."""
_LOOK_SECONDS = 45.0
_AGAIN_SECONDS = 20.0
_MOST_STRANGERS = 10_000


class Seats(Protocol):
    """Who serves workspaces."""

    @property
    def seats(self) -> Mapping[str, Seat]:
        """Those that are served, by their id."""
        ...

    async def sit(self, seat: Seat) -> None:
        """Serve one more."""
        ...

    async def drop(self, team: str) -> None:
        """Serve one no longer."""
        ...


@dataclass(slots=True)
class Keeper:
    """`look` brings what is served in line with what is stored; other processes may have changed that."""

    tokens: Tokens
    outside: Outside
    kept: Installations
    service: Seats
    _mine: set[str] = field(default_factory=set)
    _asked: dict[str, float] = field(default_factory=dict)

    async def forever(self) -> None:
        """Look every so often."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                await self.look()
            except Exception:
                log.exception("installations not looked at")

    async def look(self) -> None:
        """Refresh what ends soon, serve what is new, drop what is gone."""
        stored = await self.kept.all(Platform.SLACK)
        for one in stored:
            await self._serve(await self._fresh(one))
        for team in self._mine - {one.space.id for one in stored}:
            self._mine.discard(team)
            await self.service.drop(team)

    async def look_for(self, team: str) -> Workspace | None:
        """A workspace that another process let in a moment ago; asked for now and then only."""
        now = asyncio.get_running_loop().time()
        if now - self._asked.get(team, -_AGAIN_SECONDS) < _AGAIN_SECONDS:
            return None
        if len(self._asked) > _MOST_STRANGERS:
            self._asked.clear()
        self._asked[team] = now
        found = await self.kept.get(SpaceRef(Platform.SLACK, team))
        if found is not None:
            await self._serve(await self._fresh(found))
        seat = self.service.seats.get(team)
        return None if seat is None else seat.workspace

    async def admit(self, answer: Mapping[str, Any]) -> Installation:
        """Keep what Slack gave for a code, and serve the workspace."""
        team = answer.get("team") or {}
        found = received(SpaceRef(Platform.SLACK, str(team["id"])), answer, self.outside.clock.now())
        community, _ = await self.outside.join(found.space, str(team.get("name") or found.space.id))
        await self.kept.save(community, found)
        await self._serve(found)
        return found

    async def _serve(self, one: Installation) -> None:
        seat = self.service.seats.get(one.space.id)
        self._mine.add(one.space.id)
        if seat is not None:
            if seat.token != one.token:
                seat.renew(one.token)
            return
        try:
            await self.service.sit(await connect(self.outside, one.token, self.tokens.api_url))
        except SlackApiError as refused:
            problem = str(refused.response.get("error", ""))
            log.warning("workspace not connected", extra={"space": str(one.space), "problem": problem})
            if problem in DEAD:  # removed while nobody was here to be told
                await forget(self.outside, one.space)

    async def _fresh(self, one: Installation) -> Installation:
        """The next token where this one ends soon. One process asks; a failure is tried again later."""
        now = self.outside.clock.now()
        if not one.expires or not one.refresh or now < one.expires - BEFORE:
            return one
        if not await self.kept.claim(one, Micros(now + BEFORE + _PAUSE)):
            return await self.kept.get(one.space) or one
        try:
            answer = await exchanged(self.tokens, grant_type="refresh_token", refresh_token=one.refresh)
        except SlackApiError as refused:
            problem = str(refused.response.get("error", ""))
            log.warning("token not refreshed", extra={"space": str(one.space), "problem": problem})
            return one
        made = received(one.space, answer, now)
        owner = await self.outside.core.store.community_of(one.space)
        if owner is not None:
            await self.kept.save(owner, made)
        return made


async def exchanged(tokens: Tokens, **given: str) -> Mapping[str, Any]:
    """What Slack gives for a code or a refresh token; `SlackApiError` where that is nothing."""
    us = {"client_id": tokens.client_id, "client_secret": tokens.client_secret}
    # In the body: the library's own way would put them into a header by a call that aiohttp gives up.
    answer = await asking("", tokens.api_url).api_call("oauth.v2.access", data=us | given)
    return answer.data if isinstance(answer.data, dict) else {}


def received(space: SpaceRef, answer: Mapping[str, Any], now: Micros) -> Installation:
    """What Slack's answer gives: a token for ever, or one for a while with what gets the next."""
    seconds = answer.get("expires_in")
    expires = Micros(now + int(seconds) * SECOND) if isinstance(seconds, int) and seconds > 0 else Micros(0)
    return Installation(space, str(answer["access_token"]), str(answer.get("refresh_token") or ""), expires)
