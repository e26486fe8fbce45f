from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from adapters.markup.discord import sent, snowflake_at
from adapters.synthetic.community import generate
from adapters.synthetic.discord import GUILD, channel_ids
from bot.domain.times import DAY, Micros
from tests.fakes.discord_gateway import Event, events, guild
from tests.fakes.discord_live import Live, made, running
from tests.fakes.discord_server import FakeDiscord, Fault

MILLI = 1000
START = 20_000 * DAY // MILLI
WORLD = generate(5, weeks=2, size=14, start=START)
EVENTS = [event for event in events(WORLD) if event[0] != "GUILD_CREATE"]
GAP = slice(len(EVENTS) // 3, len(EVENTS) // 3 * 2)


@dataclass(slots=True)
class Hand:
    """A clock that stands where the story is."""

    at: Micros = Micros(START * MILLI)

    def now(self) -> Micros:
        return self.at


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as server:
        server.gateway.guilds[GUILD["id"]] = guild(WORLD)
        yield server
        assert server.problems == []


def remember(discord: FakeDiscord, some: list[Event]) -> None:
    """What Discord itself keeps of what was said."""
    for event, payload in some:
        if event == "THREAD_CREATE":
            discord.threads[payload["id"]] = {**payload, "last_message_id": payload["id"]}
        elif event == "MESSAGE_CREATE":
            discord.history[payload["channel_id"]].append({**payload, "reactions": []})
            if payload["channel_id"] in discord.threads:
                discord.threads[payload["channel_id"]]["last_message_id"] = payload["id"]
        elif event == "MESSAGE_REACTION_ADD":
            _react(discord, payload)


def _react(discord: FakeDiscord, payload: dict[str, Any]) -> None:
    name = payload["emoji"]["name"]
    rows = discord.history[payload["channel_id"]]
    row = next(row for row in rows if row["id"] == payload["message_id"])
    users = discord.reacted.setdefault((row["id"], name), [])
    users.append(payload["member"]["user"])
    users.sort(key=lambda user: int(user["id"]))
    row["reactions"] = [r for r in row["reactions"] if r["emoji"]["name"] != name]
    row["reactions"].append({"emoji": {"id": None, "name": name}, "count": len(users)})


async def tell(discord: FakeDiscord, live: Live, some: list[Event]) -> None:
    counts, clock = live.service.intake.counts, live.service.intake.clock
    kinds = {event for event, _ in some}
    wanted = sum(counts[kind] for kind in kinds) + len(some)
    for event, payload in some:
        if event == "MESSAGE_CREATE" and isinstance(clock, Hand):
            clock.at = sent(int(payload["id"]))
        await discord.gateway.emit(event, payload)
    await discord.until(lambda: sum(counts[kind] for kind in kinds) == wanted)
    await live.settled()


async def uninterrupted(discord: FakeDiscord, some: list[Event]) -> str:
    async with running(discord, made(discord, clock=Hand())) as live:
        await tell(discord, live, some)
        return await live.state_hash()


async def test_a_gap_leaves_the_state_of_an_uninterrupted_run(discord: FakeDiscord, clock: Hand) -> None:
    """A third of the events is missed while Foster is down; threads, replies and reactions come back."""
    expected = await uninterrupted(discord, EVENTS)
    live = made(discord, clock=clock)
    async with running(discord, live):
        await tell(discord, live, EVENTS[: GAP.start])
    remember(discord, EVENTS[: GAP.stop])
    again = made(discord, live.store, clock=clock)
    async with running(discord, again):
        await tell(discord, again, EVENTS[GAP.stop :])
        assert await again.state_hash() == expected


async def test_a_lost_session_is_made_up_for(discord: FakeDiscord, clock: Hand) -> None:
    """The connection breaks and Discord has forgotten the session: history brings back what was said."""
    expected = await uninterrupted(discord, EVENTS)
    live = made(discord, clock=clock)
    assert live.service.connection.pause == 5
    live.service.connection.pause = 0.01
    async with running(discord, live):
        await tell(discord, live, EVENTS[: GAP.start])
        remember(discord, EVENTS)
        await discord.gateway.drop()
        discord.gateway.sessions.clear()
        await discord.until(lambda: live.service.intake.counts["GUILD_CREATE"] == 2, 20)
        await live.settled()
        assert await live.state_hash() == expected


async def test_what_was_deleted_or_taken_back_meanwhile_is_gone(discord: FakeDiscord, clock: Hand) -> None:
    reaction = next(p for e, p in EVENTS if e == "MESSAGE_REACTION_ADD" and p["emoji"]["name"] in "🙏👍✅❤️💯")
    victim = next(p for e, p in reversed(EVENTS) if e == "MESSAGE_CREATE" and not p["author"]["bot"])
    back = ("MESSAGE_REACTION_REMOVE", {k: v for k, v in reaction.items() if k != "member"})
    gone = ("MESSAGE_DELETE", {k: victim[k] for k in ("id", "channel_id", "guild_id")})
    expected = await uninterrupted(discord, [*EVENTS, back, gone])
    live = made(discord, clock=clock)
    async with running(discord, live):
        await tell(discord, live, EVENTS)
    remember(discord, EVENTS)
    users = discord.reacted[reaction["message_id"], reaction["emoji"]["name"]]
    users[:] = [user for user in users if user["id"] != reaction["user_id"]]
    discord.history[victim["channel_id"]] = [
        r for r in discord.history[victim["channel_id"]] if r["id"] != victim["id"]
    ]
    await reopened(live, Micros(START * MILLI))
    again = made(discord, live.store, clock=clock)
    async with running(discord, again):
        assert await again.state_hash() == expected


async def reopened(live: Live, since: Micros) -> None:
    """As if nothing were known since an instant."""
    (community,) = await live.store.communities()
    async with live.store.writing(community.id) as unit:
        await unit.marks.save([replace(mark, known=since, gap=True) for mark in await unit.marks.all()])


async def test_archived_threads_are_listed_page_by_page(discord: FakeDiscord, clock: Hand) -> None:
    remember(discord, EVENTS)
    clock.at = Micros(WORLD.end * MILLI)
    for number, thread in enumerate(discord.threads.values()):
        stamp = f"2100-01-01T00:{number // 60:02d}:{number % 60:02d}+00:00"
        thread["thread_metadata"] = {"archived": True, "locked": False, "archive_timestamp": stamp}
    expected = await uninterrupted(discord, EVENTS)
    async with running(discord, made(discord, clock=clock)) as live:
        assert await live.state_hash() == expected
    assert len([path for _, path in discord.requests if path.endswith("/threads/archived/public")]) > 6
    assert set(discord.threads) <= {
        path.split("/")[4] for _, path in discord.requests if path.endswith("/messages")
    }


async def test_a_channel_that_cannot_be_read_stays_open_and_the_others_close(
    discord: FakeDiscord, clock: Hand
) -> None:
    remember(discord, EVENTS)
    clock.at = Micros(WORLD.end * MILLI)
    closed = channel_ids(WORLD)["help"]
    discord.faults += [
        Fault("GET", f"/channels/{closed}/messages$", 403, body={"message": "no", "code": 50001})
    ]
    async with running(discord, made(discord, clock=clock)) as live:
        (community,) = await live.store.communities()
        async with live.store.reading(community.id) as unit:
            marks = await unit.marks.all()
    assert [mark.channel.id for mark in marks if mark.gap] == [closed]


def test_ids_and_instants_match() -> None:
    at = Micros(1_700_000_000_000_000)
    assert int(snowflake_at(at)) + 1 == (1_700_000_000_000 - 1_420_070_400_000) << 22
