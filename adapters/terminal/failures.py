"""What the command line says when something fails: on the error stream, written for the person."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from adapters.markup.inert import inert
from bot.commands.run import new_reference
from bot.domain.errors import UserFacingError

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Outcome:
    """The exit code so far."""

    code: int = 1


@contextmanager
def shown() -> Iterator[Outcome]:
    """Whatever fails inside is told once, and leaves 1 as the exit code."""
    outcome = Outcome()
    try:
        yield outcome
    except UserFacingError as error:
        sys.stderr.write(inert(str(error), lines=True) + "\n")
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception:
        code = new_reference()
        log.exception("command line failed", extra={"reference": code})
        sys.stderr.write(f"Something went wrong on our side. Its code in the log is {code}.\n")
