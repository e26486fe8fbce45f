"""A publisher that keeps to a platform's rates, obeys its waits, and stops where it is refused too often."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.delivery_ports import Publisher, RefusedError, Target, TryLaterError
from bot.domain.rates import Limiter, Rate
from bot.domain.times import MINUTE, SECOND, Micros
from bot.ports import Clock
from bot.views.card import Card

PLATFORM = Rate(SECOND // 40, burst=20)
"""Under Discord's 50 requests a second; Slack counts by channel."""
CHANNEL = Rate(SECOND, burst=1)
LONGEST_WAIT = 20 * SECOND
TIMEOUT_SECONDS = 30.0
MOST_REFUSALS = 50
REFUSALS_WITHIN = 10 * MINUTE

Answer = TypeVar("Answer")
Sleep = Callable[[float], Awaitable[None]]


@dataclass(slots=True)
class PacedPublisher:
    """`bot.delivery_ports.Publisher` around one platform's own."""

    inner: Publisher
    clock: Clock
    sleep: Sleep = asyncio.sleep
    platform: Rate = PLATFORM
    channel: Rate = CHANNEL
    limiter: Limiter = field(default_factory=Limiter)
    refusals: deque[int] = field(default_factory=deque)

    async def post(self, to: Target, card: Card, key: str) -> str:
        """Post when it is our turn."""
        return await self._in_turn(to, lambda: self.inner.post(to, card, key))

    async def find(self, to: Target, key: str) -> str | None:
        """Look when it is our turn."""
        return await self._in_turn(to, lambda: self.inner.find(to, key))

    async def edit(self, to: Target, external: str, card: Card, key: str) -> None:
        """Edit when it is our turn."""
        await self._in_turn(to, lambda: self.inner.edit(to, external, card, key))

    async def _in_turn(self, to: Target, call: Callable[[], Awaitable[Answer]]) -> Answer:
        await self._turn(to)
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                return await call()
        except TryLaterError as later:
            self.limiter.stop("platform", self.clock.now() + later.after)
            raise
        except RefusedError:
            self.refusals.append(self.clock.now())
            raise

    async def _turn(self, to: Target) -> None:
        now = self.clock.now()
        self._not_too_often(now)
        keys = (("platform", self.platform), (to, self.channel))
        at = self.limiter.book(keys, now, now + LONGEST_WAIT)
        if at > now + LONGEST_WAIT:
            raise TryLaterError(at - now)
        if at > now:
            await self.sleep((at - now) / SECOND)

    def _not_too_often(self, now: Micros) -> None:
        """Platforms shut out whoever goes on asking in vain."""
        while self.refusals and self.refusals[0] <= now - REFUSALS_WITHIN:
            self.refusals.popleft()
        if len(self.refusals) >= MOST_REFUSALS:
            raise TryLaterError(max(self.refusals[0] + REFUSALS_WITHIN - now, SECOND))
