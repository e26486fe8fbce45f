"""Writes the pages that the code knows best: docs/commands.md, docs/settings.md and docs/roles.md.

`python scripts/docs.py` in the project's environment; a test says when a page is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import assert_never

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from bot.commands.access import matrix  # noqa: E402 - needs the path above
from bot.commands.catalogue import catalogue  # noqa: E402 - likewise
from bot.commands.spec import Command, Kind, Option, Role, Surface  # noqa: E402 - likewise
from bot.domain.preference import Preference, PreferenceKind  # noqa: E402 - likewise
from bot.domain.preference_groups import GROUPS, PRESETS  # noqa: E402 - likewise
from bot.domain.preference_texts import MOST_IN_A_LINE  # noqa: E402 - likewise
from bot.settings import Settings  # noqa: E402 - likewise

MADE = "<!-- Made by scripts/docs.py from the code. Change the code, then run it. -->\n\n"
WHO = {Role.MEMBER: "everybody", Role.STAFF: "staff and admins", Role.ADMIN: "admins"}


def pages() -> dict[str, str]:
    """Every page by its path, with the text it must have now."""
    return {
        "docs/commands.md": MADE + "\n".join(_commands()) + "\n",
        "docs/settings.md": MADE + "\n".join(_settings()) + "\n",
        "docs/roles.md": MADE + "\n".join(_roles()) + "\n",
    }


def _commands() -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield "Typed in the chat after `/foster` (the word is a setting), or in a terminal as"
    yield '`foster ask "/foster …"`: there as an admin, or with `--as MEMBER` as that member.'
    yield ""
    yield "Options are given in order, or by name: `slots=5` and `--slots 5` are the same."
    yield "Put phrases in quotes."
    yield "Days may be written `2026-03-04`, `4 March 2026`, `today` or `last tuesday`."
    yield ""
    yield "In a terminal, `--format json` prints what a card says as JSON. What fails prints an object,"
    yield '`{"error": {"message": "…"}}`, as the last line of the error stream, and nothing else: the exit'
    yield "code is 1, or 2 where the command line itself cannot be read."
    for command in catalogue():
        yield ""
        yield from _command(command)


def _command(command: Command) -> Iterator[str]:
    yield f"## `/foster {command.name}`"
    yield ""
    yield f"{command.summary} For {WHO[command.role]}."
    if command.options:
        yield ""
        yield "| option | what it takes | |"
        yield "| --- | --- | --- |"
        for option in command.options:
            need = "needed" if option.required else "may be left out"
            yield f"| `{option.name}` | {_takes(option)} | {_cell(option.help)} ({need}) |"
    if command.example:
        yield ""
        yield f"Example: `/foster {command.example}`"


def _takes(option: Option) -> str:
    match option.kind:
        case Kind.TEXT:
            return "words" if option.rest else "a word, or a phrase in quotes"
        case Kind.INTEGER:
            return "a whole number"
        case Kind.DATE:
            return "a day"
        case Kind.WEEK:
            return "a week, like `2026-W06`"
        case Kind.MEMBER:
            return "a member, `@name`"
        case Kind.CHANNEL:
            return "a channel, `#name`"
        case Kind.CHOICE:
            return " or ".join(f"`{choice}`" for choice in option.choices)
        case Kind.FLAG:
            return f"`--{option.name}`"
        case _:
            assert_never(option.kind)


def _settings() -> Iterator[str]:
    yield "# Settings"
    yield ""
    yield "## Of the program"
    yield ""
    yield "From the environment, or from a file `.env` in the folder where Foster runs (`.env.example` is a"
    yield "start)."
    yield "None is needed to begin."
    yield ""
    yield "| name | default | |"
    yield "| --- | --- | --- |"
    for field in Settings.model_fields.values():
        default = f"`{field.default}`" if field.default else "empty"
        yield f"| `{field.validation_alias}` | {default} | {_cell(field.description or '')} |"
    yield ""
    yield "`--database` goes before `DATABASE_URL`. Logs hold no message text and no tokens; a failure is"
    yield "logged by its type and place under a short code, which the person who ran into it is shown too."
    yield ""
    yield "## Of a community"
    yield ""
    yield "Changed with `/foster settings set NAME VALUE`; `/foster settings history` shows who changed what."
    for group in GROUPS:
        yield ""
        yield f"### {group.title}"
        yield ""
        yield "| name | what it takes | default | |"
        yield "| --- | --- | --- | --- |"
        for preference in group.preferences:
            default = "none" if preference.default == "[]" else f"`{preference.default}`"
            yield f"| `{preference.key}` | {_holds(preference)} | {default} | {_cell(preference.help)} |"
    yield ""
    yield "### Presets"
    yield ""
    yield "`/foster settings preset NAME` sets several at once:"
    yield ""
    for name, values in PRESETS.items():
        yield f"- `{name}`: " + ", ".join(f"`{key}` = `{value}`" for key, value in values.items())


def _roles() -> Iterator[str]:
    yield "# Who may do what, and where"
    yield ""
    yield "**Admins** are the platform's own: admins and owners of the Slack workspace, and whoever may"
    yield "manage the Discord server. **Staff** are recorded by an admin (`staff add`). Guests and people"
    yield "from elsewhere are members at most; bots and deactivated accounts may ask nothing. Rights are"
    yield "looked up anew each time something is typed, clicked or sent. What a row does not allow is"
    yield "refused."
    yield ""
    yield "| command | who | " + " | ".join(surface.value for surface in Surface) + " |"
    yield "| --- " * (2 + len(Surface)) + "|"
    for command, surfaces in matrix(catalogue()):
        cells = ["yes" if surface in surfaces else "" for surface in Surface]
        yield f"| `{command.name}` | {WHO[command.role]} | " + " | ".join(cells) + " |"


def _holds(preference: Preference) -> str:
    kind = _plain(preference)
    return f"{kind}, or `auto`" if preference.auto else kind


_IN_WORDS = {
    PreferenceKind.TEXT: "a word",
    PreferenceKind.FLAG: "`yes` or `no`",
    PreferenceKind.ZONE: "a time zone, like `Europe/Berlin`",
    PreferenceKind.TIME: "a time, like `10:00`",
    PreferenceKind.CHANNEL: "a channel",
    PreferenceKind.CHANNELS: "channels, with commas",
    PreferenceKind.ROLES: "roles, with commas, or `none`",
}


def _plain(preference: Preference) -> str:
    match preference.kind:
        case PreferenceKind.CHOICE:
            return ", ".join(f"`{choice}`" for choice in preference.choices)
        case PreferenceKind.INTEGER | PreferenceKind.NUMBER:
            return f"{preference.low:g} to {preference.high:g}"
        case PreferenceKind.SHARE:
            return f"{preference.low / 1000:g} to {preference.high / 1000:g}"
        case PreferenceKind.LINE:
            return f"a line of at most {MOST_IN_A_LINE} characters, or none"
        case kind:
            return _IN_WORDS[kind]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> None:
    """Write every page."""
    for path, text in pages().items():
        (ROOT / path).write_text(text, encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
