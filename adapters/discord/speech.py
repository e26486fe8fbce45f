"""Commands as they are typed on Discord.

Cards name them as the catalogue does: `/foster settings set slots 5`. Here that is
`/foster-admin settings set key:slots value:5`, and `</foster-admin settings set:ID>` opens it at a click.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from adapters.discord.tree import Path, Tree
from bot.commands.parse import parse
from bot.commands.spec import Command, Kind
from bot.domain.errors import UserFacingError

_OPTIONAL = re.compile(r"\s*\[[^\]]*\]")
_SLASH = re.compile(r"/[\w-]{1,32} ")
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True)
class Speech:
    """How each command is typed. `ids`: of the commands as Discord registered them, filled in once known."""

    commands: Mapping[str, tuple[Path, Command]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: Tree) -> Speech:
        """Everything in a tree."""
        return cls({command.name: (path, command) for path, command in tree.paths.items()})

    def typed(self, text: str) -> str:
        """`/foster settings set slots 5` as Discord takes it; any other text as it is."""
        found = self._split(text)
        if found is None:
            return text
        path, command, rest = found
        return " ".join(["/" + " ".join(path), *_filled(command, rest)])

    def mention(self, text: str) -> tuple[str, str]:
        """A command to click, and what to fill in there; `("", text)` where there is nothing to click."""
        found = self._split(text)
        known = self.ids.get(found[0][0]) if found else None
        if found is None or known is None:
            return "", self.typed(text)
        path, command, rest = found
        return f"</{' '.join(path)}:{known}>", " ".join(_filled(command, rest))

    def prose(self, text: str) -> str:
        """Every command that a sentence names, in quotes or with its slash."""
        return self._named.sub(self._said, text) if "/" in text or "“" in text or "„" in text else text

    def _said(self, match: re.Match[str]) -> str:
        if match["quoted"] is not None:
            inner = match["quoted"]
            said = inner if inner.startswith("/") else f"/foster {inner}"
            return f"{match['open']}{self.typed(said)}{match['close']}"
        return self.typed(match[0])

    def _split(self, text: str) -> tuple[Path, Command, str] | None:
        """The command that a text begins with, after a slash and any word, and what follows it."""
        slash = _SLASH.match(text)
        words = text[slash.end() :].split(" ") if slash else []
        for length in range(min(len(words), self._longest), 0, -1):
            known = self.commands.get(" ".join(words[:length]))
            if known is not None:
                return *known, " ".join(words[length:])
        return None

    @cached_property
    def _longest(self) -> int:
        return max((len(command.words) for _, command in self.commands.values()), default=0)

    @cached_property
    def _named(self) -> re.Pattern[str]:
        """A quoted command, such as “talk offers”, or one with its slash. Single words need the slash."""
        names = sorted(self.commands, key=len, reverse=True)
        if not names:
            return _NOTHING
        every, several = ("|".join(map(re.escape, some)) for some in (names, [n for n in names if " " in n]))
        slashed = rf"/[\w-]{{1,32}} (?:{every})(?![\w-])"
        quoted = rf"(?:{several})(?![\w-])[^“”„]{{0,200}}" if several else "(?!)"
        return re.compile(
            rf"(?P<open>[“„])(?P<quoted>(?:{slashed}[^“”„]{{0,200}})|{quoted})(?P<close>[”“])|(?<!\w){slashed}"
        )


PLAIN = Speech()
"""Where no commands are known: everything stays as it is."""


def _filled(command: Command, rest: str) -> list[str]:
    """What follows a command, by the names of its options; as it stands where that cannot be told."""
    rest = _OPTIONAL.sub("", rest).strip()
    if not rest:
        return []
    try:
        texts = parse(f"{command.name} {rest}", [command]).texts
    except UserFacingError:
        return [rest]
    flags = {option.name for option in command.options if option.kind is Kind.FLAG}
    return [f"{name}:{'True' if name in flags else value}" for name, value in texts.items()]
