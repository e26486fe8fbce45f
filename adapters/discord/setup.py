"""The guided setup: one private message of selects, each of which runs the command that it stands for.

Nothing is kept between two choices, so it may be left, repeated and taken up again after a restart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.discord.buttons import FORM, PICK, RUN, Json, custom_id
from adapters.discord.render import MENTIONS
from bot.commands.spec import Arguments, Command, Context, Reply, Role
from bot.domain.errors import UserFacingError
from bot.domain.preference_groups import DAYS
from bot.views.texts import Texts

_TEXT, _NEWS, _FORUM = 0, 5, 15
_STRING, _USERS, _CHANNELS = 3, 5, 8
_MOST = 25
_HOURS = range(6, 22)


async def _elsewhere(_context: Context, _arguments: Arguments) -> Reply:
    raise UserFacingError("This works in Discord alone.")


COMMANDS = (
    Command(("setup",), "Chooses channels, day and time in one go.", Role.ADMIN, _elsewhere, example="setup"),
    Command(
        ("doctor",), "Looks for what keeps Foster from working.", Role.ADMIN, _elsewhere, example="doctor"
    ),
)
"""What Discord has beside the catalogue."""


def form(t: Texts) -> Json:
    """The message: help channels, the digest's channel, day and time, and what comes after them."""
    help_ = _channels("settings set help-channels", t.say("Where people ask for help"), _MOST, forums=True)
    digest = _channels("settings set digest-channel", t.say("Where the weekly digest goes"), 1, forums=False)
    days = _strings("settings set digest-day", t.say("Its day"), [(day.capitalize(), day) for day in DAYS])
    hours = [f"{hour:02d}:00" for hour in _HOURS]
    times = _strings("settings set digest-time", t.say("Its time"), [(hour, hour) for hour in hours])
    more = [
        _button(t.say("Time zone"), FORM, "settings set zone"),
        _button(t.say("Your own people"), RUN, "staff"),
        _button(t.say("Preview"), RUN, "digest preview"),
        _button(t.say("Check everything"), RUN, "doctor"),
    ]
    text = t.say(
        "Choose below; every choice counts at once and can be changed later. Private channels are read only "
        "where you choose them here."
    )
    return {
        "embeds": [{"title": t.say("Set Foster up"), "description": text, "color": 0x5865F2}],
        "components": [{"type": 1, "components": [part]} for part in (help_, digest, days, times)]
        + [{"type": 1, "components": more}],
        "allowed_mentions": MENTIONS,
    }


def staff_form(t: Texts) -> Json:
    """Who belongs to the company: chosen, never guessed."""
    text = t.say("Choose the people who work for you. Their answers count apart from the community's.")
    part = {
        "type": _USERS,
        "custom_id": custom_id(PICK, 0, "staff add"),
        "placeholder": t.say("Your own people"),
        "min_values": 1,
        "max_values": _MOST,
    }
    nobody = _button(t.say("There is nobody"), RUN, "staff none")
    return {
        "embeds": [{"title": t.say("Your own people"), "description": text, "color": 0x5865F2}],
        "components": [{"type": 1, "components": [part]}, {"type": 1, "components": [nobody]}],
        "allowed_mentions": MENTIONS,
    }


def picked(command: str, data: Mapping[str, Any]) -> list[str]:
    """The commands that a choice stands for."""
    values = [str(value) for value in data.get("values") or ()]
    match data.get("component_type"):
        case t if t == _USERS:
            return [f"{command} «<@{value}>»" for value in values]
        case t if t == _CHANNELS:
            return [f"{command} «{','.join(f'<#{value}>' for value in values)}»"]
        case _:
            return [f"{command} «{value}»" for value in values[:1]]


def _channels(command: str, about: str, most: int, *, forums: bool) -> Json:
    return {
        "type": _CHANNELS,
        "custom_id": custom_id(PICK, 0, command),
        "placeholder": about,
        "channel_types": [_TEXT, _NEWS, *([_FORUM] if forums else [])],
        "min_values": 1,
        "max_values": most,
    }


def _strings(command: str, about: str, options: Sequence[tuple[str, str]]) -> Json:
    return {
        "type": _STRING,
        "custom_id": custom_id(PICK, 0, command),
        "placeholder": about,
        "options": [{"label": label, "value": value} for label, value in options],
    }


def _button(label: str, ask: str, command: str) -> Json:
    return {"type": 2, "style": 2, "label": label[:80], "custom_id": custom_id(ask, 0, command)}
