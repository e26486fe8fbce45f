from __future__ import annotations

from bot.domain.facts import Account
from bot.domain.refs import MemberRef
from bot.ports import Store
from tests.fakes.soup import ADA, BEN, CYD, GUEST, SOUP, at

ADA_ACCOUNT = Account(ADA, "Ada Ångström", email_domain="Soup.example")
BEN_ACCOUNT = Account(BEN, "@ben", bot=True, present=False)
GUEST_ACCOUNT = Account(GUEST, "ada ångström", external=True, version=3)
ALL = [ADA_ACCOUNT, BEN_ACCOUNT, GUEST_ACCOUNT]


async def test_accounts_come_back_as_they_are_and_strangers_are_left_out(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest(ALL)
    async with store.reading(SOUP.id) as unit:
        found = await unit.people.accounts([ADA, BEN, CYD, GUEST])
    assert found == {account.ref: account for account in ALL}


async def test_how_accounts_are_called(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([*ALL, Account(CYD, "")])
    async with store.reading(SOUP.id) as unit:
        called = await unit.people.names([ADA, GUEST, CYD, MemberRef(ADA.space, "unknown")])
        assert called == {ADA: ADA_ACCOUNT.name, GUEST: GUEST_ACCOUNT.name, CYD: CYD.id}


async def test_the_newer_account_wins(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest([Account(GUEST, "new", version=9), GUEST_ACCOUNT])
        await unit.facts.ingest([GUEST_ACCOUNT, Account(GUEST, "zero")])
        assert (await unit.people.accounts([GUEST]))[GUEST].name == "new"


async def test_people_are_found_by_id_and_by_name_in_any_case(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest(ALL)
        assert await unit.people.find(" @ADA ÅNGSTRÖM ") == [ADA_ACCOUNT, GUEST_ACCOUNT]
        assert await unit.people.find("u2") == [BEN_ACCOUNT]
        assert await unit.people.find("Ben") == [BEN_ACCOUNT]
        assert await unit.people.find("ada") == []
        assert await unit.people.find("@") == []
        assert await unit.people.all_names() == {
            one.name for one in (ADA_ACCOUNT, BEN_ACCOUNT, GUEST_ACCOUNT)
        }


async def test_bots_and_staff_domains_are_known(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest(ALL)
        assert await unit.people.bots() == {BEN}
        assert await unit.people.staff_by_domain("@soup.EXAMPLE") == [ADA_ACCOUNT]
        assert await unit.people.staff_by_domain("") == []


async def test_the_last_choice_about_being_named_holds(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.people.set_opted_out(ADA, opted_out=True, at=at(1))
        await unit.people.set_opted_out(GUEST, opted_out=True, at=at(1))
        await unit.people.set_opted_out(ADA, opted_out=False, at=at(2))
    async with store.reading(SOUP.id) as unit:
        assert await unit.people.opted_out() == {GUEST}


async def test_people_are_counted_by_the_domain_of_their_address(store: Store) -> None:
    accounts = [
        Account(ADA, "Ada", email_domain="Soup.example"),
        Account(BEN, "Ben", email_domain="soup.EXAMPLE"),
        Account(CYD, "Robot", bot=True, email_domain="soup.example"),
        Account(GUEST, "Guest"),
    ]
    async with store.writing(SOUP.id) as unit:
        await unit.facts.ingest(accounts)
        assert dict(await unit.people.email_domains()) == {"soup.example": 2}
