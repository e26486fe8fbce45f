"""Every command × every role: who may, decided in one place, before anything is done."""

from __future__ import annotations

import pytest

from bot.commands.catalogue import catalogue
from bot.commands.run import run
from bot.commands.spec import Caller, Command, Invocation, Role
from bot.domain.facts import Account, Channel, Fact
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import ADA, BEN, HELP, SOUP, SPACE, at, said

REFUSED = ("is for the admins", "is for the team")


async def soup() -> MemoryStore:
    store = MemoryStore()
    await store.create(SOUP, [SPACE])
    facts: list[Fact] = [
        Account(ADA, "Ada"),
        Account(BEN, "Ben"),
        Channel(HELP, "help"),
        said("1", 1, question=900),
    ]
    await store.write(SOUP.id, facts)
    return store


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("command", catalogue(), ids=lambda command: command.name)
async def test_the_role_decides_and_a_refusal_changes_nothing(command: Command, role: Role) -> None:
    store = await soup()
    before = store._tenants[SOUP.id]
    words = (command.example or command.name).replace("@ana", "@Ada")
    reply = await run(Invocation(SOUP.id, Caller(role, ADA), words, at(24 * 30)), catalogue(), store)
    refused = any(text in repr(reply.card) for text in REFUSED)
    assert refused == (role < command.role)
    assert "went wrong on our side" not in repr(reply.card)
    if refused:
        assert reply.failed
        assert store._tenants[SOUP.id] is before
