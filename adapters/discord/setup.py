"""The guided setup: one private message of selects, each of which runs the command that it stands for.

Nothing is kept between two choices, so it may be left, repeated and taken up again after a restart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from adapters.discord.buttons import FORM, PICK, RUN, Json, custom_id
from adapters.discord.forms import change_form
from adapters.discord.render import MENTIONS
from adapters.discord.world import space_of
from bot.commands.spec import Arguments, Command, Context, Reply, Role
from bot.domain.errors import UserFacingError
from bot.domain.preference_groups import DAYS
from bot.domain.preference_texts import MOST_ROLES
from bot.domain.preferences import Preferences
from bot.views.texts import Texts
from bot.views.when import WEEKDAYS

_TEXT, _NEWS, _FORUM = 0, 5, 15
_BUTTON, _STRING, _USERS, _ROLES, _CHANNELS = 2, 3, 5, 6, 8
_MOST = 25
_HOURS = range(6, 22)


async def _elsewhere(_context: Context, _arguments: Arguments) -> Reply:
    raise UserFacingError("This works in Discord alone.")


COMMANDS = (
    Command(("setup",), "Chooses channels, day and time in one go.", Role.ADMIN, _elsewhere, example="setup"),
    Command(
        ("doctor",), "Looks for what keeps Foster from working.", Role.ADMIN, _elsewhere, example="doctor"
    ),
    Command(
        ("settings", "change"),
        "Changes a setting in a form, which shows first what it would mean.",
        Role.ADMIN,
        _elsewhere,
        example="settings change",
    ),
)
"""What Discord has beside the catalogue."""


def form(t: Texts, now: Preferences, guild: str) -> Json:
    """The message: help channels, the digest's channel, day and time as they stand, and what comes after."""
    ask = partial(_channels, now=now, guild=guild)
    help_ = ask("help-channels", t.say("Where people ask for help"), _MOST, forums=True)
    digest = ask("digest-channel", t.say("Where the weekly digest goes"), 1, forums=False)
    weekdays = zip(map(t.say, WEEKDAYS), DAYS, strict=True)
    days = _strings("digest-day", t.say("Its day"), list(weekdays), now.text("digest-day"))
    hours = [f"{hour:02d}:00" for hour in _HOURS]
    at = f"{now.time('digest-time'):%H:%M}"
    times = _strings("digest-time", t.say("Its time"), [(hour, hour) for hour in hours], at)
    more = [
        _button(t.say("Time zone"), FORM, "settings set zone"),
        _button(t.say("Your own people"), RUN, "staff"),
        _button(t.say("Preview"), RUN, "digest preview"),
        _button(t.say("Check everything"), RUN, "doctor"),
        _button(t.say("Notices to admins"), RUN, "notices"),
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
    """Who belongs to the company: chosen by name or by role, never guessed."""
    text = t.say(
        "Choose the people who work for you, or roles that only they hold. Their answers count apart from "
        "the community's. Whoever gets or loses such a role is staff, or no longer; you see the list at once."
    )
    part = {
        "type": _USERS,
        "custom_id": custom_id(PICK, 0, "staff add"),
        "placeholder": t.say("Your own people"),
        "min_values": 1,
        "max_values": _MOST,
    }
    roles = {
        "type": _ROLES,
        "custom_id": custom_id(PICK, 0, "settings set staff-roles"),
        "placeholder": t.say("Their roles"),
        "min_values": 0,
        "max_values": MOST_ROLES,
    }
    nobody = _button(t.say("There is nobody"), PICK, "staff none")
    return {
        "embeds": [{"title": t.say("Your own people"), "description": text, "color": 0x5865F2}],
        "components": [{"type": 1, "components": [one]} for one in (part, roles, nobody)],
        "allowed_mentions": MENTIONS,
    }


def notices_form(t: Texts, now: Preferences, guild: str) -> Json:
    """Where admins are told."""
    text = t.say("Choose a private channel for previews and notices to admins.")
    about = t.say("Notices to admins")
    part = _channels("admin-channel", about, 1, forums=False, now=now, guild=guild)
    return {
        "embeds": [{"title": t.say("Notices to admins"), "description": text, "color": 0x5865F2}],
        "components": [{"type": 1, "components": [part]}],
        "allowed_mentions": MENTIONS,
    }


FORMS: Mapping[str, Callable[[Texts, Preferences, str], Json]] = {
    "setup": form,
    "staff": lambda t, _now, _guild: staff_form(t),
    "notices": notices_form,
    "settings change": lambda t, _now, _guild: change_form(t),
}
"""Discord's own messages to choose in, by the words that ask for them."""


def picked(command: str, data: Mapping[str, Any]) -> list[str]:
    """The commands that a choice stands for."""
    values = [str(value) for value in data.get("values") or ()]
    match data.get("component_type"):
        case t if t == _BUTTON:
            return [command]
        case t if t == _ROLES:
            return [f"{command} «{','.join(values) or 'none'}»"]
        case t if t == _USERS:
            return [f"{command} «<@{value}>»" for value in values]
        case t if t == _CHANNELS:
            return [f"{command} «{','.join(f'<#{value}>' for value in values)}»"]
        case _:
            return [f"{command} «{value}»" for value in values[:1]]


def _channels(key: str, about: str, most: int, *, forums: bool, now: Preferences, guild: str) -> Json:
    """Channels of this server to choose from, those of now chosen already."""
    there = [ref.id for ref in now.channels(key) if ref.space == space_of(guild)][:most]
    made: Json = {
        "type": _CHANNELS,
        "custom_id": custom_id(PICK, 0, f"settings set {key}"),
        "placeholder": about,
        "channel_types": [_TEXT, _NEWS, *([_FORUM] if forums else [])],
        "min_values": 1,
        "max_values": most,
    }
    return made | {"default_values": [{"id": id_, "type": "channel"} for id_ in there]} if there else made


def _strings(key: str, about: str, options: Sequence[tuple[str, str]], stands: str) -> Json:
    """Values to choose from, that of now chosen already."""
    return {
        "type": _STRING,
        "custom_id": custom_id(PICK, 0, f"settings set {key}"),
        "placeholder": about,
        "options": [
            {"label": label, "value": value, **({"default": True} if value == stands else {})}
            for label, value in options
        ],
    }


def _button(label: str, ask: str, command: str) -> Json:
    return {"type": 2, "style": 2, "label": label[:80], "custom_id": custom_id(ask, 0, command)}
