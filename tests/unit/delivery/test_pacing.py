from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.delivery_ports import Admins, RefusedError, TryLaterError
from bot.domain.rates import Limiter, Rate
from bot.domain.times import MINUTE, SECOND
from bot.usecases.pacing import MOST_REFUSALS, REFUSALS_WITHIN, PacedPublisher
from bot.views.card import Card
from tests.fakes.delivery import TurnedClock
from tests.fakes.platform import FakePlatform, Fault
from tests.fakes.soup import CHAT, HELP, SOUP

CARD = Card("Hello", ())


@dataclass
class Scene:
    clock: TurnedClock = field(default_factory=TurnedClock)
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.platform = FakePlatform(self.clock.now)
        rate = Rate(SECOND // 10, burst=2)
        self.paced = PacedPublisher(self.platform, self.clock, self.sleep, rate, Rate(SECOND))

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def test_a_limiter_allows_a_burst_then_one_after_the_other() -> None:
    limiter, rate = Limiter(), Rate(10, burst=3)
    assert [limiter.book([("a", rate)], 100) for _ in range(5)] == [100, 100, 100, 110, 120]
    assert limiter.book([("b", rate)], 100) == 100
    assert limiter.book([("a", rate)], 1_000, latest=1_000) == 1_000


def test_what_is_too_late_is_not_taken_and_a_stop_is_kept() -> None:
    limiter, rate = Limiter(), Rate(10)
    limiter.stop("a", 500)
    assert limiter.book([("a", rate)], 100, latest=200) == 500
    assert limiter.book([("a", rate)], 100) == 500
    assert limiter.book([("a", rate)], 100) == 510
    for n in range(10_001):
        limiter.book([(n, rate)], 10_000 + n)
    assert len(limiter.free) < 10_002


async def test_channels_and_the_platform_keep_their_own_pace() -> None:
    scene = Scene()
    for to in (CHAT, HELP, Admins(SOUP.id), CHAT):
        await scene.paced.post(to, CARD, "key")
    assert scene.slept == [0.1, 1.0]
    assert await scene.paced.find(CHAT, "key") == "1"
    await scene.paced.edit(HELP, "2", Card("Bye", ()), "key")
    assert scene.platform.posts[1].card.title == "Bye"


async def test_after_429_nobody_asks_before_the_time() -> None:
    scene = Scene()
    scene.platform.faults = [Fault.BUSY]
    for to in (CHAT, HELP):
        with pytest.raises(TryLaterError):
            await scene.paced.post(to, CARD, "key")
    assert scene.platform.calls == ["post"]
    scene.clock.forward(scene.platform.retry_after)
    await scene.paced.post(HELP, CARD, "key")
    assert scene.platform.early == 0


async def test_whoever_is_refused_often_stops_asking() -> None:
    scene = Scene()
    scene.platform.faults = [Fault.FORBIDDEN] * 99
    for n in range(MOST_REFUSALS * 2):
        scene.clock.forward(SECOND)
        with pytest.raises(RefusedError if n < MOST_REFUSALS else TryLaterError):
            await scene.paced.post(CHAT, CARD, "key")
    assert len(scene.platform.calls) == MOST_REFUSALS
    scene.platform.faults = []
    scene.clock.forward(REFUSALS_WITHIN + MINUTE)
    assert await scene.paced.post(CHAT, CARD, "key")
