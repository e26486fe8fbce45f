"""Work that is done at once is one transaction, whatever is done beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.community import Community
from bot.domain.errors import UserFacingError
from bot.domain.refs import CommunityId
from bot.ports import Store, Unit
from tests.fakes.soup import SOUP, said

OTHERS = tuple(Community(CommunityId(f"c{n}"), f"C{n}", b"%32d" % n) for n in range(20))


def chooses(word: str) -> Callable[[Unit], Awaitable[str]]:
    async def work(unit: Unit) -> str:
        await unit.settings.put("word", word)
        await unit.facts.ingest([said(word, 1)])
        if word.startswith("bad"):
            raise ValueError(word)
        return f"{unit.community.id} {word}"

    return work


async def word(store: Store, community: CommunityId) -> str | None:
    async with store.reading(community) as unit:
        assert await unit.facts.span() is None or "word" in await unit.settings.all()
        return (await unit.settings.all()).get("word")


async def test_it_gives_what_the_work_gives_and_keeps_it(store: Store) -> None:
    assert await store.at_once(SOUP.id, chooses("wish")) == "soup wish"
    assert await word(store, SOUP.id) == "wish"


async def test_what_fails_leaves_no_trace_and_others_alone(store: Store) -> None:
    for one in OTHERS:
        await store.create(one)
    words = [f"bad{n}" if n % 5 == 2 else f"w{n}" for n in range(len(OTHERS))]
    work = [store.at_once(one.id, chooses(wish)) for one, wish in zip(OTHERS, words, strict=True)]
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    for one, wish, outcome in zip(OTHERS, words, outcomes, strict=True):
        bad = wish.startswith("bad")
        assert isinstance(outcome, ValueError) if bad else outcome == f"{one.id} {wish}"
        assert await word(store, one.id) == (None if bad else wish)


async def test_an_unknown_community_is_refused(store: Store) -> None:
    with pytest.raises(UserFacingError, match="stew"):
        await store.at_once(CommunityId("stew"), chooses("wish"))
    assert await word(store, SOUP.id) is None


async def test_a_look_sees_one_moment_of_what_is_there(store: Store) -> None:
    await store.at_once(SOUP.id, chooses("wish"))

    async def work(unit: Unit) -> tuple[str, bool]:
        return (await unit.settings.all())["word"], await unit.facts.span() is not None

    assert await store.look(SOUP.id, work) == ("wish", True)
    with pytest.raises(UserFacingError):
        await store.look(CommunityId("nobody"), work)
