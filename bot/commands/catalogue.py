"""Every command there is. Platforms, the help card and the docs are all made from this list."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.handlers import (
    answers,
    audit,
    consent,
    delivery,
    digest,
    evidence_commands,
    ledger,
    link,
    offers,
    questions,
    readiness,
    rights,
    settings,
    thanks,
    why,
)
from bot.commands.handlers import help as help_
from bot.commands.spec import Command

GROUPS: tuple[Sequence[Command], ...] = (
    digest.COMMANDS,
    delivery.COMMANDS,
    questions.COMMANDS,
    why.COMMANDS,
    answers.COMMANDS,
    readiness.COMMANDS,
    evidence_commands.COMMANDS,
    offers.COMMANDS,
    thanks.COMMANDS,
    consent.COMMANDS,
    rights.COMMANDS,
    link.COMMANDS,
    ledger.COMMANDS,
    settings.COMMANDS,
    audit.COMMANDS,
)
"""One entry for each handler module; a new one is added here."""


def catalogue() -> tuple[Command, ...]:
    """All commands, `help` first."""
    return help_.with_help([command for group in GROUPS for command in group])
