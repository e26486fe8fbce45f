"""Values that Foster suggests while somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zoneinfo import available_timezones

from adapters.discord.limits import CHOICE, CHOICES
from adapters.discord.words import Chosen
from bot.commands.spec import Command, Kind
from bot.domain.preference import Preference, PreferenceKind
from bot.domain.preference_groups import every
from bot.domain.times import Micros, Week, zone_named

_WEEKS = 26


def suggestions(chosen: Chosen, catalogue: Sequence[Command], now: Micros) -> list[str]:
    """At most 25 values for the option being typed: those that begin so first, then those that hold it."""
    option = next((o for o in chosen.command.options if o.name == chosen.focused), None)
    if option is None:
        return []
    typed = chosen.values.get(option.name, "")
    if option.kind is Kind.WEEK:
        return _matching(_weeks(now), typed)
    if option.kind is Kind.CHOICE:
        return _matching(map(str, option.choices), typed)
    match option.name:
        case "key":
            return _matching((preference.key for preference in every()), typed)
        case "command":
            return _matching((command.name for command in catalogue), typed)
        case "value":
            return _matching(_values(chosen.values.get("key", "")), typed)
        case _:
            return []


def _weeks(now: Micros) -> Iterable[str]:
    this = Week.of(now, zone_named("UTC"))
    return [str(this.shift(-ago)) for ago in range(1, _WEEKS + 1)]


def _values(key: str) -> Iterable[str]:
    preference = next((p for p in every() if p.key == key.casefold()), None)
    return [] if preference is None else [*_of(preference), *(["auto"] if preference.auto else [])]


def _of(preference: Preference) -> Iterable[str]:
    match preference.kind:
        case PreferenceKind.CHOICE:
            return preference.choices
        case PreferenceKind.FLAG:
            return ("yes", "no")
        case PreferenceKind.ZONE:
            return sorted(available_timezones())
        case PreferenceKind.TIME:
            return [f"{hour:02d}:00" for hour in range(24)]
        case PreferenceKind.INTEGER if preference.high - preference.low < CHOICES:
            return map(str, range(int(preference.low), int(preference.high) + 1))
        case _:
            return ()


def _matching(values: Iterable[str], typed: str) -> list[str]:
    wanted = typed.casefold().strip()
    fits = [value for value in values if wanted in value.casefold() and 0 < len(value) <= CHOICE]
    return sorted(fits, key=lambda value: not value.casefold().startswith(wanted))[:CHOICES]
