"""`settings show|set|reset|preset|history`. Every change is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.commands.handlers.setting_names import SettingNames
from bot.commands.handlers.what_ifs import DERIVED_WITH, effects, shown_first
from bot.commands.parse import suggest
from bot.commands.spec import Arguments, Command, Context, Kind, Option, Reply, Role
from bot.commands.values import UnitDirectory, find_channel
from bot.domain.audit import AuditEntry
from bot.domain.errors import UserFacingError
from bot.domain.preference import Preference, PreferenceKind
from bot.domain.preference_groups import GROUPS, ONLY_ON, PRESETS, every
from bot.domain.preferences import Preferences
from bot.domain.times import moment
from bot.ports import Unit
from bot.usecases.steer import next_posts
from bot.views import settings as view

PREFIX = "settings "
"""What audit entries of settings begin with; the key follows."""

_HISTORY = 200  # audit entries looked through
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting that changes; `value` None goes back to the default."""

    key: str
    value: str | None
    before: str
    after: str


async def show(context: Context, arguments: Arguments) -> Reply:
    """Every setting, or one."""
    key = arguments.text("key")
    wanted = None if key is None else known(key)
    async with context.store.reading(context.invocation.community) as unit:
        names = await SettingNames.load(unit)
        if wanted is not None:
            return Reply(view.one(context.texts, names.line(wanted, context.preferences)))
        posts = await next_posts(unit, context.invocation.now)
    chosen = context.preferences
    groups = [
        view.SettingGroup(
            group.title,
            tuple(
                line
                for each in group.preferences
                if (line := names.line(each, chosen)).chosen or _serves(context, each)
            ),
        )
        for group in GROUPS
    ]
    ignored, zone = chosen.ignored, chosen.zone
    return Reply(view.everything(context.texts, chosen.text("word"), groups, ignored, posts, zone))


async def set_(context: Context, arguments: Arguments) -> Reply:
    """One setting gets a new value."""
    preference = known(arguments.required("key"))
    text = arguments.required("value")
    if preference.kind is PreferenceKind.ROLES and not _serves(context, preference):
        raise UserFacingError(
            "{key} is for Discord, where roles are. Here, choose a user group in “{setup}”, or name people "
            "with “{add}”.",
            key=preference.key,
            setup="setup",
            add="staff add",
        )
    if preference.kind in (PreferenceKind.CHANNEL, PreferenceKind.CHANNELS):
        async with context.store.reading(context.invocation.community) as unit:
            text = await _channels(preference, text, unit)
    command = f'settings set {preference.key} "{arguments.required("value")}"'
    wanted = {preference.key: preference.write(preference.parse(text))}
    return await _change(context, wanted, command, arguments)


def _serves(context: Context, preference: Preference) -> bool:
    """Whether a setting means something where this is said; at the terminal, all do."""
    member = context.invocation.caller.member
    only = ONLY_ON.get(preference.key)
    return member is None or only is None or member.space.platform is only


async def reset(context: Context, arguments: Arguments) -> Reply:
    """One setting, or all of them, back to the default."""
    key = arguments.required("key")
    keys = [p.key for p in every()] if key.casefold() == "all" else [known(key).key]
    command = f"settings reset {key}"
    return await _change(context, dict.fromkeys(keys), command, arguments)


async def preset(context: Context, arguments: Arguments) -> Reply:
    """Several settings at once, by the name of a preset."""
    name = arguments.required("name")
    return await _change(context, PRESETS[name], f"settings preset {name}", arguments)


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
            who=operator if entry.by is None else who[entry.by].called if entry.by in who else str(entry.by),
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


async def _change(
    context: Context, wanted: Mapping[str, str | None], command: str, arguments: Arguments
) -> Reply:
    """Store what differs, with an audit entry each; or, as a preview, only say what it would mean."""
    community, now, t = context.invocation.community, context.invocation.now, context.texts
    async with context.store.reading(community) as unit:
        changes = await _differences(unit, wanted)
        wished = _wished(await unit.settings.all(), wanted)
        names = await SettingNames.load(unit)
        keys = [change.key for change in changes]
        said = await effects(unit, keys, wished, now, t)
    # What decides over verdicts and credits is saved when it was seen what that would change.
    tried = arguments.flag("preview") or (not arguments.flag("save") and any(map(shown_first, keys)))
    if not tried:
        async with context.store.writing(community) as unit:
            changes = await _differences(unit, wanted)
            await _store(context, unit, changes)
    lines = [
        view.ChangeLine("", "", one.key, names.stored(one.key, one.before), names.stored(one.key, one.after))
        for one in changes
    ]
    return Reply(view.changed(t, lines, said, saved=not tried, command=f"{command} save=yes"))


async def _differences(unit: Unit, wanted: Mapping[str, str | None]) -> list[Difference]:
    """What would really change; thresholds that contradict each other are refused here."""
    stored = await unit.settings.all()
    _ = Preferences.read(_wished(stored, wanted)).readiness
    found = []
    for key, value in wanted.items():
        default = known(key).default
        before, after = stored.get(key, default), default if value is None else value
        if (key in stored) != (value is not None) or before != after:
            found.append(Difference(key, value, before, after))
    return found


def _wished(stored: Mapping[str, str], wanted: Mapping[str, str | None]) -> dict[str, str]:
    return {key: value for key, value in {**stored, **wanted}.items() if value is not None}


async def _store(context: Context, unit: Unit, changes: Sequence[Difference]) -> None:
    by, now = context.invocation.caller.member, context.invocation.now
    for one in changes:
        await unit.settings.put(one.key, one.value)
        await unit.audit.add(AuditEntry(now, by, PREFIX + one.key, one.before, one.after))
    if any(one.key in DERIVED_WITH for one in changes):
        await unit.facts.touch()


_PREVIEW = Option("preview", Kind.FLAG, "Only show what it would mean.")
_SAVE = Option(
    "save", Kind.FLAG, "Save what decides over verdicts and credits without showing first what it changes."
)
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
        (_KEY, Option("value", Kind.TEXT, "Its new value.", required=True, rest=True), _PREVIEW, _SAVE),
        example="settings set slots 5",
    ),
    Command(
        ("settings", "reset"),
        "Takes one setting, or all, back to the default.",
        Role.ADMIN,
        reset,
        (Option("key", Kind.TEXT, "The setting, or all.", required=True), _PREVIEW, _SAVE),
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
                "How widely thanks are spread (merit the least, turns the most), or the kind of community.",
                required=True,
                choices=tuple(PRESETS),
            ),
            _PREVIEW,
            _SAVE,
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
