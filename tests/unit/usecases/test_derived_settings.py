"""What must be derived again when a setting changes, and what must not."""

from __future__ import annotations

import pytest

from bot.commands.catalogue import catalogue
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Role
from bot.domain.facts import Channel, Fact
from bot.usecases.credit import credit
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import HELP, SOUP, SPACE, at, said


@pytest.mark.parametrize(
    ("words", "again"),
    [
        ("settings set confidence-floor 0.7 save=yes", True),
        ("settings set evidence-failed 0.7 save=yes", True),
        ("settings set confidence-floor 0.7", False),
        ("settings set help-channels help", False),
        ("settings set slots 3", False),
    ],
)
async def test_only_what_credits_depend_on_has_everything_derived_again(words: str, again: bool) -> None:
    store = MemoryStore()
    await store.create(SOUP, [SPACE])
    facts: list[Fact] = [Channel(HELP, "help"), said("1", 1, question=900)]
    await store.write(SOUP.id, facts)
    assert await credit(store, SOUP.id) > 0
    reply = await run(Invocation(SOUP.id, Caller(Role.ADMIN), words, at(99)), catalogue(), store)
    assert not reply.failed
    assert (await credit(store, SOUP.id) > 0) == again
