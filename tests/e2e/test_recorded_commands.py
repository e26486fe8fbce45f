"""What the demo records are commands that exist, spelt as an admin would type them."""

from __future__ import annotations

import pytest

from adapters.synthetic.community import generate
from adapters.synthetic.recorded import commands
from bot.commands.catalogue import catalogue
from bot.commands.parse import parse


@pytest.mark.parametrize("line", commands(generate(1, weeks=1)))
def test_the_line_is_a_command(line: str) -> None:
    parsed = parse(line, catalogue())
    assert line.startswith(parsed.command.name)
    assert {option.name for option in parsed.command.options if option.required} <= parsed.texts.keys()
