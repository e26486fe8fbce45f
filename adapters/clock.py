"""The one place that reads the clock."""

from __future__ import annotations

import time

from bot.domain.times import Micros


class SystemClock:
    """`bot.ports.Clock` by the machine's clock."""

    def now(self) -> Micros:
        """The present."""
        return Micros(time.time_ns() // 1000)
