"""Forms: a setting is chosen from a list and typed into a form, which shows first what it would mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.discord.buttons import EDIT, TRY, Json, Pressed, custom_id
from adapters.discord.limits import INPUT, INPUT_LABEL, OPTIONS, PLACEHOLDER
from adapters.discord.render import MENTIONS
from adapters.discord.tree import shortened
from bot.domain.preference import Preference
from bot.domain.preference_groups import GROUPS, every
from bot.domain.preferences import Preferences
from bot.views.texts import Texts

_STRING, _INPUT = 3, 4


def change_form(t: Texts) -> Json:
    """A message with every setting to choose from."""
    text = t.say("Choose a setting. Before anything is saved you see what it would mean.")
    rows = [_select(number, part, t) for number, part in enumerate(_parts())]
    return {
        "embeds": [{"title": t.say("Settings"), "description": text, "color": 0x5865F2}],
        "components": [{"type": 1, "components": [row]} for row in rows],
        "allowed_mentions": MENTIONS,
    }


def _parts() -> Sequence[Sequence[Preference]]:
    """All settings in lists that a select can hold, groups together where they fit."""
    parts: list[list[Preference]] = [[]]
    for group in GROUPS:
        if len(parts[-1]) + len(group.preferences) > OPTIONS and parts[-1]:
            parts.append([])
        for preference in group.preferences:
            if len(parts[-1]) == OPTIONS:
                parts.append([])
            parts[-1].append(preference)
    return parts


def _select(number: int, preferences: Sequence[Preference], t: Texts) -> Json:
    return {
        "type": _STRING,
        "custom_id": custom_id(EDIT, number, "settings set"),
        "placeholder": f"{preferences[0].key} … {preferences[-1].key}",
        "options": [
            {"label": one.key, "value": one.key, "description": shortened(t.say(one.help), PLACEHOLDER)}
            for one in preferences
        ],
    }


def setting_form(key: str, chosen: Preferences, t: Texts) -> Json | None:
    """The form for one setting, with its value of now; None where there is no such setting."""
    return form(TRY, f"settings set {key}", chosen, t) if _preference(key) is not None else None


def form(ask: str, command: str, chosen: Preferences, t: Texts) -> Json:
    """A form for the value that a command still needs; a setting's says what it is about and stands at."""
    preference = _preference(command.removeprefix("settings set "))
    if preference is None:
        return _modal(ask, command, "", "", t)
    now = preference.write(chosen.values[preference.key])
    return _modal(ask, command, t.say(preference.help), "" if now == "[]" else now, t)


def _preference(key: str) -> Preference | None:
    return next((one for one in every() if one.key == key), None)


def _modal(ask: str, command: str, about: str, value: str, t: Texts) -> Json:
    field: Json = {
        "type": _INPUT,
        "custom_id": "value",
        "style": 1,
        "label": shortened(t.say("New value"), INPUT_LABEL),
        "max_length": 1_000,
        "required": True,
    }
    if about:
        field["placeholder"] = shortened(about, PLACEHOLDER)
    if value and len(value) <= INPUT:
        field["value"] = value
    return {
        "title": command.removeprefix("settings set ")[:INPUT_LABEL],
        "custom_id": custom_id(ask, 0, command),
        "components": [{"type": 1, "components": [field]}],
    }


def submitted(pressed: Pressed, data: Mapping[str, Any]) -> str:
    """The words of a form that was sent; empty where it is not as we made it."""
    rows = data.get("components") or []
    values = [str(part.get("value", "")) for row in rows for part in row.get("components", ())]
    if len(values) != 1:
        return ""
    value = values[0].replace("»", "”")
    return f"{pressed.command} «{value}»" + (" preview=yes" if pressed.ask == TRY else "")
