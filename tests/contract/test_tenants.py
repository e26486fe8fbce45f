"""Two communities that use the same ids never see each other, whatever they do in turn."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pytest

from bot.commands.catalogue import catalogue
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Role
from bot.domain.community import Community
from bot.domain.facts import (
    Account,
    Channel,
    Correction,
    Fact,
    Features,
    Message,
    Reaction,
    Sentiment,
    Verdict,
)
from bot.domain.refs import ChannelRef, CommunityId, MemberRef, MessageRef, Platform, SpaceRef
from bot.ports import Store
from bot.usecases.credit import credit
from storage.store import SqlStore
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import at

WEEKS = 6
NAMES = ("Ada", "Ben", "Cyd", "Dee", "Eli")
TENANTS = tuple(
    (Community(CommunityId(name), name.title(), name.encode() * 8), SpaceRef(Platform.SLACK, f"T-{name}"))
    for name in ("soup", "stew")
)
WORDS = (
    "help",
    "digest",
    "digest 1970-W04",
    "me",
    "ready",
    "ready history",
    "explain S1",
    "audit",
    "questions",
    "why m{n}",
    "talk list",
    "support list",
    "uplift list",
    "staff list",
    "ledger",
    "settings show",
    "settings history",
    "digest history",
    "optout",
    "optin",
    "me thanks thread",
    "me considered on",
    "settings set slots {n}",
    "settings set quorum {n}",
    "settings reset slots",
    "settings preset wide",
    "talk add <@U{n}> 2024-10-0{n} “Talk {n}”",
    "uplift add <@U{n}> 2024-10-0{n} “helped {n}”",
    "support log answers 2024-10-0{n} “cards”",
    "staff add <@U{n}>",
    "staff remove <@U{n}>",
    "staff none",
    "team set {n}",
    "evidence undo {n}",
    "evidence dispute {n}",
    "link <@U1> <@U{n}>",
    "unlink <@U{n}>",
)


@dataclass(frozen=True)
class Both:
    """One store for both, and for each community one of its own."""

    shared: Store
    alone: dict[CommunityId, Store]

    async def do(self, id_: CommunityId, act: Callable[[Store], Awaitable[object]]) -> None:
        """What is done and said must not depend on who else lives in the database."""
        assert await act(self.shared) == await act(self.alone[id_])


async def both(shared: Store) -> Both:
    alone: dict[CommunityId, Store] = {}
    for community, space in TENANTS:
        await shared.create(community, [space])
        alone[community.id] = MemoryStore()
        await alone[community.id].create(community, [space])
    return Both(shared, alone)


def facts(space: SpaceRef, dice: random.Random) -> Sequence[Fact]:
    """A few facts; ids are few, so that both communities use every one of them."""
    people = [MemberRef(space, f"U{n}") for n in range(1, 6)]
    channel = ChannelRef(space, f"C{dice.randrange(2)}")
    here = MessageRef(channel, f"m{dice.randrange(60)}")
    who = dice.choice(people)
    when = at(dice.randrange(24 * 7 * WEEKS))
    asks = Features(dice.choice((0, 950)), words=9, sketch=b"\0\0\0\7")
    return [
        Channel(channel, dice.choice(("help", "chat")), version=dice.randrange(5)),
        Account(who, NAMES[int(who.id[1]) - 1], version=1),
        Message(here, who, when, asks, dice.choice((None, f"m{dice.randrange(60)}"))),
        Reaction(here, dice.choice(people), "heart", Sentiment.THANKS, version=dice.randrange(5)),
        Correction(here, Verdict.ALSO, dice.choice(people), who, when),
    ]


async def play(stores: Both, seed: int, operations: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - tests, not secrets
    now = at(24 * 7 * (WEEKS + 1))
    for _ in range(operations):
        community, space = dice.choice(TENANTS)
        match dice.randrange(5):
            case 4:
                await _together(stores, dice)
            case 0 | 1:
                some = facts(space, dice)
                await stores.do(community.id, partial(_store, id_=community.id, some=some))
            case 2:
                words = dice.choice(WORDS).replace("{n}", str(dice.randrange(1, 6)))
                caller = Caller(dice.choice(list(Role)), MemberRef(space, f"U{dice.randrange(1, 6)}"))
                asked = Invocation(community.id, caller, words, now)
                await stores.do(community.id, partial(_answer, asked=asked))
            case _:
                await stores.do(community.id, partial(credit, community=community.id))
    for community, _ in TENANTS:
        await stores.do(community.id, partial(_state, id_=community.id))


async def _together(stores: Both, dice: random.Random) -> None:
    """Facts of both come in one batch, as they do live: of the same ids, in turn."""
    batch = [(community.id, facts(space, dice)) for community, space in TENANTS * 2]
    if isinstance(stores.shared, SqlStore):
        await stores.shared.ingest(batch)
    else:
        for id_, some in batch:
            await _store(stores.shared, id_, some)
    for id_, some in batch:
        await _store(stores.alone[id_], id_, some)


async def _answer(store: Store, asked: Invocation) -> object:
    return await run(asked, catalogue(), store, lambda: "CODE")


async def _store(store: Store, id_: CommunityId, some: Sequence[Fact]) -> None:
    async with store.writing(id_) as unit:
        await unit.facts.ingest(some)


async def _state(store: Store, id_: CommunityId) -> object:
    async with store.reading(id_) as unit:
        return (await unit.facts.state_hash(), await unit.settings.all(), await unit.evidence.all())


async def test_sixty_operations(empty_store: Store) -> None:
    await play(await both(empty_store), 1, 60)


@pytest.mark.soak
async def test_ten_thousand_operations(empty_store: Store) -> None:
    await play(await both(empty_store), 2, 10_000)


async def test_what_one_notes_of_anothers_people_stays_with_it(empty_store: Store) -> None:
    """Channels shared by two workspaces bring people along: each community keeps its own note of them."""
    stores = await both(empty_store)
    (soup, _), (stew, theirs) = TENANTS
    guest = MemberRef(theirs, "U1")
    await _store(stores.shared, stew.id, [Account(guest, "Ada")])
    before = await _state(stores.shared, stew.id)
    await _store(stores.shared, soup.id, [Account(guest, "Hacked", version=9)])
    assert await _state(stores.shared, stew.id) == before
    async with stores.shared.reading(stew.id) as unit:
        assert (await unit.people.accounts([guest]))[guest].name == "Ada"


async def test_what_one_forgets_or_hands_over_is_its_own(empty_store: Store) -> None:
    stores, dice = await both(empty_store), random.Random(3)  # noqa: S311 - tests, not secrets
    for _ in range(4):
        await _together(stores, dice)
    (soup, here), (stew, there) = TENANTS
    before = await _state(stores.shared, stew.id)
    async with stores.shared.writing(soup.id) as unit:
        held = await unit.privacy.held([MemberRef(here, "U1")])
        assert held
        assert there.id not in repr(held)
        assert await unit.privacy.held([MemberRef(there, "U1")]) == {}
        await unit.privacy.forget([MemberRef(here, "U1"), MemberRef(there, "U1")], at(1))
        assert await unit.privacy.held([MemberRef(here, "U1")]) == {}
    await stores.shared.clean([MemberRef(here, "U1")])
    assert await _state(stores.shared, stew.id) == before
    async with stores.shared.reading(stew.id) as unit:
        assert not await unit.privacy.is_forgotten(MemberRef(there, "U1"))
        assert not await unit.privacy.reduced()
