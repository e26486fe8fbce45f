"""What only works in chat is told apart from what does not exist, at the terminal."""

from __future__ import annotations

import pytest

from adapters.discord import setup
from adapters.slack import own_words
from bot.commands.catalogue import catalogue
from bot.commands.elsewhere import ONLY_IN_CHAT
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Role, Surface
from bot.domain.times import DAY, Micros
from tests.fakes.one_community import SOUP, OneCommunity


async def said(words: str, surface: Surface = Surface.TERMINAL) -> str:
    asked = Invocation(SOUP, Caller(Role.ADMIN), words, Micros(20_000 * DAY), surface)
    reply = await run(asked, catalogue(), OneCommunity().store())
    assert reply.failed
    return str(reply.card)


def test_the_list_is_what_the_platforms_have() -> None:
    theirs = {command.words for command in (*own_words.COMMANDS, *setup.COMMANDS)}
    assert set(ONLY_IN_CHAT) == theirs
    assert theirs.isdisjoint(command.words for command in catalogue())


@pytest.mark.parametrize("words", [" ".join(each) for each in ONLY_IN_CHAT if each != ("doctor",)])
async def test_what_is_for_chat_is_said_to_be(words: str) -> None:
    assert f"“{words}” is for chat: type “/foster {words}” on Slack or Discord." in await said(
        f"/foster {words}"
    )
    assert "is for chat" in await said(words.upper())
    assert "is for chat" not in await said(words, Surface.TYPED)
    assert "is for chat" not in await said(f'"{words}"')


async def test_the_doctor_has_a_command_of_its_own() -> None:
    assert "foster doctor slack" in await said("doctor")
