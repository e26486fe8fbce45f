"""Running a command: read it, see whether the caller may, do it, and turn every failure into a card."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence

from bot.commands.access import allow
from bot.commands.elsewhere import refuse_chat_only
from bot.commands.handlers.rights import refuse_forgotten
from bot.commands.parse import Parsed, parse
from bot.commands.spec import Arguments, Command, Context, Invocation, Reply, Surface
from bot.commands.values import UnitDirectory, bind
from bot.domain.errors import NothingYetError, UserFacingError
from bot.domain.preferences import Preferences
from bot.domain.times import moment
from bot.ports import Store
from bot.usecases.compose import Address, nowhere
from bot.views import problem
from bot.views.texts import texts

log = logging.getLogger(__name__)

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that read alike


def new_reference() -> str:
    """A short code that finds one failure in the log."""
    return "".join(secrets.choice(_LETTERS) for _ in range(6))


async def run(
    invocation: Invocation,
    catalogue: Sequence[Command],
    store: Store,
    reference: Callable[[], str] = new_reference,
    address: Address = nowhere,
) -> Reply:
    """The answer to a command. Never raises for what the caller typed or a handler did."""
    t = texts("en")
    name = ""
    try:
        preferences = await _preferences(invocation, store)
        t = texts(preferences.language)
        if invocation.surface is Surface.TERMINAL:
            refuse_chat_only(invocation.words, preferences.text("word"))
        parsed = parse(invocation.words, catalogue)
        name = parsed.command.name
        allow(invocation.caller, parsed.command, invocation.surface)
        context = Context(invocation, store, preferences, t, address)
        await refuse_forgotten(context, parsed.command)
        return await parsed.command.handler(context, await _arguments(parsed, context))
    except UserFacingError as error:
        help_on = f"help {name}" if name and name != "help" else "help"
        early = isinstance(error, NothingYetError)
        return Reply(problem.problem(t, error, try_next=help_on), failed=True, early=early)
    except Exception:
        code = reference()
        log.exception("command failed", extra={"reference": code, "command": name})
        return Reply(problem.bug(t, code), failed=True)


async def _preferences(invocation: Invocation, store: Store) -> Preferences:
    async with store.reading(invocation.community) as unit:
        preferences = Preferences.read(await unit.settings.all())
    if preferences.ignored:
        log.warning("settings ignored", extra={"settings": ", ".join(preferences.ignored)})
    return preferences


async def _arguments(parsed: Parsed, context: Context) -> Arguments:
    today = moment(context.invocation.now, context.preferences.zone).date()
    async with context.store.reading(context.invocation.community) as unit:
        return await bind(parsed, UnitDirectory(unit), today)
