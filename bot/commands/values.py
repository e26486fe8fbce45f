"""From the raw texts of options to typed values: names are looked up, days and weeks are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, assert_never

from bot.commands.dates import parse_date, parse_week
from bot.commands.parse import YES, Parsed, suggest
from bot.commands.spec import Arguments, Kind, Option, Value
from bot.domain.errors import UserFacingError
from bot.domain.refs import ChannelRef, MemberRef
from bot.ports import Unit

_MEMBER = re.compile(r"<@!?([^|>\s]+)(?:\|([^>]*))?>")
_CHANNEL = re.compile(r"<#([^|>\s]+)(?:\|([^>]*))?>")
_URL = re.compile(r"<((?:https?|mailto):[^|>\s]+)(?:\|[^>]*)?>")
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
_YES = frozenset({YES, "true", "on", "1", "y"})
_NO = frozenset({"no", "false", "off", "0", "n"})


class Directory(Protocol):
    """Finds people and channels by what somebody typed: an id, a name, or a full ref."""

    async def members(self, text: str) -> Sequence[MemberRef]:
        """Every account that fits."""
        ...

    async def channels(self, text: str) -> Sequence[ChannelRef]:
        """Every channel that fits."""
        ...


@dataclass(frozen=True, slots=True)
class UnitDirectory:
    """The directory of one community's stored accounts and channels."""

    unit: Unit

    async def members(self, text: str) -> Sequence[MemberRef]:
        """By id or name, in any case; `slack:T1:U1` where one id exists in two spaces."""
        found = [account.ref for account in await self.unit.people.find(text)]
        if not found and text.count(":") >= 2:
            id_part = text.rpartition(":")[2]
            found = [a.ref for a in await self.unit.people.find(id_part) if str(a.ref) == text]
        return found

    async def channels(self, text: str) -> Sequence[ChannelRef]:
        """By id or name, in any case; `slack:T1:C1` where one id exists in two spaces."""
        wanted = text.casefold()
        return [
            channel.ref
            for channel in await self.unit.facts.channels()
            if wanted in (channel.ref.id.casefold(), channel.name.casefold(), str(channel.ref).casefold())
        ]


async def bind(parsed: Parsed, directory: Directory, today: date) -> Arguments:
    """The typed values of the options that were given; a `UserFacingError` names the one that is wrong."""
    options = {option.name: option for option in parsed.command.options}
    values: dict[str, Value] = {}
    for name, text in parsed.texts.items():
        values[name] = await _value(options[name], text.strip(), directory, today)
    return Arguments(values)


async def _value(option: Option, text: str, directory: Directory, today: date) -> Value:
    match option.kind:
        case Kind.TEXT:
            return _URL.sub(r"\1", text)
        case Kind.INTEGER:
            return _integer(option, text)
        case Kind.DATE:
            return parse_date(text, today)
        case Kind.WEEK:
            return parse_week(text, today)
        case Kind.MEMBER:
            return await find_member(text, directory)
        case Kind.CHANNEL:
            return await find_channel(text, directory)
        case Kind.CHOICE:
            return _choice(option, text)
        case Kind.FLAG:
            return _flag(option, text)
        case _:
            assert_never(option.kind)


async def find_member(text: str, directory: Directory) -> MemberRef:
    """One account by `<@U1>`, `<@!1>`, `@name`, name or id; a `UserFacingError` where none or several fit."""
    match = _MEMBER.fullmatch(text)
    wanted = match[1] if match else text.removeprefix("@").strip()
    found = await directory.members(wanted) if wanted else ()
    if not found:
        raise UserFacingError("Nobody here is called “{name}”.", name=wanted[:60])
    if len(found) > 1:
        raise UserFacingError(
            "Several people are called “{name}”. Say which: {refs}.",
            name=wanted[:60],
            refs=", ".join(str(ref) for ref in sorted(found)[:5]),
        )
    return found[0]


async def find_channel(text: str, directory: Directory) -> ChannelRef:
    """One channel by `<#C1|name>`, `#name`, name or id; a `UserFacingError` where none or several fit."""
    match = _CHANNEL.fullmatch(text)
    wanted = match[1] if match else text.removeprefix("#").strip()
    found = await directory.channels(wanted) if wanted else ()
    if not found:
        raise UserFacingError("There is no channel “{name}” here.", name=wanted[:60])
    if len(found) > 1:
        raise UserFacingError(
            "Several channels are called “{name}”. Say which: {refs}.",
            name=wanted[:60],
            refs=", ".join(str(ref) for ref in sorted(found)[:5]),
        )
    return found[0]


def _integer(option: Option, text: str) -> int:
    if _WHOLE.fullmatch(text) is None:
        raise UserFacingError(
            "“{name}” is a whole number, and “{text}” is not.", name=option.name, text=text[:60]
        )
    return int(text)


def _choice(option: Option, text: str) -> str:
    for choice in option.choices:
        if choice.casefold() == text.casefold():
            return choice
    near = suggest(text, option.choices)
    if near:
        raise UserFacingError(
            "“{name}” cannot be “{text}”. Did you mean “{near}”?", name=option.name, text=text[:60], near=near
        )
    raise UserFacingError(
        "“{name}” is one of: {choices}.", name=option.name, choices=", ".join(option.choices)
    )


def _flag(option: Option, text: str) -> bool:
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise UserFacingError("“{name}” is yes or no.", name=option.name)
