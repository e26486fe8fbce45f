"""What is derived depends on the facts alone: not on pieces, on order, on repeats, nor on when it runs."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.synthetic.community import generate
from bot.domain.attribution import CONTEXT_MESSAGES
from bot.domain.facts import Account, Fact, Message
from bot.domain.refs import ChannelRef, MessageRef
from bot.domain.times import Micros
from bot.ports import Store
from bot.usecases.credit import credit
from tests.fakes.chats import facts_of
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import SOUP, SPACE

FOREVER = Micros(2**62)


async def ingest(store: Store, facts: Sequence[Fact]) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest(facts)


async def state(store: Store) -> str:
    async with store.reading(SOUP.id) as unit:
        return await unit.facts.state_hash()


async def credits_in(store: Store) -> int:
    async with store.reading(SOUP.id) as unit:
        return len(await unit.credits.credits(Micros(0), FOREVER))


@pytest.fixture(scope="session")
async def expected(chat: tuple[Fact, ...]) -> str:
    """The state after everything came at once and was derived in one go."""
    store = MemoryStore()
    await store.create(SOUP)
    await ingest(store, chat)
    await credit(store, SOUP.id)
    assert await credits_in(store) > 8
    return await state(store)


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - tests, not secrets


@pytest.mark.parametrize("piece", [3, 40])
async def test_the_size_of_pieces_changes_nothing(
    store: Store, chat: tuple[Fact, ...], expected: str, piece: int
) -> None:
    await store.create(SOUP)
    await ingest(store, chat)
    assert await credit(store, SOUP.id, piece=piece) > 3
    assert await state(store) == expected


@pytest.mark.parametrize("seed", [1])
async def test_a_busy_channel_may_be_cut_anywhere(tmp_path: Path, seed: int) -> None:
    """More messages than the context of one, all in one channel without threads, and one of them late."""
    one = ChannelRef(SPACE, "everything")
    flat = [
        replace(fact, ref=MessageRef(one, fact.ref.id), thread=None)
        for fact in facts_of(generate(seed, weeks=1, size=120), tmp_path / "busy.jsonl")
        if isinstance(fact, Message)
    ]
    assert len(flat) > 1.5 * CONTEXT_MESSAGES
    late = dice(seed).choice(flat)
    hashes = set()
    for piece in (90, 20_000):
        store = MemoryStore()
        await store.create(SOUP)
        await ingest(store, [fact for fact in flat if piece > len(flat) or fact is not late])
        await credit(store, SOUP.id, piece=piece)
        await ingest(store, [late])
        await credit(store, SOUP.id, piece=piece)
        hashes.add(await state(store))
    assert len(hashes) == 1


async def test_stopped_in_the_middle_of_a_channel_it_goes_on_from_there(tmp_path: Path) -> None:
    one = ChannelRef(SPACE, "everything")
    flat = [
        replace(fact, ref=MessageRef(one, fact.ref.id), thread=None)
        for fact in facts_of(generate(3, weeks=2, size=120), tmp_path / "busy.jsonl")
        if isinstance(fact, Message)
    ]
    seen: list[int] = []
    hashes = set()

    def until_the_third(done: int, total: int) -> None:
        seen.append(total)
        if done == 3:
            raise ConnectionError

    for interrupted in (False, True):
        store = MemoryStore()
        await store.create(SOUP)
        await ingest(store, flat)
        if interrupted:
            with pytest.raises(ConnectionError):
                await credit(store, SOUP.id, piece=210, progress=until_the_third)
        seen.append(await credit(store, SOUP.id, piece=210))
        hashes.add(await state(store))
    whole, planned, *_, after = seen
    assert whole == planned
    assert planned - 3 < after < planned
    assert len(hashes) == 1


async def test_deriving_again_does_nothing(store: Store, chat: tuple[Fact, ...], expected: str) -> None:
    await store.create(SOUP)
    await ingest(store, chat)
    assert await credit(store, SOUP.id) > 0
    assert await credit(store, SOUP.id) == 0
    await ingest(store, chat)
    await credit(store, SOUP.id)
    assert await state(store) == expected


@pytest.mark.parametrize("seed", [7])
async def test_any_order_with_repeats_and_pauses_ends_alike(
    store: Store, chat: tuple[Fact, ...], expected: str, seed: int
) -> None:
    """Facts come shuffled, some twice, in batches; whatever was derived in between is mended."""
    await store.create(SOUP)
    chance = dice(seed)
    facts = [*chat, *chance.choices(chat, k=len(chat) // 4)]
    chance.shuffle(facts)
    while facts:
        size = chance.randrange(1, len(chat) // 2)
        await ingest(store, facts[:size])
        facts = facts[size:]
        await credit(store, SOUP.id, piece=chance.choice([3, 50, 20_000]))
    assert await state(store) == expected


@pytest.mark.parametrize("seed", range(2))
async def test_one_that_comes_late_is_worked_in(chat: tuple[Fact, ...], expected: str, seed: int) -> None:
    """A gap that a backfill closes after everything else was derived."""
    store = MemoryStore()
    await store.create(SOUP)
    late = dice(seed).choices([fact for fact in chat if isinstance(fact, Message)], k=5)
    await ingest(store, [fact for fact in chat if fact not in late])
    await credit(store, SOUP.id)
    assert await state(store) != expected
    for fact in late:
        await ingest(store, [fact])
        await credit(store, SOUP.id)
    assert await state(store) == expected


async def test_a_crash_half_way_only_repeats_work(chat: tuple[Fact, ...], expected: str) -> None:
    class Falls(MemoryStore):
        left = 5

        def writing(self, community):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - as its base
            self.left -= 1
            if self.left == 0:
                raise ConnectionError
            return super().writing(community)

    store = Falls()
    await store.create(SOUP)
    await ingest(store, chat)
    with pytest.raises(ConnectionError):
        await credit(store, SOUP.id, piece=10)
    assert await state(store) != expected
    await credit(store, SOUP.id, piece=10)
    assert await state(store) == expected


async def test_who_turns_out_to_be_a_bot_is_credited_no_more(chat: tuple[Fact, ...]) -> None:
    store = MemoryStore()
    await store.create(SOUP)
    await ingest(store, chat)
    await credit(store, SOUP.id)
    async with store.reading(SOUP.id) as unit:
        helper = (await unit.credits.credits(Micros(0), FOREVER))[0].helper
        account = (await unit.people.accounts([helper]))[helper]
    await ingest(store, [Account(helper, account.name, bot=True, version=account.version + 1)])
    assert await credit(store, SOUP.id) > 0
    async with store.reading(SOUP.id) as unit:
        assert helper not in {one.helper for one in await unit.credits.credits(Micros(0), FOREVER)}
