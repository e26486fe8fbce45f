"""`foster merit`: the merit rule over a file of help events."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import msgspec

from adapters.terminal.rules import jsonl
from bot.domain.recognition.merit import Help, merits
from bot.domain.refs import PersonId

Name = Annotated[str, msgspec.Meta(min_length=1)]
WeekNumber = Annotated[int, msgspec.Meta(ge=-1_000_000, le=1_000_000)]


class Event(msgspec.Struct, frozen=True):
    """One line in: `helper` helped `asker` in `week`, in `msgs` messages; `thanks` names who confirmed it."""

    week: WeekNumber
    helper: Name
    asker: Name
    msgs: Annotated[int, msgspec.Meta(ge=0)] = 1
    thanks: tuple[Name, ...] = ()


class MeritRow(msgspec.Struct, frozen=True):
    """One line out: a member's merit in a week, with three decimals."""

    week: int
    member: str
    merit: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`EVENTS -o MERIT`."""
    parser.add_argument("events", type=Path, help="events, .jsonl or .jsonl.gz")
    parser.add_argument("-o", "--output", type=Path, help="where to write (default: standard output)")


def run(args: argparse.Namespace) -> int:
    """Read the events, write every member's merit by week and id."""
    weeks = _by_week(jsonl.read(args.events, Event))
    jsonl.write(args.output, _rows(weeks))
    return 0


def _by_week(events: Iterable[Event]) -> dict[int, list[Help]]:
    weeks: defaultdict[int, list[Help]] = defaultdict(list)
    for one in events:
        thanks = tuple(PersonId(name) for name in one.thanks)
        helped = Help(
            one.week, PersonId(one.helper), PersonId(one.asker), messages=one.msgs, thanked_by=thanks
        )
        weeks[one.week].append(helped)
    return weeks


def _rows(weeks: dict[int, list[Help]]) -> Iterator[MeritRow]:
    for week, found in merits(sorted(weeks.items())):
        for member, merit in found.items():
            if merit.total > 0:
                yield MeritRow(week, member, merit.total / 1000)
