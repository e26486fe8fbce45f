"""`foster run`: every part of a running Foster, started in order and stopped in the other."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from adapters.http.metrics import CountedWriter, Metrics
from adapters.http.server import application, serving
from adapters.schedule import every
from bot.commands.catalogue import catalogue
from bot.core import Core
from bot.domain.errors import SettingsError, UserFacingError
from bot.domain.preferences import Preferences
from bot.domain.refs import ChannelRef, CommunityId, Platform
from bot.ports import Clock, Store
from bot.settings import Settings
from bot.usecases.attempt import Sender
from bot.usecases.attend import Attendant
from bot.usecases.backfill import open_gaps
from bot.usecases.outbox import Postman
from bot.usecases.tick import Ticker
from bot.usecases.upkeep import Upkeep
from bot.vault import vault
from bot.wiring.departures import purge
from bot.wiring.open import opened
from bot.wiring.services import PLATFORMS, ByPlatform, Parts, Service, Start, permalinks
from bot.wiring.supervising import Supervisor
from storage.departures import SqlDepartures
from storage.installations import SqlInstallations
from storage.lock import only_one, sqlite_file
from storage.writer import GroupCommitWriter

log = logging.getLogger(__name__)

TICK_SECONDS = 30.0
STOP_SECONDS = 6.0
LATE_SECONDS = 300.0
_PATIENCE_SECONDS = 2.0
_SWITCH_SECONDS = 0.0005
"""How long a thread that works something out keeps the event loop waiting; by itself Python takes 5 ms."""


async def run_forever(
    settings: Settings,
    database: str,
    clock: Clock,
    owner: str,
    platforms: Sequence[Start] = PLATFORMS,
) -> None:
    """Run until SIGTERM or SIGINT; a `UserFacingError` says why that cannot be, or can no longer."""
    stop = asyncio.Event()
    sys.setswitchinterval(_SWITCH_SECONDS)
    keys = vault(settings.secret_key)
    with only_one(database):
        async with AsyncExitStack() as stack:
            store = await stack.enter_async_context(opened(database, settings, new=True))
            metrics = Metrics()
            writer = CountedWriter(await stack.enter_async_context(GroupCommitWriter(store)), metrics)
            services: list[Service] = []
            url = permalinks(services)
            core = Core(store, writer, catalogue(), url)
            departures = SqlDepartures(store.engine)
            kept = None if keys is None else SqlInstallations(store.engine, keys)
            services += _services(Parts(settings, core, store, writer, clock, departures, kept), platforms)
            for one in services:
                metrics.receives(one.platform.value, one.counts)
            publisher = ByPlatform.of(services, clock, lambda community: _home(store, community))
            attendant = Attendant(store, Sender(publisher, clock), clock, owner, url, welcome=True)
            postman = Postman(store, publisher, clock, url)
            ticker = Ticker(
                store, attendant, postman, clock, metrics.failed, metrics.moved, upkeep=Upkeep(store, clock)
            )
            supervisor = Supervisor(services, metrics.failed, stop.set)
            ready = Readiness(store, services, metrics, supervisor.refused)
            app = application(metrics, ready, *(one.routes for one in services if one.routes))
            first, *further = addresses(settings, services)
            port = await stack.enter_async_context(serving(app, *first, *further))
            log.info("running", extra={"port": port, "platforms": ", ".join(s.platform for s in services)})
            await recover(store, database)
            tasks = [asyncio.create_task(supervisor.keep(one)) for one in services]
            stack.push_async_callback(_cancel, tasks)

            looking = asyncio.Lock()

            async def look() -> None:
                async with looking:
                    if ticker.stopping:  # stopped before the first look began: nobody waits for it any more
                        return
                    await measured_tick(ticker, store, metrics)
                    await purge(departures, clock)

            scheduler = every(TICK_SECONDS, look)
            stack.callback(scheduler.shutdown, wait=False)
            # First: shutting down cancels a look half-way.
            stack.push_async_callback(stop_ticking, ticker, looking)
            _on_signals(stop)
            await stop.wait()
            log.info("stopping")
            if (wrong := supervisor.wrong()) is not None:
                raise wrong


def addresses(settings: Settings, services: Sequence[Service]) -> list[tuple[str, int]]:
    """Where to listen: for whoever looks after the machine, and, where a platform needs it, for the world."""
    ops, world = (settings.ops_host, settings.ops_port), (settings.slack_host, settings.port)
    if not any(one.routes for one in services):
        return [ops]
    return [world] if settings.ops_port == settings.port != 0 else [ops, world]


def _services(parts: Parts, platforms: Sequence[Start]) -> list[Service]:
    services = [service for start in platforms if (service := start(parts)) is not None]
    if not services:
        raise SettingsError(
            "No platform is configured. Put SLACK_BOT_TOKEN or DISCORD_TOKEN into the file .env, then run "
            "this again; docs/settings.md explains each. Without either, try: foster demo"
        )
    return services


async def recover(store: Store, database: str) -> None:
    """The only process begins: what it missed is asked for before anything is posted.

    On PostgreSQL others may have been there all the time; each platform opens its own gaps on connecting.
    """
    if sqlite_file(database) is not None:
        for community in await store.communities():
            await open_gaps(store, community.id)


async def _home(store: Store, community: CommunityId) -> ChannelRef | Platform | None:
    """Where a community's admins are reached: in the channel they chose, or on the platform of its digest."""
    async with store.reading(community) as unit:
        preferences = Preferences.read(await unit.settings.all())
    digest = preferences.channel("digest-channel")
    return preferences.channel("admin-channel") or (None if digest is None else digest.space.platform)


async def measured_tick(ticker: Ticker, store: Store, metrics: Metrics) -> None:
    """One tick, and what there is to say about it."""
    begin = time.perf_counter()
    try:
        await ticker.tick()
        for name, number in (await store.counts()).items():
            metrics.open.labels(*name.split()).set(number)
    except Exception:
        metrics.failed("tick")
        log.exception("tick failed")
    else:
        metrics.moved()
    metrics.ticks.inc()
    metrics.tick_seconds.set(time.perf_counter() - begin)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What keeps this process from working: the database, a platform, or ticks that do not come."""

    store: Store
    services: Sequence[Service]
    metrics: Metrics
    refused: Mapping[Platform, SettingsError] = field(default_factory=dict)

    async def __call__(self) -> Mapping[str, str]:
        """Problems by part, in our own words."""
        problems = {one.platform.value: said for one in self.services if (said := self._of(one))}
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self.store.counts()
        except (UserFacingError, OSError):
            problems["database"] = "not reached"
        if time.monotonic() - self.metrics.last_tick > LATE_SECONDS:
            problems["lag"] = "nothing was looked at for minutes"
        return problems

    def _of(self, service: Service) -> str:
        if service.connected():
            return service.trouble()
        refused = self.refused.get(service.platform)
        return "not connected" if refused is None else str(refused)


async def stop_ticking(ticker: Ticker, looking: asyncio.Lock, seconds: float = STOP_SECONDS) -> None:
    """Let the look that is under way end, if it does so in time; `looking` is held while there is one."""
    try:
        async with asyncio.timeout(seconds):
            await ticker.stop()
            async with looking:
                pass
    except TimeoutError:
        log.warning("stopped in the middle; the next start goes on from there")


async def _cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stop.set)
