from __future__ import annotations

from datetime import date

from bot.usecases.offers import offer_recordings, open_offers
from storage.store import SqlStore
from tests.fakes.soup import ADA, BEN, SOUP, SPACE, at

LINKS = {ADA: "https://vimeo.com/123456", BEN: "https://vimeo.com/654321"}


async def test_a_link_on_offer_goes_with_whoever_posted_it(sqlite_store: SqlStore) -> None:
    store = sqlite_store
    if SOUP not in await store.communities():
        await store.create(SOUP, [SPACE])
    for member, link in LINKS.items():
        await offer_recordings(store, SOUP.id, [link], member, date(2024, 10, 4), at(1))
    async with store.writing(SOUP.id) as unit:
        await unit.privacy.forget([ADA], at(9))
    async with store.reading(SOUP.id) as unit:
        gone, stays = await open_offers(unit)
    assert (gone.link, stays.link) == ("", LINKS[BEN])
    assert ADA.id not in repr(gone)
    assert "123456" not in repr(gone)
