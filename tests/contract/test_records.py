"""Evidence, settings, audit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.audit import AuditEntry
from bot.domain.errors import UserFacingError
from bot.domain.evidence import Evidence, EvidenceKind
from bot.ports import Store
from tests.fakes.soup import ADA, BEN, GUEST, SOUP, STEW, at

TALK = Evidence(
    EvidenceKind.TALK,
    date(2024, 2, 29),
    at(1),
    ADA,
    GUEST,
    "Broth “at scale”",
    "https://talks.example/1",
    {"event": "Soupcon", "": "\u202e"},
)


async def test_evidence_is_numbered_and_kept(store: Store) -> None:
    team = Evidence(EvidenceKind.TEAM, date(2024, 1, 1), at(2))
    async with store.writing(SOUP.id) as unit:
        assert [await unit.evidence.add(TALK), await unit.evidence.add(team)] == [1, 2]
    async with store.reading(SOUP.id) as unit:
        assert await unit.evidence.all() == [replace(TALK, id=1), replace(team, id=2)]
        assert await unit.evidence.all(EvidenceKind.TEAM, EvidenceKind.PLAN) == [replace(team, id=2)]


async def test_evidence_is_withdrawn_or_disputed_and_stays(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.evidence.add(TALK)
        await unit.evidence.add(TALK)
        await unit.evidence.withdraw(1)
        await unit.evidence.dispute(2)
        found = await unit.evidence.all()
    assert found == [replace(TALK, id=1, withdrawn=True), replace(TALK, id=2, disputed=True)]


@pytest.mark.parametrize("number", [-1, 0, 3])
async def test_a_record_that_is_not_there_is_said_so(store: Store, number: int) -> None:
    with pytest.raises(UserFacingError, match="number"):
        async with store.writing(SOUP.id) as unit:
            await unit.evidence.withdraw(number)


async def test_settings_are_put_and_forgotten(store: Store) -> None:
    async with store.writing(SOUP.id) as unit:
        await unit.settings.put("slots", "5")
        await unit.settings.put("slots", "6")
        await unit.settings.put("day", "Tuesday")
        await unit.settings.put("zone", "Europe/Berlin")
        await unit.settings.put("zone", None)
        await unit.settings.put("never", None)
    async with store.reading(SOUP.id) as unit:
        assert dict(await unit.settings.all()) == {"day": "Tuesday", "slots": "6"}


async def test_the_newest_changes_come_first(store: Store) -> None:
    entries = [AuditEntry(at(n), BEN if n else None, "slots", str(n), str(n + 1)) for n in range(3)]
    async with store.writing(SOUP.id) as unit:
        for entry in entries:
            await unit.audit.add(entry)
        assert await unit.audit.latest(2) == [entries[2], entries[1]]
        assert await unit.audit.latest(9) == entries[::-1]


async def test_records_of_communities_do_not_mix(store: Store) -> None:
    await store.create(STEW)
    async with store.writing(SOUP.id) as unit:
        await unit.evidence.add(TALK)
        await unit.settings.put("slots", "5")
    async with store.writing(STEW.id) as unit:
        assert await unit.evidence.add(TALK) == 1
        assert (await unit.settings.all(), await unit.audit.latest(5)) == ({}, [])
