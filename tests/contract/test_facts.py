from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.facts import Channel, ChannelKind, Correction, Deletion, ThreadState, Verdict
from bot.domain.refs import MessageRef
from bot.domain.stretches import Stretch
from bot.domain.times import DAY, HOUR, Micros
from bot.ports import Store, Unit
from tests.fakes.soup import ADA, BEN, CHAT, CYD, FIRST_DAY, GUEST, HELP, SOUP, at, said, thanks

ALL = Stretch(HELP, Micros(0), Micros(40_000 * DAY))


async def ids(unit: Unit, stretch: Stretch = ALL, before: int = 0, after: int = 0) -> list[str]:
    part = await unit.facts.slice(stretch, before=before, after=after)
    return [message.ref.id for message in part.messages]


async def test_a_message_comes_back_as_it_was(store: Store) -> None:
    message = replace(said("1", 1, thread="0", question=700), reply_to="0", mentions=(BEN, GUEST))
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([message])
    async with store.reading(SOUP.id) as unit:
        assert (await unit.facts.slice(ALL, before=0, after=0)).messages == (message,)


async def test_the_later_edit_wins_whatever_comes_first(store: Store) -> None:
    new, old = said("1", 1, edited=3, question=9), said("1", 1, edited=2, question=5)
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([new])
        await unit.facts.ingest([old, said("1", 1)])
        assert (await unit.facts.slice(ALL, before=0, after=0)).messages == (new,)


async def test_equal_versions_end_alike_in_either_order(store: Store) -> None:
    one, other = said("1", 1, question=1), said("1", 1, question=2)
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([one])
        await unit.facts.ingest([other])
        first = await unit.facts.slice(ALL, before=0, after=0)
        await unit.facts.ingest([one])
        assert await unit.facts.slice(ALL, before=0, after=0) == first


async def test_a_deleted_message_never_returns(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([said("1", 1), thanks("1"), Deletion(said("2", 2).ref)])
        await unit.facts.ingest([Deletion(said("1", 1).ref), said("2", 2), thanks("2")])
        await unit.facts.ingest([said("1", 1, edited=9), thanks("1", version=99)])
        part = await unit.facts.slice(ALL, before=0, after=0)
    assert (part.messages, part.reactions) == ((), {})


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
async def test_a_reaction_with_a_time_beats_one_without(store: Store, order: tuple[int, ...]) -> None:
    facts = [thanks("1", version=0), thanks("1", version=5), thanks("1", present=False, version=7)]
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([said("1", 1)])
        for index in order:
            await unit.facts.ingest([facts[index]])
        assert (await unit.facts.slice(ALL, before=0, after=0)).reactions == {}


async def test_a_slice_carries_what_was_said_about_its_messages(store: Store) -> None:
    ref, question = MessageRef(HELP, "2"), MessageRef(HELP, "1")
    right = Correction(ref, Verdict.ANSWER, BEN, ADA, at(5), question)
    wrong = Correction(ref, Verdict.NOT_ME, BEN, BEN, at(4))
    solved = ThreadState(question, solved=True, version=3)
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([right, wrong, solved, thanks("2", CYD), thanks("2", ADA)])
        await unit.facts.ingest([said("1", 1), said("2", 2, BEN, thread="1"), right])
        part = await unit.facts.slice(ALL, before=0, after=0)
    assert part.corrections == (wrong, right)
    assert part.threads == {question: solved}
    assert part.reactions == {ref: (thanks("2", ADA), thanks("2", CYD))}


async def test_a_slice_brings_context_and_whole_threads(store: Store) -> None:
    stretch = Stretch(HELP, at(10), at(12))
    facts = [
        *(said(f"flat{hour}", hour) for hour in (7, 8, 9, 10, 11, 12, 13)),
        said("late", 40, thread="flat9"),  # its root is context
        said("far", 11, thread="flat7"),  # its root lies before the context
        said("orphan", 11, thread="gone"),
        said("old-orphan", 5, thread="lost"),
        said("new-orphan", 11, thread="lost"),
        said("other", 11, channel=CHAT),
    ]
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest(facts)
        found = await ids(unit, stretch, before=2, after=HOUR + 1)
    assert found == ["flat8", "flat9", "flat10", "flat11", "orphan", "flat12", "flat13", "late"]


async def test_channels_are_kept_as_they_are_called_now(store: Store) -> None:
    old, new = Channel(HELP, "help", version=1), Channel(HELP, "häLp", ChannelKind.FORUM, version=2)
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([new, Channel(CHAT, "chat", public=False, archived=True)])
        await unit.facts.ingest([old])
        found = await unit.facts.channels()
    assert found == [new, Channel(CHAT, "chat", public=False, archived=True)]


async def test_a_correction_about_another_channel_is_refused(store: Store) -> None:
    odd = Correction(MessageRef(HELP, "1"), Verdict.ANSWER, BEN, ADA, at(1), MessageRef(CHAT, "1"))
    with pytest.raises(ValueError, match="channel"):
        async with store.writing(SOUP.id) as unit:
            await unit.facts.ingest([said("1", 1), odd])
    async with store.reading(SOUP.id) as unit:
        assert await ids(unit) == []
    assert at(0) == FIRST_DAY
