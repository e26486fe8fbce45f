"""What somebody chose in Discord's own form, as the words they would have typed after `/foster`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.discord.tree import Tree
from bot.commands.spec import Command

_NESTED = (1, 2)
_FLAG, _USER, _CHANNEL = 5, 6, 7


@dataclass(frozen=True, slots=True)
class Chosen:
    """A command and what was filled in, by the option's name; `focused`: the option being typed."""

    command: Command
    values: Mapping[str, str]
    focused: str = ""

    @property
    def words(self) -> str:
        """As typed, every value by name and in quotes, so that none can be taken for anything else."""
        given = (f"{name}=«{_quotable(value)}»" for name, value in self.values.items())
        return " ".join([self.command.name, *given])


def chosen(data: Mapping[str, Any], tree: Tree) -> Chosen | None:
    """The command that an interaction names; None where it is not ours (any more)."""
    path: tuple[str, ...] = (str(data.get("name", "")),)
    options = _options(data)
    while len(options) == 1 and options[0].get("type") in _NESTED:
        path = (*path, str(options[0].get("name", "")))
        options = _options(options[0])
    command = tree.paths.get(path)
    if command is None:
        return None
    known = {option.name for option in command.options}
    given = [option for option in options if str(option.get("name")) in known]
    values = {str(option["name"]): _value(option) for option in given}
    focused = next((str(option["name"]) for option in given if option.get("focused")), "")
    return Chosen(command, values, focused)


def _options(data: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found = data.get("options")
    return [option for option in found if isinstance(option, dict)] if isinstance(found, list) else []


def _value(option: Mapping[str, Any]) -> str:
    value = option.get("value", "")
    match option.get("type"):
        case t if t == _USER:
            return f"<@{value}>"
        case t if t == _CHANNEL:
            return f"<#{value}>"
        case t if t == _FLAG:
            return "yes" if value is True else "no"
        case _:
            return str(value)


def _quotable(value: str) -> str:
    return value.replace("»", "”")
