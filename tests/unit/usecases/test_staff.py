"""Staff by role: the same as `staff add`, and gone with the role."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.catalogue import catalogue
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Role
from bot.domain.community import Community
from bot.domain.evidence import EvidenceKind
from bot.domain.facts import Fact, Message
from bot.domain.refs import CommunityId, MemberRef
from bot.domain.times import Micros
from bot.ports import Store
from bot.usecases.credit import credit
from bot.usecases.staff import StaffChange, staff_by_role
from bot.usecases.standing import standing
from tests.fakes.memory_store import MemoryStore

SOUP = CommunityId("soup")
NOW = Micros(1_790_000_000_000_000)


async def filled(store: Store, chat: Sequence[Fact]) -> list[MemberRef]:
    """The chat in a new community; its writers, the busiest first."""
    await store.create(Community(SOUP, "Soup", b"salt"))
    async with store.writing(SOUP) as unit:
        await unit.facts.ingest(chat)
    writers = [fact.author for fact in chat if isinstance(fact, Message)]
    return sorted(set(writers), key=lambda member: (-writers.count(member), member))


async def staff_of(store: Store) -> frozenset[MemberRef]:
    async with store.reading(SOUP) as unit:
        return (await standing(unit)).staff.members


async def added(store: Store, member: MemberRef, words: str = "staff add") -> None:
    asked = Invocation(SOUP, Caller(Role.ADMIN), f"{words} {member.id}", NOW)
    assert not (await run(asked, catalogue(), store)).failed


async def hashed(store: Store) -> str:
    await credit(store, SOUP)
    async with store.reading(SOUP) as unit:
        return await unit.facts.state_hash()


async def test_a_role_makes_staff_exactly_as_staff_add_does(store: Store, chat: Sequence[Fact]) -> None:
    """Everything derived is equal; and nobody is staff any more once the role is gone."""
    by_hand = MemoryStore()
    team = set((await filled(store, chat))[::2])
    space = next(iter(team)).space
    await filled(by_hand, chat)
    for member in team:
        await added(by_hand, member)
    change = await staff_by_role(store, SOUP, space, team, NOW)
    assert change == StaffChange(tuple(sorted(team)))
    assert await staff_of(store) == await staff_of(by_hand) == team
    assert await hashed(store) == await hashed(by_hand)
    assert await staff_by_role(store, SOUP, space, (), NOW) == StaffChange((), change.joined)
    assert await staff_of(store) == frozenset()


async def test_what_somebody_recorded_by_hand_outlives_the_role(store: Store, chat: Sequence[Fact]) -> None:
    first, second, *_ = await filled(store, chat)
    await added(store, first)
    assert await staff_by_role(store, SOUP, first.space, {first, second}, NOW) == StaffChange((second,))
    assert not await staff_by_role(store, SOUP, first.space, {first, second}, NOW)
    await staff_by_role(store, SOUP, first.space, (), NOW)
    assert await staff_of(store) == {first}
    async with store.reading(SOUP) as unit:
        said = [(entry.by, entry.what) for entry in await unit.audit.latest(9)]
    assert said.count((None, "evidence staff")) >= 2


async def test_news_of_some_says_nothing_of_the_others(store: Store, chat: Sequence[Fact]) -> None:
    first, second, third, *_ = await filled(store, chat)
    await staff_by_role(store, SOUP, first.space, {first, second}, NOW)
    await staff_by_role(store, SOUP, first.space, {third}, NOW, among={second, third})
    assert await staff_of(store) == {first, third}


async def test_the_same_news_again_changes_nothing(store: Store, chat: Sequence[Fact]) -> None:
    first, *_ = await filled(store, chat)
    for _ in range(3):
        await staff_by_role(store, SOUP, first.space, {first}, NOW)
    async with store.reading(SOUP) as unit:
        assert len(await unit.evidence.all(EvidenceKind.STAFF)) == 1


async def test_staff_remove_takes_a_role_holder_off_until_the_role_is_looked_at_again(
    store: Store, chat: Sequence[Fact]
) -> None:
    first, *_ = await filled(store, chat)
    await staff_by_role(store, SOUP, first.space, {first}, NOW)
    await added(store, first, "staff remove")
    assert await staff_of(store) == frozenset()
    assert await staff_by_role(store, SOUP, first.space, {first}, NOW)
