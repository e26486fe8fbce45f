"""What the command line says when something fails: on the error stream, in words or as JSON."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from adapters.markup.inert import inert
from adapters.terminal.error_json import as_json
from bot.commands.run import new_reference
from bot.domain.errors import SettingsError, UserFacingError

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Outcome:
    """The exit code so far."""

    code: int = 1


@contextmanager
def shown(form: str = "text") -> Iterator[Outcome]:
    """Whatever fails inside is told once, and leaves 1 as the exit code, 2 where a setting is wrong.

    `form` is text or json.
    """
    outcome = Outcome()
    try:
        yield outcome
    except UserFacingError as error:
        outcome.code = 2 if isinstance(error, SettingsError) else 1
        tell(str(error), form)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception:
        code = new_reference()
        log.exception("command line failed", extra={"reference": code})
        tell(f"Something went wrong on our side. Its code in the log is {code}.", form, reference=code)


def tell(message: str, form: str, **more: str) -> None:
    """Say it on the error stream, as words or as the object of `as_json`."""
    if form == "json":
        sys.stderr.write(as_json(message, **more))
    else:
        sys.stderr.write(inert(message, lines=True) + "\n")
