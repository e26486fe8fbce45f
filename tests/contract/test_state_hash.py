"""The same facts leave the same state, whatever the order, the repeats, the batches and the database."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.community import Community
from bot.domain.credits import Attribution
from bot.domain.facts import (
    Account,
    Channel,
    Correction,
    Fact,
    ThreadState,
    Verdict,
)
from bot.domain.refs import CommunityId, MessageRef
from bot.domain.stretches import Stretch
from bot.ports import Store
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import ADA, BEN, HELP, SOUP, SPACE, asked, at, helped, said, thanks
from tests.fakes.streams import stream
from tests.soak.figures import note

STEP = 0.25


async def state(store: Store, facts: Sequence[Fact], dice: random.Random, community: Community = SOUP) -> str:
    """The hash after the facts came in batches of random sizes."""
    rest = list(facts)
    while rest:
        size = dice.randrange(1, 50)
        async with store.writing(community.id) as unit:
            await unit.facts.ingest(rest[:size])
        rest = rest[size:]
    async with store.reading(community.id) as unit:
        return await unit.facts.state_hash()


@pytest.mark.parametrize("seed", range(8))
async def test_shuffled_repeated_and_split_streams_end_alike(store: Store, seed: int) -> None:
    assert await alike(store, seed, SOUP)


async def alike(store: Store, seed: int, community: Community) -> bool:
    """Whether facts that come shuffled, a third of them twice, leave what they leave in order."""
    facts = stream(seed)
    oracle = MemoryStore()
    await oracle.create(SOUP, [SPACE])
    dice = random.Random(seed)  # noqa: S311 - tests, not secrets
    expected = await state(oracle, facts, dice)
    again = [*facts, *dice.choices(facts, k=60)]
    dice.shuffle(again)
    return await state(store, again, dice, community) == expected


@pytest.mark.soak
async def test_a_thousand_shuffled_streams_end_alike(empty_store: Store) -> None:
    for seed in range(1_000):
        community = replace(SOUP, id=CommunityId(f"soup{seed}"))
        await empty_store.create(community)
        assert await alike(empty_store, seed, community), seed
    note(f"{type(empty_store).__name__}: 1,000 shuffled streams, a third of the facts twice, equal hashes")


@pytest.mark.parametrize("seed", range(4))
async def test_the_same_is_dirty_in_every_store(store: Store, seed: int) -> None:
    oracle = MemoryStore()
    await oracle.create(SOUP, [SPACE])
    facts = stream(seed + 100)
    looks = []
    for one in (oracle, store):
        await state(one, facts[:80], random.Random(seed))  # noqa: S311 - tests, not secrets
        async with one.writing(SOUP.id) as unit:
            await unit.facts.settle(await unit.facts.dirty())
            for fact in facts[80:]:
                await unit.facts.ingest([fact])
            looks.append(list(await unit.facts.dirty()))
    assert looks[0] == looks[1]


async def test_the_hash_sees_every_kind_of_change(store: Store) -> None:
    ref = MessageRef(HELP, "1")
    seen: list[str] = []
    changes: list[Fact] = [
        said("1", 1),
        said("1", 1, edited=2),
        thanks("1"),
        thanks("1", present=False, version=2),
        ThreadState(ref, solved=True),
        Correction(ref, Verdict.ANSWER, BEN, ADA, at(1)),
        Channel(HELP, "help"),
        Account(ADA, "Ada"),
    ]
    async with store.writing(SOUP.id) as unit:
        seen.append(await unit.facts.state_hash())
        for change in changes:
            await unit.facts.ingest([change])
            seen.append(await unit.facts.state_hash())
        whole = Stretch(HELP, at(0), at(99))
        await unit.credits.replace(whole, Attribution((asked("1", 1),)))
        seen.append(await unit.facts.state_hash())
        await unit.credits.replace(whole, Attribution((asked("1", 1),), (helped("1", "2", 2),)))
        seen.append(await unit.facts.state_hash())
    assert seen[4] == seen[2], "a reaction that was taken back leaves no trace"
    assert len(set(seen)) == len(seen) - 1


async def test_the_hash_leaves_out_what_expires_or_is_erased(store: Store) -> None:
    message = said("1", 1)
    bare = replace(message, features=replace(message.features, sketch=b"", shape=b""))
    hashes = []
    states: list[list[Fact]] = [
        [bare, Account(ADA, "")],
        [message, Account(ADA, "Ada", email_domain="soup.example")],
    ]
    for facts in states:
        async with store.writing(SOUP.id) as unit:
            await unit.facts.ingest(facts)
            hashes.append(await unit.facts.state_hash())
    assert hashes[0] == hashes[1]
