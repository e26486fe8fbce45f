from __future__ import annotations

from bot.domain.preference_texts import write_channels
from bot.domain.times import DAY, Micros
from tests.fakes.delivery import TurnedClock, choose, open_channels, ticker
from tests.fakes.memory_store import MemoryStore
from tests.fakes.platform import FakePlatform, Fault
from tests.fakes.soup import CHAT, HELP, SOUP, SPACE

BEGIN = Micros(20_000 * DAY)


class Arrival:
    """Foster in a community that was just made."""

    def __init__(self) -> None:
        self.store, self.clock = MemoryStore(), TurnedClock(BEGIN)
        self.platform = FakePlatform(self.clock.now)
        self.ticker = ticker(self.store, self.platform, self.clock, welcome=True)

    async def days(self, number: int) -> None:
        for _ in range(number):
            await self.ticker.tick()
            self.clock.forward(DAY)

    def welcomes(self) -> list[object]:
        return [post.to for post in self.platform.posts if post.card.data == {"welcome": True}]


async def arrived() -> Arrival:
    here = Arrival()
    await here.store.create(SOUP, [SPACE])
    await open_channels(here.store, SOUP.id)
    return here


async def test_everybody_is_told_once_where_digests_go() -> None:
    here = await arrived()
    await here.days(2)
    assert here.welcomes() == []
    await choose(here.store, SOUP.id)
    await here.days(3)
    assert here.welcomes() == [CHAT]
    (post,) = [one for one in here.platform.posts if one.to == CHAT]
    said = str(post.card.blocks)
    assert "no text" in said
    assert "/foster optout" in said
    assert "/foster privacy" in said


async def test_never_twice_whatever_changes_and_however_long_it_is() -> None:
    here = await arrived()
    await choose(here.store, SOUP.id)
    await here.days(40)
    await choose(here.store, SOUP.id, digest_day="friday")
    await here.days(40)
    async with here.store.writing(SOUP.id) as unit:
        await unit.settings.put("digest-channel", None)
    await here.days(2)
    await choose(here.store, SOUP.id, digest_channel=write_channels((HELP,)))
    await here.days(9)
    assert here.welcomes() == [CHAT]


async def test_an_answer_that_was_lost_is_looked_up_first() -> None:
    here = await arrived()
    await choose(here.store, SOUP.id)
    here.platform.faults.append(Fault.LOST_RESPONSE)
    await here.days(4)
    assert here.welcomes() == [CHAT]
