"""Where an export goes, and what an admin is told to choose next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.community import Community, slug
from bot.domain.errors import UserFacingError
from bot.domain.facts import Account, Channel, Fact, Message
from bot.domain.mail import FREE_MAIL
from bot.domain.refs import ChannelRef, CommunityId, MemberRef
from bot.usecases.importing import (
    MOST_DOMAINS,
    destination,
    ensure_community,
    suggested_help_channels,
    suggested_staff_domains,
)
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import ELSEWHERE, GUILD, SOUP, SPACE, STEW, said


async def spaces(store: MemoryStore) -> dict[str, str | None]:
    return {str(space): await store.community_of(space) for space in (SPACE, GUILD, ELSEWHERE)}


async def test_a_new_space_makes_its_community_and_keeps_it() -> None:
    store = MemoryStore()
    for _ in range(2):
        assert await ensure_community(store, SOUP, SPACE, by_name=False) == SOUP.id
    assert [community.id for community in await store.communities()] == [SOUP.id]


async def test_a_space_stays_where_it_is_when_nobody_names_a_community() -> None:
    store = MemoryStore()
    await ensure_community(store, SOUP, SPACE, by_name=True)
    assert await ensure_community(store, STEW, SPACE, by_name=False) == SOUP.id


async def test_a_space_of_another_community_is_refused_before_anything_is_made() -> None:
    store = MemoryStore()
    await store.create(SOUP, [SPACE])
    with pytest.raises(UserFacingError, match=r"belongs to the community “soup”. Nothing was imported"):
        await destination(store, STEW, SPACE, by_name=True)
    with pytest.raises(UserFacingError, match="or give soup"):
        await ensure_community(store, STEW, SPACE, by_name=True)
    assert [community.id for community in await store.communities()] == [SOUP.id]


async def test_two_places_are_joined_only_by_name() -> None:
    """Two exports that happen to be called alike are two communities."""
    store = MemoryStore()
    await store.create(SOUP, [SPACE])
    with pytest.raises(UserFacingError, match=r"another place .*--community soup to join both"):
        await ensure_community(store, SOUP, GUILD, by_name=False)
    assert (await spaces(store))[str(GUILD)] is None
    await ensure_community(store, SOUP, GUILD, by_name=True)
    assert (await spaces(store))[str(GUILD)] == SOUP.id


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Soup", "soup"), ("Örtliche  Küche!", "ortliche-kuche"), ("--a--", "a"), ("x" * 50, "x" * 40)],
)
def test_names_become_short_names(name: str, wanted: str) -> None:
    assert slug(name) == wanted
    assert slug(slug(name)) == wanted


@pytest.mark.parametrize("name", ["", "日本", "!!!"])
def test_a_name_without_a_plain_letter_is_refused(name: str) -> None:
    with pytest.raises(UserFacingError, match="short name in plain letters"):
        slug(name)


async def filled(*facts: Fact) -> MemoryStore:
    store = MemoryStore()
    await store.create(Community(CommunityId("soup"), "Soup", b"s" * 32), [SPACE])
    await store.write(SOUP.id, facts)
    return store


def asking(channel: ChannelRef, questions: int, others: int) -> list[Fact]:
    messages: list[Message] = [
        said(f"{channel.id}-{n}", n / 10, channel=channel, question=900 if n < questions else 0)
        for n in range(questions + others)
    ]
    return [*messages]


async def test_channels_where_people_ask_are_suggested() -> None:
    names = ("much", "half", "rare", "few", "private")
    refs = {name: ChannelRef(SPACE, name) for name in names}
    facts: list[Fact] = [Channel(ref, name.title(), public=name != "private") for name, ref in refs.items()]
    facts += asking(refs["much"], 40, 10) + asking(refs["half"], 12, 12) + asking(refs["rare"], 10, 90)
    facts += asking(refs["few"], 9, 0) + asking(refs["private"], 60, 0)
    store = await filled(*facts)
    async with store.reading(SOUP.id) as unit:
        found = await suggested_help_channels(unit)
    assert [(each.name, each.share) for each in found] == [("Much", 0.8), ("Half", 0.5)]


def accounts(domain: str, number: int, *, bot: bool = False) -> list[Fact]:
    return [
        Account(MemberRef(SPACE, f"{domain}-{n}"), "N", bot=bot, email_domain=domain) for n in range(number)
    ]


async def test_the_commonest_domains_are_suggested_and_free_mail_is_not() -> None:
    facts = accounts("gmail.com", 9) + accounts("Corp.example", 3) + accounts("two.example", 2)
    facts += accounts("solo.example", 1) + accounts("robots.example", 8, bot=True) + accounts("", 5)
    async with (await filled(*facts)).reading(SOUP.id) as unit:
        assert await suggested_staff_domains(unit) == ("corp.example", "two.example")


async def test_few_domains_are_suggested() -> None:
    facts = [fact for n in range(9) for fact in accounts(f"d{n}.example", 2)]
    async with (await filled(*facts)).reading(SOUP.id) as unit:
        assert await suggested_staff_domains(unit) == tuple(f"d{n}.example" for n in range(MOST_DOMAINS))


def test_free_providers_are_spelt_as_domains_are_compared() -> None:
    assert {domain for domain in FREE_MAIL if domain != domain.casefold() or "." not in domain} == set()


async def test_a_community_keeps_its_own_name() -> None:
    store = MemoryStore()
    await store.create(SOUP, [SPACE])
    await ensure_community(store, replace(SOUP, name="Other"), SPACE, by_name=True)
    assert (await store.communities())[0].name == "Soup"
