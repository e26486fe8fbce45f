"""`foster recognise`: the ledger over a file of merits."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated

import msgspec

from adapters.terminal.rules import jsonl
from adapters.terminal.rules.merit import Name, WeekNumber
from bot.domain.recognition.ledger import DEFAULT_REACH, Policy
from bot.domain.recognition.replay import replay
from bot.domain.refs import PersonId
from bot.views.me import why_named
from bot.views.texts import Texts, texts


class MeritRow(msgspec.Struct, frozen=True):
    """One line in: a member's merit in a week, read to three decimals."""

    week: WeekNumber
    member: Name
    merit: Annotated[float, msgspec.Meta(ge=0, le=1e12)]


class PicksRow(msgspec.Struct, frozen=True):
    """One line out: who is named in a week, in the ledger's order, and why."""

    week: int
    named: list[str]
    why: dict[str, str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`MERIT --slots K [--reach q] [--salt s] -o PICKS`."""
    parser.add_argument("merit", type=Path, help="merits, .jsonl or .jsonl.gz")
    parser.add_argument("--slots", type=int, required=True, help="how many are named a week")
    parser.add_argument(
        "--reach",
        type=int,
        default=DEFAULT_REACH,
        help="4 follows merit, 3 is balanced (default), 2 wide, 0 takes turns",
    )
    parser.add_argument("--salt", default="", help="keys the last tie-break (default: empty)")
    parser.add_argument("-o", "--output", type=Path, help="where to write (default: standard output)")


def run(args: argparse.Namespace) -> int:
    """Read the merits, replay the ledger from the first week, write each week's picks."""
    policy = Policy(args.slots, args.reach)
    weeks = _by_week(jsonl.read(args.merit, MeritRow))
    jsonl.write(args.output, _rows(weeks, policy, args.salt.encode("utf-8", "surrogateescape"), texts("en")))
    return 0


def _by_week(rows: Iterable[MeritRow]) -> dict[int, dict[PersonId, int]]:
    """Milli-units; several rows of one member and week add up."""
    weeks: defaultdict[int, defaultdict[PersonId, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        weeks[row.week][PersonId(row.member)] += round(row.merit * 1000)
    return {week: dict(merits) for week, merits in weeks.items()}


def _rows(
    weeks: Mapping[int, Mapping[PersonId, int]], policy: Policy, salt: bytes, t: Texts
) -> Iterator[PicksRow]:
    for week in replay(sorted(weeks.items()), policy, salt):
        named = [week.picks.places[member] for member in week.picks.named]
        yield PicksRow(
            week.picks.week, [one.member for one in named], {one.member: why_named(one, t) for one in named}
        )
