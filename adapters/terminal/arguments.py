"""The command line's words and options. Imports nothing heavy: `foster --help` must answer at once."""

from __future__ import annotations

import argparse
import importlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, Protocol, cast

from adapters.terminal.error_json import as_json, wants_json

RULES = {
    "attribute": "say who answered whom, over a file of messages",
    "merit": "weigh helpfulness by week, over a file of credits",
    "recognise": "choose whom to thank, over a file of merits",
    "assess": "judge readiness, over a file of facts",
}
"""The pure rules over files: a module of that name in `adapters.terminal.rules` each."""

_KEYS = (
    "new: print a fresh key; rotate: seal everything anew with the first key in FOSTER_SECRET_KEY; forget: "
    "remove what no key opens any more"
)
_WRONG = re.compile(r"invalid choice: '(.{1,60})' \(choose from (.*)\)\Z", re.DOTALL)
_EPILOG = "“foster COMMAND --help” says more about each. Start with: foster demo"


class Rule(Protocol):
    """What a module in `adapters.terminal.rules` offers."""

    def add_arguments(self, parser: argparse.ArgumentParser, /) -> None:
        """Its own options."""
        ...

    def run(self, args: argparse.Namespace, /) -> int:
        """Do it; the exit code. Raises `UserFacingError`."""
        ...


class UsageError(Exception):
    """A command line that cannot be read: what is wrong, and which command's help to look at."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong and where to look, without the whole usage."""

    def error(self, message: str) -> NoReturn:
        """Leave it to whoever parses; of a wrong word the nearest is said, not all that there are."""
        wrong = _WRONG.search(message)
        if wrong is not None:
            from difflib import get_close_matches  # noqa: PLC0415 - only where something is wrong

            choices = [choice.strip("'") for choice in wrong[2].split(", ")]
            near = get_close_matches(wrong[1].casefold(), choices, 1, 0.55)
            if near:
                raise UsageError(
                    f"There is no “{wrong[1]}”. Did you mean “{near[0]}”?", f"{self.prog} --help"
                )
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", f"{self.prog} --help")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The parsed command line; `SystemExit` for help (0) and wrong usage (2)."""
    parser = Parser(
        prog="foster",
        description="Thanks the whole community fairly, and knows whether an ambassador program makes sense.",
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    _common(parser)
    parser.set_defaults(database=None, community=None, format="text")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    _add_commands(commands)
    for name, about in RULES.items():
        one = commands.add_parser(name, help=about, description=about, allow_abbrev=False)
        # They read and write JSON as it is: `--format json` is welcome there too.
        one.add_argument(
            "--format", choices=("text", "json"), default=argparse.SUPPRESS, help=argparse.SUPPRESS
        )
        if name in argv:  # only then is its module worth importing
            rule(name).add_arguments(one)
    try:
        args = parser.parse_args(argv)
        if args.command is None and wants_json(argv):
            parser.error("there is no command")
    except UsageError as wrong:
        message, look = wrong.args
        said = as_json(message, **{"try": look}) if wants_json(argv) else f"{message}\nTry: {look}\n"
        parser.exit(2, said)
    if args.command is None:
        parser.print_help(sys.stderr)
        parser.exit(2)
    return args


def rule(name: str) -> Rule:
    """The module behind `foster attribute` and its like."""
    return cast("Rule", importlib.import_module(f"adapters.terminal.rules.{name}"))


def _common(parser: argparse.ArgumentParser) -> None:
    """Options that stand before or after the command; suppressed defaults keep one from hiding the other."""
    group = parser.add_argument_group("everywhere")
    group.add_argument(
        "--database",
        metavar="URL",
        help="a file, a database URL or “demo” (default: DATABASE_URL, else a file in your data folder)",
        default=argparse.SUPPRESS,
    )
    group.add_argument(
        "--community",
        metavar="NAME",
        help="which community, where there are several",
        default=argparse.SUPPRESS,
    )
    group.add_argument(
        "--format",
        choices=("text", "json"),
        help="how results are printed (default: text)",
        default=argparse.SUPPRESS,
    )


class _Commands(Protocol):
    def add_parser(self, name: str, *, help: str, description: str, allow_abbrev: bool) -> Parser:  # noqa: A002 - argparse's own name
        ...


def _add(commands: _Commands, name: str, about: str) -> Parser:
    parser = commands.add_parser(name, help=about, description=about, allow_abbrev=False)
    _common(parser)
    return parser


def _add_commands(commands: _Commands) -> None:
    _add(commands, "demo", "show what Foster does, on a made-up community")
    _add_import(_add(commands, "import", "bring in exports of Slack or Discord, or neutral JSON lines"))
    digest = _add(commands, "digest", "print a weekly digest")
    digest.add_argument("--week", metavar="2018-W06", help="which week (default: the last complete one)")
    digest.add_argument("--preview", action="store_true", help="as admins see it before it is posted")
    digest.add_argument("--chart", type=Path, metavar="FILE.png", help="draw its chart into a picture")
    ledger = _add(commands, "ledger", "show whose turn to be named is near")
    ledger.add_argument("--out", type=Path, metavar="FILE.csv", help="write everybody to a table")
    _add(commands, "ready", "say whether an ambassador program makes sense yet")
    why = _add(commands, "why", "say what was made of one message, and why")
    why.add_argument("message", metavar="MESSAGE", help="its link, or its id")
    _add_questions(_add(commands, "questions", "list the questions that wait for an answer"))
    ask = _add(commands, "ask", 'give a chat command, such as: foster ask "/foster help"')
    ask.add_argument("words", nargs="+", metavar="WORDS", help="what you would type in chat; quote it")
    ask.add_argument("--as", dest="member", metavar="MEMBER", help="as this member, not as an admin")
    _add_rights(commands)
    report = _add(commands, "report", "write a page about readiness to pass on, without names")
    report.add_argument(
        "--out",
        type=Path,
        default=Path("report.html"),
        metavar="FILE",
        help="the page (default: report.html)",
    )
    _add_manifest(_add(commands, "manifest", "print what to paste where a platform asks about the app"))
    invite = _add(commands, "invite", "print the link that invites Foster to a server")
    invite.add_argument("platform", choices=("discord",), help="which platform")
    invite.add_argument("--application", default="", metavar="ID", help="its id; else the token's own")
    doctor = _add(commands, "doctor", "say what is wrong with the access to a platform, and what mends it")
    doctor.add_argument("platform", choices=("slack", "discord"), help="which platform")
    _add(commands, "communities", "list the communities in the database")
    _add_db(_add(commands, "db", "look after the database"))
    keys = _add(commands, "keys", "look after the key that seals what is stored and secret")
    keys.add_argument("action", choices=("new", "rotate", "forget"), help=_KEYS)
    _add(commands, "run", "run the bot until it is told to stop")
    copies = {"backup": "copy a SQLite database, while Foster runs or not", "restore": "put such a copy back"}
    for name, about in copies.items():
        _add(commands, name, about).add_argument("path", type=Path, metavar="FILE", help="the copy")
    _add(commands, "version", "print the version")


def _add_rights(commands: _Commands) -> None:
    export = _add(commands, "export", "give a member everything that is kept about them")
    export.add_argument("--out", type=Path, metavar="FILE.json", help="write it there")
    forget = _add(commands, "forget", "forget a member, for good")
    forget.add_argument("--yes", action="store_true", help="do it without asking")
    for parser in (export, forget):
        parser.add_argument("who", choices=("me",), help="whoever is named with --as")
        parser.add_argument("--as", dest="member", metavar="MEMBER", required=True, help="a name or an id")
    audit = _add(commands, "audit", "show who changed what, and when")
    audit.add_argument("--page", type=int, default=1, metavar="N", help="which page; 1 holds the newest")
    audit.add_argument("--out", type=Path, metavar="FILE.csv", help="write every entry to a table")


def _add_import(parser: Parser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files or folders")
    parser.add_argument(
        "--help-channels", action="append", default=[], metavar="NAMES", help="where people ask, by comma"
    )
    parser.add_argument(
        "--staff",
        action="append",
        default=[],
        metavar="WHO",
        help="your own people: names, ids or @example.org",
    )
    parser.add_argument("--zone", metavar="ZONE", help="the community's time zone, such as Europe/Berlin")
    parser.add_argument("--since", metavar="DATE", help="leave out what is older, such as 2026-01-31")


def _add_questions(parser: Parser) -> None:
    parser.add_argument("--channel", metavar="NAME", help="only this help channel")
    parser.add_argument("--older-than", metavar="TIME", help="only what waits as long as 12h, 2d or 1w")
    parser.add_argument("--days", metavar="DAYS", help="how far back to look (default: 90)")
    parser.add_argument("--most", metavar="NUMBER", help="how many to list at most (default: 10)")


def _add_manifest(parser: Parser) -> None:
    parser.add_argument("platform", choices=("slack",), help="which platform")
    parser.add_argument("--mode", choices=("socket", "http"), default="socket", help="how events arrive")
    parser.add_argument("--url", default="", metavar="URL", help="where the platform reaches you (http)")
    for name, about in (
        ("private-channels", "ask to read private channels that it is invited to"),
        ("suggest-staff", "ask to see e-mail domains and user groups, to suggest your own people"),
    ):
        parser.add_argument(f"--{name}", dest="extras", action="append_const", const=name, help=about)


def _add_db(parser: Parser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=Parser)
    _add(actions, "upgrade", "bring the tables up to date")
    restored = _add(actions, "restored", "forget again whom a PostgreSQL copy that was put back brought back")
    restored.add_argument("journals", nargs="*", type=Path, metavar="JOURNAL", help="who was forgotten since")
    restored.add_argument("--nobody", action="store_true", help="nobody was, so there is no journal")
    _add(actions, "check", "check the tables, and print each community's state hash")
