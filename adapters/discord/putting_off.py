"""Events of a channel that Discord did not tell of when it was asked: they wait, and are read again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.discord.api import LaterError, LostError
from adapters.patience import Patience

SILENT = (LaterError, LostError)
"""No answer: whatever the channel is, nothing was said of it."""
MOST = 10_000
"""Events that wait at most: they are kept in memory, and the gateway sends none again."""

Json = Mapping[str, Any]


@dataclass(slots=True)
class PuttingOff:
    """How many wait, and until when."""

    patience: Patience[str] = field(default_factory=Patience)
    waiting: int = 0

    async def asked(self, channel: str, ask: Callable[[str], Awaitable[Json | None]]) -> Json | None:
        """What Discord says of a channel; one of `SILENT` where it says nothing, or was asked just before."""
        time = asyncio.get_running_loop().time
        if self.patience.left(channel, time()):
            raise LostError
        try:
            answer = await ask(channel)
        except SILENT:
            self.patience.failed(channel, time())
            raise
        self.patience.answered(channel)
        return answer

    def keep(self, channel: str, again: Callable[[], None]) -> bool:
        """Have an event taken again when its channel may be asked about; false where too many wait."""
        if self.waiting >= MOST:
            return False
        self.waiting += 1
        loop = asyncio.get_running_loop()
        loop.call_later(self.patience.left(channel, loop.time()), self._again, again)
        return True

    def _again(self, again: Callable[[], None]) -> None:
        self.waiting -= 1
        again()
