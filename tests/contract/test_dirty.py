"""What must be derived again: by day of the conversation's anchor."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.domain.facts import Account, Correction, Deletion, Fact, ThreadState, Verdict
from bot.domain.refs import ChannelRef, MessageRef
from bot.domain.stretches import Stretch
from bot.domain.times import DAY, Micros
from bot.ports import Store
from tests.fakes.soup import ADA, BEN, CHAT, FIRST_DAY, HELP, SOUP, at, said, thanks


def days(first: int, last: int, channel: ChannelRef = HELP) -> Stretch:
    """Whole days from `first` to before `last`, counted from the first."""
    return Stretch(channel, Micros(FIRST_DAY + first * DAY), Micros(FIRST_DAY + last * DAY))


async def after(store: Store, settled: Sequence[Fact], news: Sequence[Fact]) -> Sequence[Stretch]:
    """What is dirty once `news` came over a state that was settled."""
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest(settled)
        await unit.facts.settle(await unit.facts.dirty())
        assert await unit.facts.dirty() == []
        await unit.facts.ingest(news)
        return await unit.facts.dirty()


async def test_neighbouring_days_are_one_stretch(store: Store) -> None:
    news = [said("1", 1), said("2", 25), said("3", 80), said("4", 5, channel=CHAT)]
    assert await after(store, [], news) == [days(0, 2), days(3, 4), days(0, 1, CHAT)]


ROOT, REPLY = said("1", 1), said("2", 100, thread="1")


@pytest.mark.parametrize(
    "news",
    [
        said("3", 300, thread="1"),
        said("2", 100, thread="1", edited=101),
        thanks("2"),
        ThreadState(ROOT.ref, solved=True),
        Deletion(REPLY.ref),
        Correction(REPLY.ref, Verdict.ANSWER, BEN, ADA, at(200), ROOT.ref),
        Correction(REPLY.ref, Verdict.NOT_ANSWER, BEN, ADA, at(200)),
        Account(REPLY.author, "robot", bot=True),
    ],
    ids=lambda fact: type(fact).__name__,
)
async def test_a_fact_in_a_thread_counts_at_its_root(store: Store, news: Fact) -> None:
    assert await after(store, [ROOT, REPLY], [news]) == [days(0, 1)]


async def test_a_thread_without_its_root_counts_at_its_earliest_message(store: Store) -> None:
    orphans = [said("5", 100, thread="1"), said("6", 200, thread="1")]
    assert await after(store, orphans, [thanks("6")]) == [days(4, 5)]


async def test_where_an_anchor_moves_both_days_count(store: Store) -> None:
    assert await after(store, [REPLY], [ROOT]) == [days(0, 1), days(4, 5)]
    assert await after(store, [], [Deletion(ROOT.ref)]) == [days(0, 1), days(4, 5)]
    assert await after(store, [], [said("9", 30, thread="1")]) == [days(1, 2), days(4, 5)]


@pytest.mark.parametrize(
    "same", [ROOT, said("0", 1), Deletion(MessageRef(HELP, "9")), thanks("7"), Account(BEN, "Ben")]
)
async def test_what_changes_nothing_makes_nothing_dirty(store: Store, same: Fact) -> None:
    known: list[Fact] = [ROOT, said("0", 1, edited=5), Deletion(MessageRef(HELP, "9"))]
    assert await after(store, known, [same]) == []


async def test_settling_forgets_no_change_that_came_after_the_look(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([ROOT, said("7", 50)])
        seen = await unit.facts.dirty()
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([thanks("1")])
        await unit.facts.settle(seen)
        assert await unit.facts.dirty() == [days(0, 1)]


async def test_settling_a_part_of_a_day_keeps_the_day(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([ROOT, said("7", 25)])
        as_of = (await unit.facts.dirty())[0].as_of
        await unit.facts.settle([Stretch(HELP, at(0), at(30), as_of), Stretch(CHAT, at(0), at(99), as_of)])
        assert await unit.facts.dirty() == [days(1, 2)]


async def test_an_author_touched_makes_their_conversations_dirty(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([said("1", 1), said("2", 100, author=BEN, thread="1"), said("3", 200)])
        await unit.facts.settle(await unit.facts.dirty())
        await unit.facts.touch([BEN])
        assert await unit.facts.dirty() == [days(0, 1)]


async def test_touching_everything_makes_every_day_dirty(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([said("1", 1), said("2", 100), said("3", 5, channel=CHAT)])
        everything = await unit.facts.dirty()
        await unit.facts.settle(everything)
        await unit.facts.touch()
        assert await unit.facts.dirty() == everything
