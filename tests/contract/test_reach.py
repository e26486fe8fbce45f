"""When and where messages were written."""

from __future__ import annotations

from bot.domain.facts import Channel, Deletion, Fact
from bot.domain.refs import ChannelRef
from bot.domain.stretches import ChannelActivity
from bot.ports import Store
from tests.fakes.soup import ADA, BEN, CHAT, CYD, GUEST, GUILD, HELP, SOUP, at, said


async def test_messages_are_counted_from_an_instant(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        assert await unit.facts.span() is None
        await unit.facts.ingest([said("1", 1), said("2", 2, thread="1"), said("3", 9, channel=CHAT)])
        found = [await unit.facts.nth_after(HELP, at(1), n) for n in (0, 1, 2)]
        assert found == [at(1), at(2), None]
        assert await unit.facts.nth_after(HELP, at(1), 0, flat=True) == at(1)
        assert await unit.facts.nth_after(HELP, at(1), 1, flat=True) is None
        assert await unit.facts.span() == (at(1), at(9))
        for hours, name in ((12, "C0"), (0, "C3")):
            await unit.facts.ingest([said(name, hours, channel=ChannelRef(GUILD, name))])
        assert await unit.facts.span() == (at(0), at(12))


async def test_first_messages_are_those_of_newcomers(store: Store) -> None:
    facts = [
        *(said("1", 1), said("2", 8)),
        *(said("3", 6, BEN, thread="1"), said("4", 7, BEN)),
        *(said("6", 5, CYD), said("5", 5, CYD)),
    ]
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest(facts)
        found = await unit.facts.first_messages([ADA, BEN, CYD, GUEST], at(5))
        assert {one: ref.id for one, ref in found.items()} == {BEN: "3", CYD: "5"}
        await unit.facts.ingest([Deletion(facts[2].ref)])
        assert (await unit.facts.first_messages([BEN], at(5)))[BEN].id == "4"


async def test_threads_of_messages_that_are_known(store: Store) -> None:
    root, reply = said("1", 1), said("2", 2, thread="1")
    elsewhere, gone = said("1", 3, thread="0", channel=CHAT), said("9", 4)
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([root, reply, elsewhere])
        found = await unit.facts.threads([one.ref for one in (root, reply, elsewhere, gone)])
        assert found == {root.ref: None, reply.ref: "1", elsewhere.ref: "0"}
        assert await unit.facts.threads([]) == {}


async def test_activity_leaves_replies_in_threads_out(store: Store) -> None:
    facts = [
        *(said("1", 1, question=500), said("2", 2, question=499), said("3", 3, thread="1", question=900)),
        said("4", 4, channel=CHAT),
    ]
    async with store.writing(SOUP.id) as unit:
        assert await unit.facts.activity() == []
        await unit.facts.ingest(facts)
        assert await unit.facts.activity() == [ChannelActivity(HELP, 2, 1), ChannelActivity(CHAT, 1, 0)]


async def test_messages_are_found_by_their_id_alone(store: Store) -> None:
    here, there, gone = said("7", 1), said("7", 2, BEN, channel=CHAT), said("8", 3)
    facts: list[Fact] = [Channel(HELP, "help"), Channel(CHAT, "chat"), here, there, gone, Deletion(gone.ref)]
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest(facts)
        assert await unit.facts.with_id("7") == [here, there]
        assert await unit.facts.with_id("7", CHAT.id) == [there]
        assert [await unit.facts.with_id(*none) for none in (("8",), ("", ""), ("7", "C9"))] == [[], [], []]
