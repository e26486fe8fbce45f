"""Platforms are kept running: each for itself, and begun again after a failure with growing pauses."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.domain.errors import SettingsError, UserFacingError
from bot.domain.refs import Platform
from bot.wiring.services import Service

log = logging.getLogger(__name__)

LONGEST_PAUSE = 300.0

Sleep = Callable[[float], Awaitable[None]]


@dataclass(slots=True)
class Supervisor:
    """`keep` each service; `stop` is called once none of them can work before a setting is changed.

    A setting is wrong where its platform says so before it ever worked. Later it may be Foster's removal, or
    a platform that errs for an hour, and what was known has to be looked after: then it is tried again, as
    after every other failure. `refused` has the platforms whose last attempt ended so.
    """

    services: Sequence[Service]
    failed: Callable[[str], None]
    stop: Callable[[], None]
    sleep: Sleep = asyncio.sleep
    refused: dict[Platform, SettingsError] = field(default_factory=dict)

    async def keep(self, service: Service) -> None:
        """Keep one platform running until cancelled; others do not notice its failures."""
        pause = 1.0
        while True:
            begin = time.monotonic()
            await self._attempt(service)
            if self.wrong() is not None:
                self.stop()
            pause = 1.0 if time.monotonic() - begin > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            await self.sleep(pause)

    def wrong(self) -> SettingsError | None:
        """What is wrong, where no platform can work."""
        if any(one.platform not in self.refused for one in self.services):
            return None
        return next(reversed(self.refused.values()), None)

    async def _attempt(self, service: Service) -> None:
        """Once; what failed is counted and told."""
        platform = service.platform
        try:
            await service.serve()
        except UserFacingError as problem:
            self.failed(platform.value)
            self.refused.pop(platform, None)
            if isinstance(problem, SettingsError) and not service.been():
                self.refused[platform] = problem
            if self.wrong() is None:  # else it is how the program ends, and said there
                log.error(  # noqa: TRY400 - it says itself what is wrong
                    "platform refused", extra={"platform": platform.value, "why": str(problem)}
                )
        except Exception:
            self.failed(platform.value)
            self.refused.pop(platform, None)
            log.exception("platform failed", extra={"platform": platform.value})
        else:
            self.refused.pop(platform, None)
