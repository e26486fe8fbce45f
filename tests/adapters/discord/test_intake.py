from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from adapters.discord.api import LaterError, LostError
from adapters.discord.putting_off import MOST
from adapters.patience import Patience
from adapters.synthetic.community import generate
from adapters.synthetic.discord import GUILD, channel_ids
from bot.domain.facts import Message, Reaction
from tests.fakes.discord_gateway import guild
from tests.fakes.discord_live import Live, made, running
from tests.fakes.discord_server import FakeDiscord

WORLD = generate(3, weeks=1, size=5)
HELP = channel_ids(WORLD)["help"]
THREAD = str(3_000 << 22)


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as server:
        server.gateway.guilds[GUILD["id"]] = guild(WORLD)
        yield server
        assert server.problems == []


@pytest.fixture
async def live(discord: FakeDiscord) -> AsyncIterator[Live]:
    async with running(discord, made(discord)) as service:
        yield service


def message(number: int, channel: str = HELP) -> dict[str, Any]:
    author = {"id": str(12 << 22), "username": "ana"}
    stamp = f"2015-01-01T00:00:{number // 1000 % 60:02d}.{number % 1000:03d}+00:00"
    head = {"id": str(number << 22), "channel_id": channel, "guild_id": GUILD["id"], "timestamp": stamp}
    return {**head, "type": 0, "content": "How?", "author": author, "member": {"nick": None}}


async def seen(discord: FakeDiscord, live: Live, event: str, *payloads: dict[str, Any]) -> None:
    wanted = live.service.intake.counts[event] + len(payloads)
    for payload in payloads:
        await discord.gateway.emit(event, payload)
    await discord.until(lambda: live.service.intake.counts[event] == wanted)
    await live.settled()


async def test_a_thread_nobody_told_of_is_asked_for(discord: FakeDiscord, live: Live) -> None:
    """An archived thread goes on: the cache does not know it, Discord does."""
    discord.threads[THREAD] = {"id": THREAD, "type": 11, "parent_id": HELP, "guild_id": GUILD["id"]}
    await seen(discord, live, "MESSAGE_CREATE", message(3_001, THREAD), message(3_002, THREAD))
    told = [fact for fact in live.writer.facts if isinstance(fact, Message)]
    assert [(fact.ref.channel.id, fact.thread) for fact in told] == [(HELP, THREAD)] * 2
    assert len([path for _, path in discord.requests if path.endswith(f"/channels/{THREAD}")]) == 1


async def test_a_channel_that_foster_may_not_see_is_asked_for_once(discord: FakeDiscord, live: Live) -> None:
    await seen(discord, live, "MESSAGE_CREATE", message(1, "4242"), message(2, "4242"))
    assert not any(isinstance(fact, Message) for fact in live.writer.facts)
    assert len([path for _, path in discord.requests if path.endswith("/channels/4242")]) == 1


@pytest.mark.parametrize("silence", [LostError(), LaterError(1)])
async def test_a_question_without_an_answer_loses_nothing_and_is_asked_again_soon(
    discord: FakeDiscord, live: Live, silence: Exception
) -> None:
    """And what comes from other channels meanwhile is read at once."""
    discord.threads[THREAD] = {"id": THREAD, "type": 11, "parent_id": HELP, "guild_id": GUILD["id"]}
    intake, asked = live.service.intake, list[str]()
    discords_own = intake.ask_channel

    async def ask(channel: str) -> Mapping[str, Any] | None:
        asked.append(channel)
        if len(asked) < 3:
            raise silence
        return await discords_own(channel)

    def stored() -> list[str]:
        return [fact.ref.id for fact in live.writer.facts if isinstance(fact, Message)]

    intake.ask_channel, intake.putting_off.patience = ask, Patience(first=0.2)
    await seen(discord, live, "MESSAGE_CREATE", *(message(3_001 + n, THREAD) for n in range(5)), message(9))
    assert stored() == [str(9 << 22)]
    await discord.until(lambda: len(stored()) == 6)
    assert len(asked) == 3
    assert intake.counts["MESSAGE_CREATE"] == 6


async def test_of_too_much_that_waits_the_server_is_asked_back(discord: FakeDiscord, live: Live) -> None:
    async def ask(_: str) -> None:
        raise LostError

    live.service.intake.ask_channel, live.service.intake.putting_off.waiting = ask, MOST
    before = len(discord.requests)
    await seen(discord, live, "MESSAGE_CREATE", message(3_001, THREAD))
    await discord.until(lambda: any("/messages" in path for _, path in discord.requests[before:]))


@pytest.mark.parametrize(("emoji", "left"), [(None, 0), ("✅", 1)])
async def test_all_reactions_of_a_message_may_go_at_once(
    discord: FakeDiscord, live: Live, emoji: str | None, left: int
) -> None:
    await seen(discord, live, "MESSAGE_CREATE", message(5))
    put = {"message_id": str(5 << 22), "channel_id": HELP, "guild_id": GUILD["id"], "user_id": str(13 << 22)}
    both = [put | {"emoji": {"id": None, "name": name}} for name in ("✅", "🙏")]
    await seen(discord, live, "MESSAGE_REACTION_ADD", *both)
    kind = "MESSAGE_REACTION_REMOVE_EMOJI" if emoji else "MESSAGE_REACTION_REMOVE_ALL"
    gone = {key: put[key] for key in ("message_id", "channel_id", "guild_id")}
    await seen(discord, live, kind, gone | ({"emoji": {"id": None, "name": emoji}} if emoji else {}))
    standing: dict[str, bool] = {}
    for fact in live.writer.facts:
        if isinstance(fact, Reaction):
            standing[fact.emoji] = fact.present
    assert sum(standing.values()) == left


async def test_what_does_not_fit_is_asked_back(discord: FakeDiscord, live: Live) -> None:
    """The database falls far behind: the oldest events are given up, and their server is read again."""
    live.service.intake.most_waiting = 10
    before = len(discord.requests)
    for number in range(40):
        live.service.intake.take("MESSAGE_CREATE", message(number + 1))
    await live.settled()
    assert live.service.intake.counts["given up"] == 30
    assert any(path.endswith(f"/channels/{HELP}/messages") for _, path in discord.requests[before:])
