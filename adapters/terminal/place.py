"""Where the data is, and how this program is called again on it: printed commands must work when pasted."""

from __future__ import annotations

import argparse
import shlex
import shutil
import sys
from pathlib import Path

from adapters.terminal.program import Where
from bot.settings import Settings

DEMO = "demo"
"""What stands for the demo's own file, short enough to type."""


def where(args: argparse.Namespace, settings: Settings) -> Where:
    """What a command works on. The demo never touches a database that it was not given."""
    program = started(sys.argv[0])
    demo = args.command == "demo"
    if args.database == DEMO or (demo and not args.database):
        return Where(_url(_data_file("demo.sqlite")), args.community, program, DEMO, throwaway=demo)
    if args.database:
        return Where(_url(args.database), args.community, program, _shown(args.database))
    return Where(_url(settings.database_url or _data_file("foster.sqlite")), args.community, program)


def started(program: str) -> str:
    """The program as it was started, in the shortest way that works from the same folder."""
    path = Path(program)
    if path.name == "__main__.py":
        return f"{_short(Path(sys.executable))} -m bot"
    found = shutil.which(path.name)
    if found is not None and Path(found).resolve() == path.resolve():
        return path.name
    return _short(path)


def _short(path: Path) -> str:
    full = path.absolute()
    return shlex.quote(str(full.relative_to(Path.cwd()) if full.is_relative_to(Path.cwd()) else full))


def _url(chosen: str) -> str:
    return chosen if "://" in chosen else f"sqlite:///{Path(chosen).expanduser().absolute()}"


def _shown(given: str) -> str:
    """As it was given, unless it may hold a password."""
    return "URL" if "@" in given and "://" in given else shlex.quote(given)


def _data_file(name: str) -> str:
    import platformdirs  # noqa: PLC0415 - only needed without a database

    return str(platformdirs.user_data_path("foster", appauthor=False) / name)
