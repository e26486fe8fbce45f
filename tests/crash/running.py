"""`foster run` with a platform that only lives in this process: `python -m tests.crash.running DATABASE`."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace

from adapters.clock import SystemClock
from bot import logs
from bot.domain.errors import UserFacingError
from bot.domain.refs import Platform
from bot.settings import Settings
from bot.wiring.running import run_forever
from bot.wiring.services import Parts, Service
from tests.fakes.platform import FakePlatform
from tests.fakes.soup import SOUP, SPACE, said


def start(parts: Parts) -> Service:
    """A platform on which messages come in without end."""

    async def serve() -> None:
        if not await parts.store.communities():
            await parts.store.create(SOUP, [SPACE])
        number = 0
        while True:
            number += 1
            # Said just now: what is older than the community keeps would be let go by the tick.
            await parts.core.observe(SOUP.id, [replace(said(str(number), 0), at=parts.clock.now())])
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()
            await asyncio.sleep(0.01)

    return Service(Platform.SLACK, serve, FakePlatform(parts.clock.now))


def main(database: str) -> int:
    logs.set_up("info", "json", sys.stderr)
    settings = Settings(FOSTER_OPS_PORT=0)  # type: ignore[call-arg] # by its alias
    try:
        asyncio.run(run_forever(settings, database, SystemClock(), "test", (start,)))
    except UserFacingError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
