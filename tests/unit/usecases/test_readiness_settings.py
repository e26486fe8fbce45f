"""Thresholds of readiness: what they would change is shown before they are saved."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.commands.catalogue import catalogue
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Reply, Role
from bot.domain.facts import Fact, Message
from bot.domain.times import DAY, Micros
from bot.usecases.credit import credit
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import SOUP
from tests.unit.views.test_readiness import words


@pytest.fixture
async def town(chat: Sequence[Fact]) -> tuple[MemoryStore, Micros]:
    store = MemoryStore()
    await store.create(SOUP)
    await store.write(SOUP.id, chat)
    await credit(store, SOUP.id)
    return store, Micros(max(fact.at for fact in chat if isinstance(fact, Message)) + 7 * DAY)


async def say(town: tuple[MemoryStore, Micros], text: str, role: Role = Role.ADMIN) -> Reply:
    return await run(Invocation(SOUP.id, Caller(role), text, town[1]), catalogue(), town[0])


async def stored(town: tuple[MemoryStore, Micros]) -> tuple[dict[str, str], int]:
    async with town[0].reading(SOUP.id) as unit:
        return dict(await unit.settings.all()), len(await unit.audit.latest(9))


async def test_a_threshold_shows_first_what_it_would_change(town: tuple[MemoryStore, Micros]) -> None:
    await say(town, "team set 1")
    before = await stored(town)
    shown = words((await say(town, "settings set ready-team 1")).card)
    assert "T1 would be “Yes” instead of “Not yet”." in shown
    assert "The verdict would be “not enough data” instead of “not yet”." in shown
    assert 'settings set ready-team "1" save=yes' in shown
    assert await stored(town) == before


async def test_what_was_seen_is_saved_and_written_down(town: tuple[MemoryStore, Micros]) -> None:
    shown = words((await say(town, "settings set ready-team 1 save=yes")).card)
    assert "No question would be answered otherwise. The verdict would stay" in shown
    assert await stored(town) == ({"ready-team": "1"}, 1)
    assert "Only tried out" in words((await say(town, "settings reset ready-team")).card)
    await say(town, "settings reset ready-team save=yes")
    assert await stored(town) == ({}, 2)


async def test_a_community_without_a_word_has_no_what_if() -> None:
    store = MemoryStore()
    await store.create(SOUP)
    shown = words((await say((store, Micros(DAY)), "settings set ready-team 1")).card)
    assert "verdict" not in shown
    assert "Only tried out" in shown


@pytest.mark.parametrize("name", ["small", "support-heavy", "open-source"])
async def test_presets_of_kinds_of_communities(town: tuple[MemoryStore, Micros], name: str) -> None:
    assert not (await say(town, f"settings preset {name} save=yes")).failed
    assert not (await say(town, "ready")).failed
    assert all(key.startswith("ready-") for key in (await stored(town))[0])


async def test_only_admins_change_thresholds(town: tuple[MemoryStore, Micros]) -> None:
    assert (await say(town, "settings set ready-team 1", Role.STAFF)).failed


async def test_asking_is_remembered_in_the_history(town: tuple[MemoryStore, Micros]) -> None:
    await say(town, "ready", Role.MEMBER)
    assert "not enough data" in words((await say(town, "ready history", Role.MEMBER)).card)
