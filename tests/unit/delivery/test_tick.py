from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

import pytest

from bot.delivery_ports import Admins, Mark
from bot.domain.delivery import LEASE, SETTLING, Digest, State, Why
from bot.domain.notices import Mail
from bot.domain.slots import Schedule
from bot.domain.times import DAY, HOUR, MINUTE, SECOND, Micros, Week
from bot.usecases.tick import Ticker
from tests.fakes.delivery import TurnedClock, choose, help_given, open_channels, ticker
from tests.fakes.memory_store import MemoryStore
from tests.fakes.platform import FakePlatform, Fault, Killed, at_once
from tests.fakes.soup import ADA, BEN, CHAT, CYD, HELP, SOUP, SPACE

WEEK = Week(2024, 26)
UTC = ZoneInfo("UTC")
SLOT = Schedule(2, time(10), UTC).slot(WEEK)
START = WEEK.bounds(UTC)[0]


class Scene:
    """One community that was set up in the week before, in which Ben helped Ada."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.clock = TurnedClock(Micros(START + 3 * DAY))
        self.platform = FakePlatform(self.clock.now)
        self.ticker = ticker(self.store, self.platform, self.clock)

    async def begin(self) -> Scene:
        await self.store.create(SOUP, [SPACE])
        await open_channels(self.store, SOUP.id)
        await choose(self.store, SOUP.id)
        await self.store.write(SOUP.id, help_given("1", START + DAY, ADA, BEN))
        await self.ticker.tick()
        return self

    async def at(self, instant: int, ticker: Ticker | None = None) -> Scene:
        self.clock.at = Micros(instant)
        await (ticker or self.ticker).tick()
        return self

    async def digest(self, week: Week = WEEK) -> Digest | None:
        async with self.store.reading(SOUP.id) as unit:
            return await unit.digests.get(week)

    async def state(self, week: Week = WEEK) -> State | None:
        found = await self.digest(week)
        return None if found is None else found.state

    async def notices(self) -> list[str]:
        async with self.store.reading(SOUP.id) as unit:
            return sorted(letter.notice.key for letter in await unit.outbox.latest(99))

    @property
    def posts(self) -> int:
        return len(self.platform.in_channels())


@pytest.fixture
async def scene() -> Scene:
    return await Scene().begin()


async def test_preview_then_post_once(scene: Scene) -> None:
    await scene.at(SLOT - DAY)
    assert [post.to for post in scene.platform.posts] == [Admins(SOUP.id)]
    assert "Preview" in scene.platform.posts[0].card.title
    await scene.at(SLOT - 1)
    assert scene.posts == 0
    for later in (0, 1, MINUTE, HOUR, 5 * DAY):
        await scene.at(SLOT + later)
    assert scene.posts == 1
    found = await scene.digest()
    assert found is not None
    assert (found.state, found.channel, found.attempt, found.external) == (State.POSTED, CHAT, 1, "2")
    async with scene.store.reading(SOUP.id) as unit:
        ledger = await unit.ledger.balances(["slack:T1:U2"])  # type: ignore[list-item] # a person's id as it is
    assert list(ledger.named) == ["slack:T1:U2"]


async def test_a_tick_says_that_it_goes_on(scene: Scene) -> None:
    moved: list[int] = []
    scene.ticker.moved = lambda: moved.append(scene.clock.now())
    await scene.at(SLOT - 2 * DAY)
    assert moved == []
    await scene.at(SLOT)
    assert moved == [SLOT]


async def test_a_clock_that_jumps_back_posts_nothing_again(scene: Scene) -> None:
    await scene.at(SLOT)
    for jump in (-2 * HOUR, -10 * MINUTE, 0, 10 * MINUTE):
        await scene.at(SLOT + jump)
    assert scene.posts == 1


async def test_a_lost_answer_is_looked_for_and_found(scene: Scene) -> None:
    await scene.at(SLOT - DAY)
    scene.platform.faults = [Fault.LOST_RESPONSE]
    await scene.at(SLOT)
    assert await scene.state() is State.SENDING
    await scene.at(SLOT + MINUTE)
    assert scene.platform.calls[-1] == "post"  # too early to look
    await scene.at(SLOT + SETTLING)
    assert await scene.state() is State.POSTED
    assert scene.posts == 1


async def test_a_lost_request_is_looked_for_and_sent_again(scene: Scene) -> None:
    await scene.at(SLOT - DAY)
    scene.platform.faults = [Fault.LOST_REQUEST]
    await scene.at(SLOT)
    await scene.at(SLOT + SETTLING)
    assert scene.platform.calls[-3:] == ["post", "find", "post"]
    assert scene.posts == 1


async def test_where_nobody_can_tell_admins_are_asked(scene: Scene) -> None:
    await scene.at(SLOT - DAY)
    scene.platform.faults = [Fault.LOST_RESPONSE, Fault.UNSEARCHABLE]
    await scene.at(SLOT)
    await scene.at(SLOT + SETTLING)
    found = await scene.digest()
    assert found is not None
    assert (found.state, found.why) == (State.HELD, Why.UNKNOWN)
    await scene.at(SLOT + 3 * DAY)
    assert scene.posts == 1
    assert f"held:{WEEK}:2" in await scene.notices()


async def test_429_waits_as_long_as_it_is_told(scene: Scene) -> None:
    await scene.at(SLOT - DAY)
    scene.platform.faults = [Fault.BUSY]
    await scene.at(SLOT)
    await scene.at(SLOT + 29 * SECOND)
    assert scene.posts == scene.platform.early == 0
    await scene.at(SLOT + 30 * SECOND)
    assert scene.posts == 1


@pytest.mark.parametrize("fault", [Fault.FORBIDDEN, Fault.GONE])
async def test_a_refusal_is_told_once_and_not_repeated(scene: Scene, fault: Fault) -> None:
    await scene.at(SLOT - DAY)
    scene.platform.faults = [fault]
    for n in range(9):
        await scene.at(SLOT + n * HOUR)
    assert scene.posts == 0
    assert await scene.state() is State.HELD
    assert [key for key in await scene.notices() if key.startswith("held")] == [f"held:{WEEK}:1"]


async def test_a_process_that_died_is_followed_after_its_lease(scene: Scene) -> None:
    await scene.at(SLOT - DAY)

    def die(point: str) -> None:
        if point == "after post":
            raise Killed

    scene.platform.between = die
    with pytest.raises(BaseExceptionGroup):
        await scene.at(SLOT)
    scene.platform.between = at_once
    other = ticker(scene.store, scene.platform, scene.clock, "two")
    await scene.at(SLOT + LEASE - 1, other)
    assert await scene.state() is State.SENDING
    await scene.at(SLOT + LEASE, other)
    assert await scene.state() is State.POSTED
    assert scene.posts == 1


async def test_weeks_missed_are_skipped_and_told_once(scene: Scene) -> None:
    await scene.at(SLOT + 16 * DAY)
    await scene.at(SLOT + 16 * DAY + HOUR)
    assert [await scene.state(WEEK.shift(n)) for n in range(4)] == [State.SKIPPED] * 3 + [None]
    assert [key for key in await scene.notices() if "missed" in key] == [f"missed:{WEEK.shift(2)}"]
    assert scene.posts == 0


async def test_a_day_late_is_still_good(scene: Scene) -> None:
    await scene.at(SLOT + 24 * HOUR)
    assert scene.posts == 1


async def test_a_week_below_the_minimum_is_skipped_with_a_note(scene: Scene) -> None:
    await choose(scene.store, SOUP.id, minimum="5")
    await scene.at(SLOT)
    assert await scene.state() is State.SKIPPED
    assert f"few:{WEEK}" in await scene.notices()


async def test_a_gap_is_waited_for_then_said(scene: Scene) -> None:
    async with scene.store.writing(SOUP.id) as unit:
        await unit.marks.save([Mark(HELP, SLOT, SLOT, gap=True)])
    await scene.at(SLOT)
    await scene.at(SLOT + 11 * HOUR)
    assert scene.posts == 0
    await scene.at(SLOT + 12 * HOUR)
    assert scene.posts == 1
    assert f"incomplete:{WEEK}" in await scene.notices()


async def test_whoever_opts_out_before_the_second_attempt_is_not_named(scene: Scene) -> None:
    await scene.at(SLOT - DAY)
    scene.platform.faults = [Fault.LOST_REQUEST]
    await scene.store.write(SOUP.id, help_given("2", START + DAY, CYD, ADA))
    await scene.at(SLOT)
    async with scene.store.writing(SOUP.id) as unit:
        await unit.people.set_opted_out(BEN, opted_out=True, at=scene.clock.now())
    await scene.at(SLOT + SETTLING)
    assert scene.posts == 1
    assert "U2" not in str(scene.platform.in_channels()[0].card.blocks)


async def test_a_notice_is_looked_for_before_it_is_repeated_and_given_up_in_sight(scene: Scene) -> None:
    scene.platform.faults = [Fault.LOST_RESPONSE]
    await scene.at(SLOT - DAY)
    await scene.at(SLOT - DAY + HOUR)
    assert scene.platform.calls == ["post", "find"]
    await choose(scene.store, SOUP.id, minimum="5")
    scene.platform.faults = [Fault.FORBIDDEN]
    await scene.at(SLOT)
    async with scene.store.reading(SOUP.id) as unit:
        dead = await unit.outbox.latest(9, Mail.DEAD)
    assert [(letter.notice.key, letter.why) for letter in dead] == [(f"few:{WEEK}", "refused")]


async def test_a_first_week_and_the_next_carry_the_ledger_on(scene: Scene) -> None:
    await scene.store.write(SOUP.id, help_given("2", START + DAY + HOUR, ADA, CYD))
    second = START + 8 * DAY
    await scene.store.write(SOUP.id, help_given("3", second, ADA, BEN))
    await scene.store.write(SOUP.id, help_given("4", second + HOUR, ADA, CYD))
    await scene.at(SLOT)
    await scene.at(SLOT + 7 * DAY)
    assert scene.posts == 2
    async with scene.store.reading(SOUP.id) as unit:
        picks = [await unit.ledger.frozen(WEEK.shift(n)) for n in range(2)]
    named = [pick.named for pick in picks if pick is not None]
    assert len({person for pair in named for person in pair}) == 2  # turns come round
    assert len(named) == 2


async def test_one_community_that_fails_keeps_nobody_else_waiting(scene: Scene) -> None:
    failures: list[str] = []
    scene.ticker.failed = failures.append

    def fail(point: str) -> None:
        raise RuntimeError(point)

    scene.store.unsettled = fail  # type: ignore[method-assign,assignment] # a store that breaks
    with pytest.raises(RuntimeError):
        await scene.at(SLOT)
    await scene.ticker.stop()
    assert scene.posts == 0
