"""Role × command × surface: each cell, and that every button Foster draws leads where it may."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.access import TABLE, allow, may, offered
from bot.commands.catalogue import catalogue
from bot.commands.parse import parse
from bot.commands.run import run
from bot.commands.spec import Caller, Invocation, Role, Surface
from bot.domain.errors import UserFacingError
from tests.fakes.memory_store import MemoryStore
from tests.fakes.soup import ADA, SOUP, SPACE, at

ROOT = Path(__file__).parents[3]
EVERYWHERE = {Surface.TYPED, Surface.DIRECT, Surface.TERMINAL}


def test_each_cell_is_decided_by_the_role_and_the_table() -> None:
    cells = 0
    for command in catalogue():
        for role in Role:
            for surface in Surface:
                expected = role >= command.role and (surface in EVERYWHERE or offered(command, surface))
                assert may(role, command, surface) is expected
                try:
                    allow(Caller(role, ADA), command, surface)
                except UserFacingError:
                    assert not expected
                else:
                    assert expected
                cells += 1
    assert cells == len(catalogue()) * len(Role) * len(Surface)


def test_the_table_names_every_surface_and_only_commands_there_are() -> None:
    assert set(TABLE) == set(Surface)
    known = {command.name for command in catalogue()}
    assert {name for names in TABLE.values() for name in names or ()} <= known


def test_what_anybody_is_shown_is_what_anybody_may_ask() -> None:
    shown = [command for command in catalogue() if offered(command, Surface.SHARED)]
    assert shown
    assert {command.role for command in shown} == {Role.MEMBER}


@pytest.mark.parametrize(
    "surface", [Surface.BUTTON, Surface.HOME, Surface.FORM, Surface.MENU, Surface.SHARED]
)
async def test_a_forged_click_does_nothing_even_for_an_admin(surface: Surface) -> None:
    store = MemoryStore()
    await store.create(SOUP, [SPACE])
    before = store._tenants[SOUP.id]
    asked = Invocation(SOUP.id, Caller(Role.ADMIN, ADA), "team set 3", at(1), surface)
    reply = await run(asked, catalogue(), store)
    assert reply.failed
    assert "cannot be run from here" in repr(reply.card)
    assert store._tenants[SOUP.id] is before


def _buttons() -> Iterator[tuple[str, str]]:
    """The words of each button in the code, up to what is filled in."""
    for folder in ("bot/views", "bot/commands", "adapters"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Button":
                    words = node.args[1] if len(node.args) > 1 else None
                    first = words.values[0] if isinstance(words, ast.JoinedStr) else words
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield f"{path.name}:{node.lineno}", first.value.strip()


def test_every_button_in_the_code_leads_to_a_command_that_buttons_may_give() -> None:
    found = list(_buttons())
    assert len(found) > 10
    here = {"setup", "doctor", "staff"}  # Discord's own, checked by `adapters.discord.answers`
    for place, words in found:
        name = words.split(" ")[0] if words in here else _command(words)
        assert words in here or name, f"{place}: “{words}” may not stand on a button"


def _command(words: str) -> str:
    known = catalogue()
    try:
        command = parse(words, known).command
    except UserFacingError:  # its options are filled in
        fitting = [each for each in known if (words + " ").startswith(each.name + " ")]
        command = max(fitting, key=lambda each: len(each.words), default=known[0])
    return command.name if offered(command, Surface.BUTTON) else ""
