"""What Slack has beside the catalogue: words that open a form, or that are about Slack itself."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.handlers.help import with_help
from bot.commands.spec import Arguments, Command, Context, Reply, Role
from bot.domain.errors import UserFacingError


async def _elsewhere(_context: Context, _arguments: Arguments) -> Reply:
    raise UserFacingError("This works in Slack alone.")


SETUP = Command(
    ("setup",), "Chooses channels, day and time in one go.", Role.ADMIN, _elsewhere, example="setup"
)
CHANGE = Command(
    ("settings", "change"),
    "Changes a setting in a form, which shows first what it would mean.",
    Role.ADMIN,
    _elsewhere,
    example="settings change",
)
DOCTOR = Command(
    ("doctor",), "Looks for what keeps Foster from working.", Role.ADMIN, _elsewhere, example="doctor"
)
READ = Command(
    ("private", "on"),
    "Has me read the private channel in which you type it.",
    Role.ADMIN,
    _elsewhere,
    example="private on",
)
UNREAD = Command(
    ("private", "off"),
    "Ends my reading of the private channel in which you type it.",
    Role.ADMIN,
    _elsewhere,
    example="private off",
)
COMMANDS = (SETUP, CHANGE, DOCTOR, READ, UNREAD)

FORMS = {"setup": SETUP, "settings": CHANGE, "settings change": CHANGE}
"""Words that open a form. Who may is checked then, and again when it is sent."""
AGREEING = {"private on": True, "private off": False}
"""What an admin types in a private channel itself."""


def widened(catalogue: Sequence[Command]) -> tuple[Command, ...]:
    """All that can be typed here, `help` first: it lists these, too."""
    return with_help([*(command for command in catalogue if command.name != "help"), *COMMANDS])
