"""`foster attribute`: who answered whom in neutral JSONL files, one line a message."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from adapters.terminal.rules import jsonl, neutral
from bot.domain.attribution import AttributionPolicy, Findings, Kind, People, find
from bot.domain.credits import ReasonCode


class Prediction(msgspec.Struct, frozen=True):
    """What is said of one message; `links` holds its own id where it starts a conversation."""

    id: str
    is_question: bool
    answers_to: list[str]
    links: list[str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of `foster attribute`."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="neutral JSONL, plain or .gz")
    parser.add_argument("-o", "--output", type=Path, metavar="PRED", help="where to write; else printed")


def run(args: argparse.Namespace) -> int:
    """Attribute every channel of the files; 0 when all went well. Raises `UserFacingError` on bad input."""
    jsonl.write(args.output, attributed(args.files))
    return 0


def attributed(files: Iterable[Path]) -> Iterator[Prediction]:
    """One prediction a line, channel by channel within each file."""
    for path in files:
        channels: dict[str, list[neutral.Row]] = {}
        for row in jsonl.read(path, neutral.Row):
            channels.setdefault(row.channel, []).append(row)
        for name, rows in channels.items():
            yield from _channel(path, name, rows)


def _channel(path: Path, name: str, rows: list[neutral.Row]) -> Iterator[Prediction]:
    messages = neutral.messages(path, name, rows)
    found = find([*messages.values()], {}, {}, (), People(), AttributionPolicy())
    answers, links = _answers(found), {link.message.id: link.to.id for link in found.attribution.links}
    floor = AttributionPolicy().question_floor
    for row in rows:
        message = messages.get(row.id)
        yield Prediction(
            row.id,
            message is not None and message.features.question >= floor,
            answers.get(row.id, []),
            [links.get(row.id, row.id)],
        )


def _answers(found: Findings) -> dict[str, list[str]]:
    answers: dict[str, list[str]] = {}
    for deed in found.deeds:
        alone = deed.kind is Kind.SHORT and deed.how is ReasonCode.IN_THREAD
        if deed.kind is Kind.BACK or alone:
            continue  # what gives no credit by itself is no answer
        answers.setdefault(deed.message.ref.id, []).append(deed.part.ref.id)
    return answers
