"""What holds for every command in the catalogue."""

from __future__ import annotations

import re

import pytest

from bot.commands.catalogue import catalogue
from bot.commands.parse import parse
from bot.commands.spec import Command, Kind

COMMANDS = catalogue()


def test_help_comes_first_and_no_name_twice() -> None:
    names = [command.name for command in COMMANDS]
    assert names[0] == "help"
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_is_well_formed(command: Command) -> None:
    assert all(re.fullmatch("[a-z][a-z-]*", word) for word in command.words)
    assert command.summary.endswith(".")
    for option in command.options:
        assert re.fullmatch("[a-z][a-z-]*", option.name)
        assert option.help
        assert bool(option.choices) == (option.kind is Kind.CHOICE)
        assert not (option.kind is Kind.FLAG and option.required)
    assert sum(option.rest for option in command.options) <= 1


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.example], ids=lambda command: command.name)
def test_its_example_is_understood_as_itself(command: Command) -> None:
    assert parse(command.example, COMMANDS).command is command
