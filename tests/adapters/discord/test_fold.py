"""The thread below a digest: whatever happens between the post and its thread, the outbox completes it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from adapters.discord.api import Api, File, RestApi
from adapters.discord.client import Connection, Shards, point_to
from adapters.discord.publisher import DiscordPublisher
from bot.domain.delivery import LEASE, SETTLING, State
from bot.domain.facts import Channel
from bot.domain.preference_texts import write_channels
from bot.domain.refs import ChannelRef, CommunityId, MemberRef
from bot.domain.times import DAY, MINUTE, Micros
from bot.usecases.tick import Ticker
from tests.fakes.delivery import TurnedClock, by_replies, choose, help_given, ticker
from tests.fakes.discord_server import OWN, TOKEN, FakeDiscord, Fault
from tests.fakes.memory_store import MemoryStore
from tests.fakes.platform import Killed
from tests.fakes.soup import GUILD, SOUP
from tests.unit.delivery.test_tick import SLOT, START, WEEK

HELP, NEWS, STAFF = (ChannelRef(GUILD, id_) for id_ in ("41", "42", "43"))
ASKER = MemberRef(GUILD, "100")
HELPERS = [MemberRef(GUILD, str(200 + number)) for number in range(40)]


async def staff(_community: CommunityId) -> ChannelRef:
    return STAFF


@dataclass(frozen=True, slots=True)
class Dying:
    """The way to Discord of a process that dies before it asks for `path`."""

    api: Api
    path: str

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        files: Sequence[File] = (),
        query: Mapping[str, str] | None = None,
        **ids: str,
    ) -> Any:  # noqa: ANN401 - JSON
        if path.endswith(self.path) and ids["channel_id"] != STAFF.id:
            raise Killed
        return await self.api.call(method, path, body, files, query, **ids)


@dataclass(slots=True)
class Scene:
    """A week in which forty people helped, and a digest that folds."""

    discord: FakeDiscord
    api: Api
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: TurnedClock = field(default_factory=lambda: TurnedClock(Micros(START + 3 * DAY)))

    async def begin(self) -> Scene:
        await self.store.create(SOUP, [GUILD])
        await self.store.write(SOUP.id, [Channel(HELP, "help"), Channel(NEWS, "news")])
        await choose(self.store, SOUP.id, digest_channel=write_channels((NEWS,)))
        for number, helper in enumerate(HELPERS):
            await self.store.write(
                SOUP.id, help_given(str(number), START + DAY + number * MINUTE, ASKER, helper, HELP)
            )
        await self.process().tick()
        return self

    def process(self, dies_at: str = "") -> Ticker:
        """One that goes on, or dies."""
        api = Dying(self.api, dies_at) if dies_at else self.api
        publisher = DiscordPublisher(api, lambda: OWN, staff, lambda _chart: b"png", self.clock)
        return ticker(self.store, publisher, self.clock, f"one {dies_at}", derive=by_replies)

    async def at(self, instant: int, process: Ticker) -> None:
        self.clock.at = Micros(instant)
        self.discord.now = (instant // 1_000_000 - 1_420_070_400) * 1_000
        await process.tick()

    def below(self) -> list[str]:
        """Who is named in the thread."""
        (post,) = self.discord.history[NEWS.id]
        said = str(self.discord.history.get(post["id"], []))
        return [helper.id for helper in HELPERS if f"<@{helper.id}>" in said]

    async def posted(self) -> bool:
        async with self.store.reading(SOUP.id) as unit:
            digest = await unit.digests.get(WEEK)
        return digest is not None and digest.state is State.POSTED


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with FakeDiscord() as discord:
        point_to(discord.address)
        connection = Connection(lambda _event, _payload: None, lambda _payload: None, Shards())
        await connection.login(TOKEN)
        yield await Scene(discord, RestApi(connection.http)).begin()
        await connection.close()
        assert discord.problems == []


async def test_a_thread_that_failed_is_made_by_the_outbox(scene: Scene) -> None:
    scene.discord.faults += [Fault("POST", f"/channels/{NEWS.id}/messages/.*/threads$", 403)]
    await scene.at(SLOT, scene.process())
    assert await scene.posted()
    for minutes in range(1, 4):
        await scene.at(SLOT + minutes * MINUTE, scene.process())
    assert len(scene.below()) == 3


@pytest.mark.parametrize("point", ["/threads", "/messages"])
async def test_a_process_that_dies_below_the_post_loses_nothing(scene: Scene, point: str) -> None:
    """Before the thread, or before the first message in it: the next one finds the post and completes it."""
    with pytest.raises(BaseExceptionGroup) as died:
        await scene.at(SLOT, scene.process("/threads"))
    assert died.group_contains(Killed)
    if point == "/messages":
        (post,) = scene.discord.history[NEWS.id]
        scene.discord.folds.add(post["id"])  # the thread was made
    assert scene.below() == []
    for minutes in range(1, 6):
        await scene.at(SLOT + LEASE + SETTLING + minutes * MINUTE, scene.process())
    assert await scene.posted()
    whole = scene.below()
    assert len(whole) == 3
    await scene.at(SLOT + DAY, scene.process())
    assert scene.below() == whole
