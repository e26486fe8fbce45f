"""The same twice, overlapping, in pieces, or after live: one state."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from adapters.exports.detect import open_export
from adapters.exports.door import Door
from adapters.synthetic.firehose import write_discord, write_slack
from bot.domain.community import Community
from bot.domain.facts import Account, Fact, Message
from bot.domain.judging import judge
from bot.domain.refs import CommunityId, SpaceRef
from bot.domain.sentiments import sentiment
from bot.usecases.credit import credit
from storage.opening import open_store
from storage.store import SqlStore
from storage.writer import GroupCommitWriter, ImportWriter

GARDEN = Community(CommunityId("garden"), "Garden", b"g" * 32)


@pytest.fixture(params=[write_slack, write_discord], ids=["slack", "discord"], scope="module")
def export(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports") / "garden"
    request.param(folder, 600)
    return folder


def facts_of(path: Path) -> tuple[SpaceRef, list[Fact]]:
    with open_export(path, Door(partial(judge, salt=GARDEN.salt), sentiment)) as export:
        facts = [fact for batch in export.batches() for fact in batch]
    writing = {fact.author for fact in facts if isinstance(fact, Message)}
    return export.space, [fact for fact in facts if not isinstance(fact, Account) or fact.ref in writing]


@asynccontextmanager
async def opened(database: Path, space: SpaceRef) -> AsyncIterator[SqlStore]:
    store = await open_store(f"sqlite:///{database}")
    try:
        await store.create(GARDEN, [space])
        yield store
    finally:
        await store.close()


async def state(store: SqlStore) -> str:
    await credit(store, GARDEN.id)
    async with store.reading(GARDEN.id) as unit:
        return await unit.facts.state_hash()


async def imported(database: Path, space: SpaceRef, *parts: Sequence[Fact]) -> str:
    async with opened(database, space) as store:
        for part in parts:
            await ImportWriter(store).write(GARDEN.id, part)
        return await state(store)


async def test_however_an_export_comes_the_state_is_the_same(tmp_path: Path, export: Path) -> None:
    space, facts = facts_of(export)
    once = await imported(tmp_path / "once", space, facts)
    assert await imported(tmp_path / "twice", space, facts, facts) == once
    cuts = (facts[400:], facts[:500], facts[300:900], facts[800:])
    assert await imported(tmp_path / "overlapping", space, *cuts, facts[:10]) == once


async def test_an_import_after_live_changes_nothing(tmp_path: Path, export: Path) -> None:
    """Live, the same facts come one by one, in any order, some of them again."""
    space, facts = facts_of(export)
    once = await imported(tmp_path / "once", space, facts)
    dice = random.Random(3)  # noqa: S311 - an order
    live = [*facts, *dice.sample(facts, len(facts) // 4)]
    dice.shuffle(live)
    async with opened(tmp_path / "live", space) as store:
        async with GroupCommitWriter(store) as writer:
            await asyncio.gather(*(writer.write(GARDEN.id, [fact]) for fact in live))
        await credit(store, GARDEN.id)
        await ImportWriter(store).write(GARDEN.id, facts)
        assert await state(store) == once


async def test_live_after_half_an_import_is_the_whole(tmp_path: Path, export: Path) -> None:
    space, facts = facts_of(export)
    once = await imported(tmp_path / "once", space, facts)
    async with opened(tmp_path / "mixed", space) as store:
        await ImportWriter(store).write(GARDEN.id, facts[: len(facts) // 2])
        await credit(store, GARDEN.id)
        async with GroupCommitWriter(store) as writer:
            await asyncio.gather(*(writer.write(GARDEN.id, [fact]) for fact in reversed(facts)))
        assert await state(store) == once
