"""A setting of another platform is not offered where it means nothing."""

from __future__ import annotations

import pytest

from bot.commands.catalogue import catalogue
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Reply, Role
from bot.domain.community import Community
from bot.domain.refs import CommunityId, MemberRef, Platform, SpaceRef
from bot.domain.times import Micros
from tests.fakes.memory_store import MemoryStore

HERE = CommunityId("soup")


async def said(store: MemoryStore, words: str, platform: Platform | None) -> Reply:
    member = None if platform is None else MemberRef(SpaceRef(platform, "1"), "2")
    return await run(Invocation(HERE, Caller(Role.ADMIN, member), words, Micros(1)), catalogue(), store)


async def opened() -> MemoryStore:
    store = MemoryStore()
    await store.create(Community(HERE, "Soup", b"salt"))
    return store


@pytest.mark.parametrize(
    ("platform", "hidden"),
    [
        (Platform.SLACK, {"staff-roles", "solved-tags"}),
        (Platform.DISCORD, {"private-channels"}),
        (None, set()),
    ],
)
async def test_each_sees_the_settings_of_its_platform(platform: Platform | None, hidden: set[str]) -> None:
    shown = (await said(await opened(), "settings show", platform)).card.data
    keys = {line["key"] for line in shown["settings"]}  # type: ignore[index] # the card's data
    assert {"staff-roles", "solved-tags", "private-channels"} - keys == hidden
    assert "zone" in keys


async def test_roles_are_not_taken_where_there_are_none_but_seen_where_they_were_chosen() -> None:
    store = await opened()
    refused = await said(store, "settings set staff-roles 12", Platform.SLACK)
    assert refused.failed
    assert "user group" in str(refused.card)
    assert not (await said(store, "settings set staff-roles 12", Platform.DISCORD)).failed
    shown = (await said(store, "settings show", Platform.SLACK)).card.data
    assert "staff-roles" in {line["key"] for line in shown["settings"]}  # type: ignore[index] # the card's data
