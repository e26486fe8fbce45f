from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.http.metrics import Metrics
from bot.core import Core
from bot.delivery_ports import Admins, TryLaterError
from bot.domain.errors import SettingsError
from bot.domain.preference_texts import write_channels
from bot.domain.refs import ChannelRef, Platform
from bot.settings import Settings
from bot.views.card import Card
from bot.views.copies import copied_card, restored_card
from bot.views.texts import texts
from bot.wiring.running import Readiness, _home, _services, addresses, measured_tick, recover
from bot.wiring.services import ByPlatform, Parts, Service
from tests.fakes.delivery import TurnedClock, choose, ticker
from tests.fakes.memory_installs import MemoryDepartures
from tests.fakes.memory_store import MemoryStore
from tests.fakes.platform import FakePlatform
from tests.fakes.soup import CHAT, SOUP, SPACE
from tests.unit.delivery.test_tick import Scene

CARD = Card("Hello", ())


async def idle() -> None:
    """A platform on which nothing happens."""


def parts(store: MemoryStore) -> Parts:
    return Parts(Settings(), Core(store, store, ()), store, store, TurnedClock(), MemoryDepartures())


def test_without_a_platform_it_says_what_to_configure() -> None:
    """As a setting that is missing: a service manager need not start it again."""
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
        _services(parts(MemoryStore()), (lambda _: None,))


async def test_each_message_goes_to_its_platform_and_waits_where_that_is_not_here() -> None:
    store, clock = MemoryStore(), TurnedClock()
    await store.create(SOUP, [SPACE])
    service = Service(Platform.SLACK, idle, FakePlatform(clock.now))
    found = _services(parts(store), (lambda _: service,))
    publisher = ByPlatform.of(found, clock, lambda community: _home(store, community))
    with pytest.raises(TryLaterError):
        await publisher.post(Admins(SOUP.id), CARD, "key")
    await choose(store, SOUP.id)
    assert await publisher.post(Admins(SOUP.id), CARD, "key") == "1"
    assert await publisher.find(Admins(SOUP.id), "key") == "1"
    await publisher.edit(Admins(SOUP.id), "1", Card("Bye", ()), "key")
    assert CHAT.space.platform in publisher.publishers


async def test_admins_are_told_where_they_chose() -> None:
    store, clock = MemoryStore(), TurnedClock()
    await store.create(SOUP, [SPACE])
    platform, chosen = FakePlatform(clock.now), ChannelRef(SPACE, "C-admins")
    services = [Service(Platform.SLACK, idle, platform)]
    publisher = ByPlatform.of(services, clock, lambda community: _home(store, community))
    async with store.writing(SOUP.id) as unit:
        await unit.settings.put("admin-channel", write_channels([chosen]))
    await publisher.post(Admins(SOUP.id), CARD, "key")
    assert [post.to for post in platform.posts] == [chosen]
    assert platform.in_channels()


async def test_ready_names_what_is_not() -> None:
    store, metrics = MemoryStore(), Metrics()
    away = Service(Platform.SLACK, idle, FakePlatform(TurnedClock().now), connected=lambda: False)
    assert await Readiness(store, [away], metrics)() == {"slack": "not connected"}
    metrics.last_tick -= 1_000

    async def broken() -> None:
        raise OSError

    store.counts = broken  # type: ignore[method-assign,assignment] # a database that is gone
    assert set(await Readiness(store, [], metrics)()) == {"database", "lag"}
    await measured_tick(ticker(store, away.publisher, TurnedClock()), store, metrics)
    assert 'foster_errors_total{what="tick"} 1.0' in metrics.text().decode()


async def test_a_start_asks_for_what_was_missed_where_nobody_else_runs(tmp_path: Path) -> None:
    scene = await Scene().begin()
    await recover(scene.store, f"sqlite:///{tmp_path / 'foster.db'}")
    await recover(scene.store, "postgresql://host/name")
    await measured_tick(scene.ticker, scene.store, Metrics())
    assert scene.posts == 0


def test_copies_are_told() -> None:
    t = texts("en")
    assert copied_card("a.db", t).data == {"backup": "a.db"}
    assert restored_card("a.db", t).data == {"restored": "a.db"}


def test_one_port_serves_the_world_and_the_operator_where_a_platform_must_be_reached() -> None:
    apart = Settings.model_validate({"PORT": "3000", "FOSTER_OPS_PORT": "8090", "SLACK_HOST": "h"})
    together = Settings.model_validate({"PORT": "3000", "FOSTER_OPS_PORT": "3000", "SLACK_HOST": "h"})
    quiet = Service(Platform.SLACK, idle, FakePlatform(TurnedClock().now))
    reached = replace(quiet, routes=lambda _: None)
    assert addresses(apart, [quiet]) == [("127.0.0.1", 8090)]
    assert addresses(apart, [reached]) == [("127.0.0.1", 8090), ("h", 3000)]
    assert addresses(together, [reached]) == [("h", 3000)]
