"""Forms and pages: modals and App Home. Texts are translated where they are made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack.limits import VIEW_BLOCKS, VIEW_TITLE, shortened
from adapters.slack.render import Look, render
from adapters.slack.rich import Element
from adapters.slack.staffing import Suggested
from bot.domain.preference import PreferenceKind
from bot.domain.preference_groups import GROUPS, ONLY_ON, every
from bot.domain.preferences import Preferences
from bot.domain.refs import Platform
from bot.views.card import Card
from bot.views.texts import Texts

SETUP, SETTINGS, CREDIT = "foster.setup", "foster.settings", "foster.credit_view"
_OPTIONS = 100
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

View = dict[str, Any]


def plain(text: str, limit: int = 75) -> Element:
    """A plain text object."""
    return {"type": "plain_text", "text": shortened(text, limit) or "…", "emoji": False}


def result(card: Card, look: Look, callback: str = "foster.result") -> View:
    """A card as a modal without a form."""
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain("Foster", VIEW_TITLE),
        "close": plain(look.texts.say("Close"), VIEW_TITLE),
        "blocks": blocks((card,), look),
    }


def blocks(cards: Sequence[Card], look: Look) -> list[Element]:
    """Cards below each other, as many blocks as a view takes; where that is not all, the last one says so."""
    found = [block for card in cards for draft in render(card, look) for block in draft.blocks]
    if len(found) > VIEW_BLOCKS:
        more = look.texts.say(
            "There is more than fits here. Type the command in a channel: its answer is whole."
        )
        found[VIEW_BLOCKS - 1] = {"type": "section", "text": plain(more, 3_000)}
    return [block | {"block_id": f"v{number}"} for number, block in enumerate(found[:VIEW_BLOCKS])]


def setup(chosen: Preferences, suggested: Sequence[str], zone: str, staff: Suggested, t: Texts) -> View:
    """Everything that Foster needs to know before the first digest. `suggested` are channel ids."""
    digest = chosen.channel("digest-channel")
    channels = _multi("channels", "multi_channels_select", "initial_channels", suggested)
    where = {"type": "channels_select", "action_id": "v"}
    if digest is not None:
        where["initial_channel"] = digest.id
    day = chosen.text("digest-day")
    days = [_option(name, name) for name in _DAYS]
    fields = [
        _input("help-channels", t.say("Where do people ask for help?"), channels),
        _input("digest-channel", t.say("Where shall the weekly thank-you be posted?"), where),
        _input(
            "digest-day",
            t.say("On which day?"),
            {"type": "static_select", "action_id": "v", "options": days, "initial_option": _option(day, day)},
        ),
        _input(
            "digest-time",
            t.say("At what time?"),
            {"type": "timepicker", "action_id": "v", "initial_time": f"{chosen.time('digest-time'):%H:%M}"},
        ),
        _input(
            "zone",
            t.say("In which time zone?"),
            {"type": "plain_text_input", "action_id": "v", "initial_value": zone},
        ),
        _input(
            "staff",
            t.say("Who works for the company? They are thanked apart from the community."),
            _multi("v", "multi_users_select", "initial_users", ()),
            optional=True,
        ),
        *_suggestions(staff, t),
    ]
    return _form(SETUP, t.say("Set up Foster"), t.say("Save"), t, fields, {})


def _suggestions(staff: Suggested, t: Texts) -> list[Element]:
    """Lists to tick; nothing is ticked beforehand."""
    fields = []
    if staff.domains:
        label = t.say("Does everybody with an address there work for the company?")
        options = [_option(domain, f"@{domain}") for domain in staff.domains]
        ticks = {"type": "checkboxes", "action_id": "v", "options": options}
        fields.append(_input("staff-domains", label, ticks, optional=True))
    if staff.groups:
        label = t.say("Or does everybody in one of these groups?")
        options = [_option(id_, name) for id_, name in staff.groups]
        choice = {"type": "multi_static_select", "action_id": "v", "options": options}
        fields.append(_input("staff-groups", label, choice, optional=True))
    return fields


def settings(t: Texts, back: Mapping[str, str]) -> View:
    """One setting and its new value."""
    options = [
        _option(preference.key, preference.key)
        for preference in every(GROUPS)
        if preference.kind is not PreferenceKind.CHANNELS
        and ONLY_ON.get(preference.key, Platform.SLACK) is Platform.SLACK
    ][:_OPTIONS]
    first = next((o for o in options if o["value"] == "slots"), options[0])
    fields = [
        _input(
            "key",
            t.say("Which setting?"),
            {"type": "static_select", "action_id": "v", "options": options, "initial_option": first},
        ),
        _input(
            "value",
            t.say("What shall it be?"),
            {"type": "plain_text_input", "action_id": "v"},
        ),
    ]
    return _form(SETTINGS, t.say("Settings"), t.say("What would it mean?"), t, fields, back)


def credit(t: Texts, back: Mapping[str, str]) -> View:
    """Who else helped."""
    field = _input("helper", t.say("Who helped here?"), {"type": "users_select", "action_id": "v"})
    return _form(CREDIT, t.say("Credit somebody"), t.say("Credit"), t, [field], back)


def values(view: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """What a form was filled in with, by block; empty fields are left out."""
    state = view.get("state")
    blocks_ = state.get("values") if isinstance(state, Mapping) else None
    found: dict[str, str | list[str]] = {}
    for name, actions in (blocks_ if isinstance(blocks_, Mapping) else {}).items():
        for given in (actions if isinstance(actions, Mapping) else {}).values():
            value = _value(given) if isinstance(given, Mapping) else None
            if value:
                found[str(name)] = value
    return found


def sent_back(view: Mapping[str, Any]) -> dict[str, str]:
    """What the form carried along; empty where somebody changed it."""
    try:
        carried = json.loads(view.get("private_metadata") or "{}")
    except (TypeError, ValueError, RecursionError):
        return {}
    return {str(k): v for k, v in carried.items() if isinstance(v, str)} if isinstance(carried, dict) else {}


def _value(given: Mapping[str, Any]) -> str | list[str] | None:
    option = given.get("selected_option")
    if isinstance(option, Mapping):
        return _text(option.get("value"))
    for key in ("selected_channel", "selected_user", "selected_time", "value"):
        if found := _text(given.get(key)):
            return found
    for key in ("selected_channels", "selected_users"):
        several = given.get(key)
        if isinstance(several, list):
            return [each for each in several if isinstance(each, str)]
    ticked = given.get("selected_options")
    if isinstance(ticked, list):
        options = (_text(each.get("value")) for each in ticked if isinstance(each, Mapping))
        return [value for value in options if value]
    return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _form(
    id_: str, title: str, submit: str, t: Texts, fields: list[Element], back: Mapping[str, str]
) -> View:
    return {
        "type": "modal",
        "callback_id": id_,
        "title": plain(title, VIEW_TITLE),
        "submit": plain(submit, VIEW_TITLE),
        "close": plain(t.say("Cancel"), VIEW_TITLE),
        "private_metadata": json.dumps(dict(back)),
        "blocks": fields,
    }


def _input(id_: str, label: str, element: Element, *, optional: bool = False) -> Element:
    return {
        "type": "input",
        "block_id": id_,
        "label": plain(label, 2_000),
        "element": element,
        "optional": optional,
    }


def _multi(action: str, kind: str, key: str, chosen: Sequence[str]) -> Element:
    return {"type": kind, "action_id": action} | ({key: list(chosen)} if chosen else {})


def _option(value: str, text: str) -> Element:
    return {"text": plain(text), "value": value}
