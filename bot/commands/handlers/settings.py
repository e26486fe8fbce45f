"""`settings show|set|reset|preset|history`. Every change is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.commands.handlers.setting_names import SettingNames
from bot.commands.parse import suggest
from bot.commands.spec import Arguments, Command, Context, Kind, Option, Reply, Role
from bot.commands.values import UnitDirectory, find_channel
from bot.domain.audit import AuditEntry
from bot.domain.errors import UserFacingError
from bot.domain.preference import Preference, PreferenceKind
from bot.domain.preference_groups import GROUPS, PRESETS, every
from bot.domain.preferences import Preferences
from bot.domain.times import moment
from bot.ports import Unit
from bot.views import settings as view

PREFIX = "settings "
"""What audit entries of settings begin with; the key follows."""

DERIVED_WITH = frozenset({"confidence-floor"})
"""Settings on which derived credits and questions depend: a change has everything derived again."""

_HISTORY = 200  # audit entries looked through
_SHOWN = 20


async def show(context: Context, arguments: Arguments) -> Reply:
    """Every setting, or one."""
    key = arguments.text("key")
    wanted = None if key is None else known(key)
    async with context.store.reading(context.invocation.community) as unit:
        names = await SettingNames.load(unit)
    if wanted is not None:
        return Reply(view.one(context.texts, names.line(wanted, context.preferences)))
    groups = [
        view.SettingGroup(
            group.title,
            tuple(names.line(preference, context.preferences) for preference in group.preferences),
        )
        for group in GROUPS
    ]
    word = context.preferences.text("word")
    return Reply(view.everything(context.texts, word, groups, context.preferences.ignored))


async def set_(context: Context, arguments: Arguments) -> Reply:
    """One setting gets a new value."""
    preference = known(arguments.required("key"))
    text = arguments.required("value")
    async with context.store.writing(context.invocation.community) as unit:
        if preference.kind in (PreferenceKind.CHANNEL, PreferenceKind.CHANNELS):
            text = await _channels(preference, text, unit)
        return await _change(context, unit, {preference.key: preference.write(preference.parse(text))})


async def reset(context: Context, arguments: Arguments) -> Reply:
    """One setting, or all of them, back to the default."""
    key = arguments.required("key")
    keys = [p.key for p in every()] if key.casefold() == "all" else [known(key).key]
    async with context.store.writing(context.invocation.community) as unit:
        return await _change(context, unit, dict.fromkeys(keys))


async def preset(context: Context, arguments: Arguments) -> Reply:
    """Several settings at once, by the name of a preset."""
    async with context.store.writing(context.invocation.community) as unit:
        return await _change(context, unit, PRESETS[arguments.required("name")])


async def history(context: Context, _arguments: Arguments) -> Reply:
    """What was changed, by whom, newest first."""
    async with context.store.reading(context.invocation.community) as unit:
        entries = [e for e in await unit.audit.latest(_HISTORY) if e.what.startswith(PREFIX)][:_SHOWN]
        who = await unit.people.accounts({entry.by for entry in entries if entry.by is not None})
        names = await SettingNames.load(unit)
    operator = context.texts.say("at the terminal")
    lines = [
        view.ChangeLine(
            when=f"{moment(entry.at, context.preferences.zone):%Y-%m-%d %H:%M}",
            who=operator if entry.by is None else who[entry.by].name if entry.by in who else str(entry.by),
            what=entry.what.removeprefix(PREFIX),
            before=names.stored(entry.what.removeprefix(PREFIX), entry.before),
            after=names.stored(entry.what.removeprefix(PREFIX), entry.after),
        )
        for entry in entries
    ]
    return Reply(view.history(context.texts, lines))


def known(key: str) -> Preference:
    """The setting of this name; a `UserFacingError` suggests the one that was meant."""
    settings = {preference.key: preference for preference in every()}
    found = settings.get(key.casefold())
    if found is not None:
        return found
    near = suggest(key, settings)
    if near:
        raise UserFacingError("There is no setting “{key}”. Did you mean “{near}”?", key=key[:60], near=near)
    raise UserFacingError("There is no setting “{key}”. “settings show” lists all.", key=key[:60])


async def _channels(preference: Preference, text: str, unit: Unit) -> str:
    directory = UnitDirectory(unit)
    found = [await find_channel(part, directory) for part in text.replace(",", " ").split()]
    if len(found) > preference.most_channels:
        raise UserFacingError(
            "{key} takes at most {most}.", key=preference.key, most=preference.most_channels
        )
    return preference.write(tuple(dict.fromkeys(found)))


async def _change(context: Context, unit: Unit, wanted: Mapping[str, str | None]) -> Reply:
    """Store what differs, with an audit entry each."""
    stored = await unit.settings.all()
    wished = {key: value for key, value in {**stored, **wanted}.items() if value is not None}
    _ = Preferences.read(wished).readiness  # thresholds that contradict each other are refused here
    names = await SettingNames.load(unit)
    changes: list[view.ChangeLine] = []
    by = context.invocation.caller.member
    for key, value in wanted.items():
        default = known(key).default
        before, after = stored.get(key, default), default if value is None else value
        if (key in stored) == (value is not None) and before == after:
            continue
        await unit.settings.put(key, value)
        await unit.audit.add(AuditEntry(context.invocation.now, by, PREFIX + key, before, after))
        changes.append(view.ChangeLine("", "", key, names.stored(key, before), names.stored(key, after)))
        if key in DERIVED_WITH:
            await unit.facts.touch()
    return Reply(view.changed(context.texts, changes))


_KEY = Option("key", Kind.TEXT, "The setting, such as slots.", required=True)

COMMANDS: Sequence[Command] = (
    Command(
        ("settings", "show"),
        "Shows how Foster is set up here.",
        Role.STAFF,
        show,
        (Option("key", Kind.TEXT, "The setting, such as slots."),),
        example="settings show slots",
    ),
    Command(
        ("settings", "set"),
        "Changes one setting.",
        Role.ADMIN,
        set_,
        (_KEY, Option("value", Kind.TEXT, "Its new value.", required=True, rest=True)),
        example="settings set slots 5",
    ),
    Command(
        ("settings", "reset"),
        "Takes one setting, or all, back to the default.",
        Role.ADMIN,
        reset,
        (Option("key", Kind.TEXT, "The setting, or all.", required=True),),
        example="settings reset slots",
    ),
    Command(
        ("settings", "preset"),
        "Changes several settings at once.",
        Role.ADMIN,
        preset,
        (
            Option(
                "name",
                Kind.CHOICE,
                "merit follows merit alone, turns spreads thanks the widest.",
                required=True,
                choices=tuple(PRESETS),
            ),
        ),
        example="settings preset balanced",
    ),
    Command(
        ("settings", "history"),
        "Shows who changed which setting, and when.",
        Role.ADMIN,
        history,
        example="settings history",
    ),
)
