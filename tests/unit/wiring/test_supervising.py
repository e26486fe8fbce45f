"""Platforms that are refused, fail and come back; when that is the end, and when it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from adapters.http.metrics import Metrics
from bot.domain.errors import SettingsError, UserFacingError
from bot.domain.refs import Platform
from bot.wiring.running import Readiness
from bot.wiring.services import Service
from bot.wiring.supervising import Supervisor
from tests.fakes.delivery import TurnedClock
from tests.fakes.memory_store import MemoryStore
from tests.fakes.platform import FakePlatform

WRONG = SettingsError("Nobody takes {name}.", name="SOME_TOKEN")


def service(platform: Platform, problems: Sequence[Exception | None], connected: bool = False) -> Service:
    """Each attempt ends with the next of these problems; None: it ends well."""
    left = list(problems)

    async def serve() -> None:
        problem = left.pop(0)
        if problem is not None:
            raise problem

    return Service(platform, serve, FakePlatform(TurnedClock().now), lambda: connected)


async def kept(supervisor: Supervisor, one: Service, attempts: int) -> list[float]:
    """Keep a service for so many attempts; the pauses."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == attempts:
            raise asyncio.CancelledError

    supervisor.sleep = sleep
    with pytest.raises(asyncio.CancelledError):
        await supervisor.keep(one)
    return pauses


def supervising(
    services: Sequence[Service], failed: Callable[[str], None]
) -> tuple[Supervisor, asyncio.Event]:
    stop = asyncio.Event()
    return Supervisor(services, failed, stop.set), stop


async def test_a_platform_that_fails_is_started_again_with_growing_pauses() -> None:
    failures: list[str] = []
    slack = service(Platform.SLACK, [RuntimeError("lost"), UserFacingError("It is away."), None])
    supervisor, stop = supervising([slack], failures.append)
    assert await kept(supervisor, slack, 3) == [2, 4, 8]
    assert failures == ["slack", "slack"]
    assert not stop.is_set()
    assert supervisor.wrong() is None


async def test_the_only_platform_refused_is_the_end_though_the_network_was_dead_before() -> None:
    slack = service(Platform.SLACK, [ConnectionError(), WRONG])
    supervisor, stop = supervising([slack], lambda _: None)
    await kept(supervisor, slack, 1)
    assert not stop.is_set()
    await kept(supervisor, slack, 1)
    assert stop.is_set()
    assert supervisor.wrong() is WRONG


async def test_one_of_two_refused_goes_on_and_is_told(caplog: pytest.LogCaptureFixture) -> None:
    slack = service(Platform.SLACK, [WRONG, WRONG], connected=False)
    discord = service(Platform.DISCORD, [WRONG, ConnectionError()])
    supervisor, stop = supervising([slack, discord], lambda _: None)
    await kept(supervisor, slack, 1)
    assert not stop.is_set()
    assert caplog.records[-1].why == "Nobody takes SOME_TOKEN."  # type: ignore[attr-defined] # what was given as extra
    ready = Readiness(MemoryStore(), [slack, discord], Metrics(), supervisor.refused)
    assert await ready() == {"slack": "Nobody takes SOME_TOKEN.", "discord": "not connected"}
    await kept(supervisor, discord, 1)
    assert stop.is_set()


async def test_whoever_worked_once_is_tried_again() -> None:
    """A token that is revoked while Foster runs: what it knew is still to be looked after."""
    slack = replace(service(Platform.SLACK, [WRONG] * 3), been=lambda: True)
    supervisor, stop = supervising([slack], lambda _: None)
    assert await kept(supervisor, slack, 3) == [2, 4, 8]
    assert not stop.is_set()


async def test_what_is_connected_may_still_say_what_does_not_work() -> None:
    slack = replace(service(Platform.SLACK, [], connected=True), trouble=lambda: "one token is wrong")
    assert await Readiness(MemoryStore(), [slack], Metrics())() == {"slack": "one token is wrong"}
