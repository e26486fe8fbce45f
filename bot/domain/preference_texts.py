"""Reading what people type as a setting. Every error says what is allowed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import time
from fractions import Fraction
from zoneinfo import ZoneInfo

from bot.domain.errors import UserFacingError
from bot.domain.refs import ChannelRef, Platform, SpaceRef
from bot.domain.times import zone_named

_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
_SHARE = re.compile(r"([0-9]{0,4})(?:[.,]([0-9]{0,6}))?\s*(%?)")
_NUMBER = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,12})?|[.,][0-9]{1,12})(?:/([0-9]{1,4}))?\s*(%?)")
_TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?")
_WORD = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_ROLE = re.compile(r"(?:<@&)?([A-Za-z0-9]{1,32})>?")
MOST_IN_A_LINE = 100
MOST_ROLES = 25
_YES = {"yes": True, "on": True, "true": True, "1": True}
_NO = {"no": False, "off": False, "false": False, "0": False}


def shown(text: str) -> str:
    """What somebody typed, short enough for an error."""
    return text if len(text) <= 60 else text[:59] + "…"


def word(key: str, text: str) -> str:
    """One lower-case word, as a slash command allows."""
    if _WORD.fullmatch(text.lower()) is None:
        raise UserFacingError(
            "{key} must be one word of at most 32 letters, digits, - or _, such as foster.", key=key
        )
    return text.lower()


def line(key: str, text: str) -> str:
    """One line of at most 100 visible characters; `none` for nothing."""
    shown_ = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(shown_) > MOST_IN_A_LINE:
        raise UserFacingError("{key} takes at most {most} characters.", key=key, most=MOST_IN_A_LINE)
    return "" if shown_.casefold() == "none" else shown_


def choice(key: str, text: str, choices: Sequence[str]) -> str:
    """One of `choices`, however capitalised."""
    if text.casefold() not in choices:
        raise UserFacingError("{key} must be one of: {choices}.", key=key, choices=", ".join(choices))
    return text.casefold()


def integer(key: str, text: str, low: float, high: float) -> int:
    """A whole number in `low..high`."""
    if _WHOLE.fullmatch(text) is None or not low <= int(text) <= high:
        raise UserFacingError("{key} must be {low} to {high}.", key=key, low=low, high=high)
    return int(text)


def share(key: str, text: str, low: float, high: float) -> int:
    """`0.5`, `.5` or `50 %` in thousandths, in `low..high`."""
    match = _SHARE.fullmatch(text)
    value = -1
    if match is not None and (match[1] or match[2]):
        # Whole thousandths by digits, so that no binary fraction gets in between.
        digits = int(match[1] or 0) * 1_000_000 + int((match[2] or "").ljust(6, "0"))
        value = (digits + (50_000 if match[3] else 500)) // (100_000 if match[3] else 1000)
    if not low <= value <= high:
        raise UserFacingError(
            "{key} must be a share from {low} to {high}, such as {low} or 50 %.",
            key=key,
            low=low / 1000,
            high=high / 1000,
        )
    return value


def number(key: str, text: str, low: float, high: float) -> float:
    """`0.25`, `25 %` or `2/3`, in `low..high`."""
    match = _NUMBER.fullmatch(text)
    value = None
    if match is not None and int(match[2] or 1):
        value = Fraction(match[1].replace(",", ".")) / int(match[2] or 1) / (100 if match[3] else 1)
    if value is None or not low <= float(value) <= high:
        raise UserFacingError(
            "{key} must be {low} to {high}.", key=key, low=write_number(low), high=write_number(high)
        )
    return float(value)


def write_number(value: float) -> str:
    """The shortest text that `number` reads back to an equal value, such as `0.25` or `2/3`."""
    short = f"{value:.6g}"
    if float(short) == value and "e" not in short:
        return short
    near = Fraction(value).limit_denominator(1000)
    return str(near) if float(near) == value else f"{value:.12f}"


def flag(key: str, text: str) -> bool:
    """Yes or no."""
    answer = {**_YES, **_NO}.get(text.casefold())
    if answer is None:
        raise UserFacingError("{key} must be yes or no.", key=key)
    return answer


def zone(text: str) -> ZoneInfo:
    """An IANA time zone."""
    try:
        return zone_named(text)
    except UserFacingError:
        raise UserFacingError(
            "“{name}” is not a time zone. Use a name like Europe/Berlin.", name=shown(text)
        ) from None


def wall_time(text: str) -> time:
    """`10:00`, `9:30` or `9`."""
    match = _TIME.fullmatch(text)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise UserFacingError("“{text}” is not a time. Write it like 10:00.", text=shown(text))
    return time(int(match[1]), int(match[2] or 0))


def channels(key: str, text: str, most: int) -> tuple[ChannelRef, ...]:
    """Channels in the stored form, as `write_channels` gives it; at most `most`."""
    try:
        found = [
            ChannelRef(SpaceRef(Platform(platform), str(space)), str(channel))
            for platform, space, channel in json.loads(text)
        ]
    except (ValueError, TypeError, RecursionError):
        raise UserFacingError("“{text}” is not a list of channels.", text=shown(text)) from None
    if len(found) > most:
        raise UserFacingError("{key} takes at most {most}.", key=key, most=most)
    return tuple(dict.fromkeys(found))


def roles(key: str, text: str) -> str:
    """Roles by their ids or as somebody mentions them, in the stored form `ID ID`; `none` for nothing."""
    parts = [] if text.casefold() == "none" else text.replace(",", " ").split()
    found = [match[1] for part in parts if (match := _ROLE.fullmatch(part))]
    if len(found) < len(parts):
        raise UserFacingError("{key} takes roles: mention them, or give their ids.", key=key)
    if len(found) > MOST_ROLES:
        raise UserFacingError("{key} takes at most {most}.", key=key, most=MOST_ROLES)
    return " ".join(dict.fromkeys(found))


def write_channels(refs: Sequence[ChannelRef]) -> str:
    """The stored form of channels: JSON, because their ids may hold any character."""
    return json.dumps([[ref.space.platform.value, ref.space.id, ref.id] for ref in refs])
