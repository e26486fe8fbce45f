"""Crediting is worked out beside the store: what happens there meanwhile is neither lost nor brought back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot.domain.facts import Deletion, Fact, Message
from bot.domain.refs import CommunityId, MemberRef
from bot.domain.times import Micros
from bot.ports import Unit
from bot.usecases import credit as crediting
from bot.usecases.credit import credit
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import SOUP

FOREVER = Micros(2**62)

Work = Callable[[MemoryStore], Awaitable[object]]


class Busy(MemoryStore):
    """Something happens just before the next `times` transactions that want to write."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: Work | None = None
        self.times = 0

    @asynccontextmanager
    async def writing(self, community: CommunityId) -> AsyncIterator[Unit]:
        work, self.meanwhile = self.meanwhile, None
        if work is not None and self.times:
            self.times -= 1
            await work(self)
            self.meanwhile = work
        async with super().writing(community) as unit:
            yield unit


async def busy(chat: tuple[Fact, ...], work: Work, times: int = 1) -> Busy:
    store = Busy()
    await store.create(SOUP)
    await store.write(SOUP.id, chat)
    store.meanwhile, store.times = work, times
    return store


async def helpers(store: MemoryStore) -> set[MemberRef]:
    async with store.reading(SOUP.id) as unit:
        return {one.helper for one in await unit.credits.credits(Micros(0), FOREVER)}


async def state(store: MemoryStore) -> str:
    async with store.reading(SOUP.id) as unit:
        return await unit.facts.state_hash()


async def undisturbed(facts: tuple[Fact, ...]) -> str:
    store = MemoryStore()
    await store.create(SOUP)
    await store.write(SOUP.id, facts)
    await credit(store, SOUP.id)
    return await state(store)


async def test_whoever_was_erased_meanwhile_stays_erased(chat: tuple[Fact, ...]) -> None:
    known = MemoryStore()
    await known.create(SOUP)
    await known.write(SOUP.id, chat)
    await credit(known, SOUP.id)
    someone = min(await helpers(known))

    async def forget(store: MemoryStore) -> None:
        async with store.writing(SOUP.id) as unit:
            await unit.privacy.forget([someone], Micros(1))

    store = await busy(chat, forget)
    assert await credit(store, SOUP.id) > 0
    found = await helpers(store)
    assert found
    assert someone not in found


async def test_whoever_was_faster_is_not_overwritten(chat: tuple[Fact, ...]) -> None:
    """Another process takes a deletion in and derives, while this one still holds what was there before."""
    last = max((one for one in chat if isinstance(one, Message)), key=lambda one: one.at)

    async def faster(store: MemoryStore) -> None:
        await store.write(SOUP.id, [Deletion(last.ref)])
        await credit(store, SOUP.id)

    store = await busy(chat, faster)
    await credit(store, SOUP.id)
    assert await state(store) == await undisturbed((*chat, Deletion(last.ref)))


async def test_what_comes_in_meanwhile_is_derived_the_next_time(chat: tuple[Fact, ...]) -> None:
    last = max((one for one in chat if isinstance(one, Message)), key=lambda one: one.at)
    store = await busy(chat, lambda store: store.write(SOUP.id, [Deletion(last.ref)]))
    await credit(store, SOUP.id)
    assert await credit(store, SOUP.id) > 0
    assert await state(store) == await undisturbed((*chat, Deletion(last.ref)))


async def test_it_gives_way_to_others_that_derive_all_the_time(chat: tuple[Fact, ...]) -> None:
    some = tuple(one for one in chat if isinstance(one, Message))[:12]

    async def again(store: MemoryStore) -> None:
        async with store.writing(SOUP.id) as unit:
            await unit.facts.touch()
        await credit(store, SOUP.id)
        async with store.writing(SOUP.id) as unit:
            await unit.facts.touch()

    store = await busy(some, again, times=100)
    await credit(store, SOUP.id)
    assert store.times == 100 - crediting.TRIES


@pytest.mark.parametrize("written", [1, 2, 1_000])
async def test_the_size_of_transactions_changes_nothing(
    chat: tuple[Fact, ...], monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    expected = await undisturbed(chat)
    monkeypatch.setattr(crediting, "WRITTEN", written)
    assert await undisturbed(chat) == expected
