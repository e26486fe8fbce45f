"""The slash commands as Discord lists them, made from the catalogue: `/foster talk add`, `/foster-admin …`.

Discord knows a command, groups in it and commands in those; permissions belong to the whole command. So what
admins alone may do is a command of its own, which others do not see; every use is checked again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, assert_never

from adapters.discord.german import NAMES
from adapters.discord.limits import CHOICE, CHOICES, COMMAND_DESCRIPTION, COMMAND_NAME, COMMAND_TOTAL, OPTIONS
from bot.commands.spec import Command, Kind, Option, Role
from bot.views.texts import Texts, texts

Json = dict[str, Any]
Path = tuple[str, ...]

NAME, ADMIN_NAME = "foster", "foster-admin"
MANAGE_SERVER = 1 << 5
AUTOCOMPLETED = frozenset({"key", "value", "command"})
"""Text options that Foster suggests values for; weeks are suggested, too."""

_SUB, _GROUP = 1, 2
_TEXT, _INTEGER, _FLAG, _USER, _CHANNEL = 3, 4, 5, 6, 7
_GUILD_ONLY = [0]
_KEPT = (
    *("type", "name", "name_localizations", "description", "description_localizations", "required"),
    *("choices", "autocomplete", "default_member_permissions", "contexts"),
)
_WIDTHS = (COMMAND_DESCRIPTION, 80, 60, 45, 30, 20, 12, 6)


@dataclass(frozen=True, slots=True)
class Tree:
    """What is registered, and which command of the catalogue each path is."""

    payload: tuple[Json, ...]
    paths: Mapping[Path, Command]

    @property
    def digest(self) -> str:
        """Changes whenever anything does that Discord keeps of it."""
        return digest(self.payload)


def grow(catalogue: Sequence[Command], menus: Sequence[Json] = (), german: Texts | None = None) -> Tree:
    """The tree of a catalogue. It fits by construction: groups split, descriptions shorten."""
    german = german or texts("de")
    open_, closed = (
        _share([c for c in catalogue if (c.role is Role.ADMIN) is admin]) for admin in (False, True)
    )
    payload = [_command(NAME, open_, None, german)]
    if closed:
        payload.append(_command(ADMIN_NAME, closed, MANAGE_SERVER, german))
    paths = {(NAME, *path): command for path, command in open_.items()}
    paths |= {(ADMIN_NAME, *path): command for path, command in closed.items()}
    return Tree((*payload, *menus), paths)


def digest(commands: Sequence[Json]) -> str:
    """A hash over what people see of commands: not what Discord adds, nor defaults that it leaves out."""
    plain = sorted((_seen(command) for command in commands), key=lambda one: str(one.get("name")))
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def same(registered: object, wanted: Sequence[Json]) -> bool:
    """Whether Discord has these commands already."""
    return isinstance(registered, list) and digest(registered) == digest(wanted)


def _seen(thing: Json) -> Json:
    kept = {key: thing[key] for key in _KEPT if thing.get(key) not in (None, False, [], {}, "")}
    return kept | {"options": [_seen(option) for option in thing.get("options") or ()]}


def _share(commands: Sequence[Command]) -> dict[Path, Command]:
    """Where each command goes: alone, or in a group by its first word; at most 25 in each place."""
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(_name(command.words[0]), []).append(command)
    grouped = {name for name, inside in groups.items() if len(inside) > 1 or len(inside[0].words) > 1}
    alone = [name for name in groups if name not in grouped]
    rooms = sum(-(-len(groups[name]) // OPTIONS) for name in grouped)
    lonely = alone if rooms + len(alone) <= OPTIONS else alone[: max(OPTIONS - rooms - 1, 0)]
    paths: dict[Path, Command] = {(name,): groups[name][0] for name in lonely}
    more = [groups[name][0] for name in alone if name not in lonely]
    for name, inside in [*((n, groups[n]) for n in sorted(grouped)), ("more", more)]:
        for number, command in enumerate(inside):
            room = name if number < OPTIONS else f"{name}-{number // OPTIONS + 1}"
            paths[room, _free(paths, room, command)] = command
    return paths


def _free(paths: Mapping[Path, Command], room: str, command: Command) -> str:
    """A name within a group: the words after the first, or `show` for a command that is its group's name."""
    rest = command.words if room.startswith("more") else command.words[1:]
    name = _name("-".join(rest) or "show")
    return next(n for k in count(1) if (room, n := name if k == 1 else f"{name[:28]}-{k}") not in paths)


def _name(text: str) -> str:
    return text.lower()[:COMMAND_NAME]


def _command(name: str, paths: Mapping[Path, Command], permissions: int | None, german: Texts) -> Json:
    about = "Thanks the whole community fairly, and knows whether ambassadors make sense."
    for width in _WIDTHS:
        made: Json = {"type": 1, "name": name, "description": about, "contexts": _GUILD_ONLY}
        made["default_member_permissions"] = None if permissions is None else str(permissions)
        made["options"] = list(_inside(paths, german, width))
        if size(made) <= COMMAND_TOTAL:
            return made
    raise ValueError(f"/{name} has more commands than Discord can hold")


def _inside(paths: Mapping[Path, Command], german: Texts, width: int) -> Iterator[Json]:
    groups: dict[str, list[Json]] = {}
    for path, command in paths.items():
        entry = {"type": _SUB, **_titled(path[-1], command.summary, german, width)}
        ordered = sorted(command.options, key=lambda option: not option.required)[:OPTIONS]
        entry["options"] = [_option(option, german, width) for option in ordered]
        if len(path) == 1:
            yield entry
        else:
            groups.setdefault(path[0], []).append(entry)
    for name, entries in groups.items():
        _unlocalise_repeats(entries)
        yield {"type": _GROUP, **_titled(name, name, german, width), "options": entries}


def _unlocalise_repeats(entries: Sequence[Json]) -> None:
    """Two names that a language does not tell apart stay English."""
    seen = {entry["name"] for entry in entries}
    for entry in entries:
        german = entry.get("name_localizations", {}).get("de")
        if german in seen and german != entry["name"]:
            del entry["name_localizations"]
        elif german:
            seen.add(german)


def _option(option: Option, german: Texts, width: int) -> Json:
    made: Json = {"type": _kind(option), **_titled(option.name, option.help, german, width)}
    if option.required:
        made["required"] = True
    if option.kind is Kind.CHOICE and 0 < len(option.choices) <= CHOICES:
        made["choices"] = [{"name": str(c)[:CHOICE], "value": str(c)[:CHOICE]} for c in option.choices]
    elif made["type"] == _TEXT and suggested(option):
        made["autocomplete"] = True
    return made


def suggested(option: Option) -> bool:
    """Whether Foster suggests values while somebody types."""
    return option.kind in (Kind.WEEK, Kind.CHOICE) or (
        option.kind is Kind.TEXT and option.name in AUTOCOMPLETED
    )


def _kind(option: Option) -> int:
    match option.kind:
        case Kind.TEXT | Kind.DATE | Kind.WEEK | Kind.CHOICE:
            return _TEXT
        case Kind.INTEGER:
            return _INTEGER
        case Kind.MEMBER:
            return _USER
        case Kind.CHANNEL:
            return _CHANNEL
        case Kind.FLAG:
            return _FLAG
        case _:
            assert_never(option.kind)


def _titled(name: str, about: str, german: Texts, width: int) -> Json:
    """A name and a description in both languages; German only where it differs."""
    said = german.say(about) if about else ""
    made: Json = {"name": _name(name), "description": shortened(about, width)}
    if said != about:
        made["description_localizations"] = {"de": shortened(said, width)}
    if name in NAMES:
        made["name_localizations"] = {"de": NAMES[name]}
    return made


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut at a space where there is one."""
    if len(text) <= most:
        return text or "–"
    return (text[: most - 1].rpartition(" ")[0] or text[: most - 1]) + "…"


def size(thing: Json) -> int:
    """What Discord counts: names, descriptions and choices, in the longest language each."""
    names = (thing["name"], *thing.get("name_localizations", {}).values())
    abouts = (thing.get("description", ""), *thing.get("description_localizations", {}).values())
    choices = sum(len(choice["name"]) + len(choice["value"]) for choice in thing.get("choices", ()))
    inside = sum(map(size, thing.get("options", ())))
    return max(map(len, names)) + max(map(len, abouts)) + choices + inside
