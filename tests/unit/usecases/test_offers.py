"""Offered talks and contested records: an admin decides."""

from __future__ import annotations

from datetime import date

import pytest

from bot.commands.catalogue import catalogue
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Reply, Role
from bot.domain.evidence import Evidence
from bot.domain.facts import Account
from bot.domain.readiness import records
from bot.domain.times import moment
from bot.ports import Store
from bot.usecases.offers import MOST_RECORDINGS, TalkOffer, offer_recordings, offer_talk, open_offers
from tests.fakes.soup import ADA, BEN, SOUP, at
from tests.unit.views.test_readiness import words

NOW = at(24 * 30)
OFFER = TalkOffer("event:17", "Broth at scale", moment(at(0)).date(), "https://talks.example/17")


@pytest.fixture
async def town(store: Store) -> Store:
    await store.create(SOUP)
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([Account(ADA, "Ada"), Account(BEN, "Ben")])
    return store


async def say(town: Store, text: str, role: Role = Role.ADMIN) -> Reply:
    return await run(Invocation(SOUP.id, Caller(role, ADA), text, NOW), catalogue(), town)


async def kept(town: Store) -> list[Evidence]:
    async with town.reading(SOUP.id) as unit:
        return list(await unit.evidence.all())


async def test_an_offer_counts_for_nothing(town: Store) -> None:
    assert await offer_talk(town, SOUP.id, OFFER, NOW) == 1
    assert records.talk_records(await kept(town)) == []
    listed = words((await say(town, "talk offers")).card)
    assert "Broth at scale" in listed
    assert "event:17" not in listed


async def test_an_accepted_offer_is_a_talk_by_whom_the_admin_says(town: Store) -> None:
    await offer_talk(town, SOUP.id, OFFER, NOW)
    assert (await say(town, "talk accept 1")).failed
    assert "Ben" in words((await say(town, "talk accept 1 @Ben")).card)
    (talk,) = records.talk_records(await kept(town))
    assert (talk.title, talk.member, talk.by, talk.on, talk.link) == (
        OFFER.title,
        BEN,
        ADA,
        OFFER.on,
        OFFER.link,
    )
    assert (await say(town, "talk accept 1 @Ben")).failed


async def test_a_declined_offer_is_not_made_again(town: Store) -> None:
    await offer_talk(town, SOUP.id, OFFER, NOW)
    assert not (await say(town, "talk decline 1")).failed
    assert await offer_talk(town, SOUP.id, OFFER, NOW) is None
    assert "No talk is on offer now." in words((await say(town, "talk offers")).card)
    async with town.reading(SOUP.id) as unit:
        assert await open_offers(unit) == []
        assert [entry.after for entry in await unit.audit.latest(1)] == ["declined"]


@pytest.mark.parametrize("title", ["", " \n", "x" * 500])
async def test_what_says_nothing_is_not_offered(town: Store, title: str) -> None:
    assert await offer_talk(town, SOUP.id, TalkOffer("k", title, date(2024, 1, 1)), NOW) is None


async def test_only_admins_decide(town: Store) -> None:
    await offer_talk(town, SOUP.id, OFFER, NOW)
    for text in ("talk offers", "talk accept 1 @Ben", "talk decline 1", "evidence settle 1 keep"):
        assert (await say(town, text, Role.STAFF)).failed


@pytest.mark.parametrize(("how", "counts"), [("keep", 1), ("withdraw", 0)])
async def test_a_contested_record_is_settled(town: Store, how: str, counts: int) -> None:
    await say(town, 'talk add @Ben yesterday "Broth"')
    await say(town, "evidence dispute 1")
    assert records.talk_records(await kept(town)) == []
    assert not (await say(town, f"evidence settle 1 {how}")).failed
    assert len(records.talk_records(await kept(town))) == counts
    assert (await say(town, f"evidence settle 1 {how}")).failed


LINKS = [f"https://vimeo.com/{number}" for number in range(10_000, 10_020)]


async def test_recordings_are_offered_once_a_few_at_a_time_and_need_a_title(town: Store) -> None:
    for _ in range(2):
        await offer_recordings(town, SOUP.id, LINKS, BEN, OFFER.on, NOW)
    async with town.reading(SOUP.id) as unit:
        assert [each.link for each in await open_offers(unit)] == LINKS[:MOST_RECORDINGS]
    listed = words((await say(town, "talk offers")).card)
    assert "vimeo.com" in listed
    assert "Ben" in listed
    assert "what the talk was called" in words((await say(town, "talk accept 1 @Ben")).card)
    assert not (await say(town, 'talk accept 1 @Ben title="On broth"')).failed
    (talk,) = records.talk_records(await kept(town))
    assert (talk.title, talk.link) == ("On broth", LINKS[0])
    await say(town, "talk decline 2")
    await offer_recordings(town, SOUP.id, LINKS[:2], BEN, OFFER.on, NOW)
    async with town.reading(SOUP.id) as unit:
        assert len(await open_offers(unit)) == MOST_RECORDINGS - 2
