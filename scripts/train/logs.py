"""Annotated logs as training material: messages as the product sees them, and what annotators linked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from adapters.terminal.rules import jsonl, neutral
from bot.domain.facts import Message


class Gold(msgspec.Struct, frozen=True):
    """What annotators said of a line."""

    links: list[str] | None = None
    thread: str | None = None


class Line(msgspec.Struct, frozen=True):
    """The annotated part of a neutral JSONL line."""

    id: str
    channel: str
    gold: Gold


@dataclass(frozen=True, slots=True)
class Log:
    """One channel: messages in order and, by row, the rows that each annotated message responds to.

    A row's own number means that it starts a conversation. `threads`: which conversation a row is in.
    """

    name: str
    messages: Sequence[Message]
    gold: Mapping[int, frozenset[int]]
    threads: Mapping[int, str]


def logs(path: Path) -> Iterator[Log]:
    """Every channel of a file."""
    lines = list(jsonl.read(path, Line))
    rows: dict[str, list[neutral.Row]] = {}
    for row in jsonl.read(path, neutral.Row):
        if not row.author:
            continue  # what people do in IRC, a few lines in a hundred logs, is nothing to learn from
        rows.setdefault(row.channel, []).append(row)
    for channel, own in rows.items():
        yield _log(path, channel, own, {line.id: line.gold for line in lines if line.channel == channel})


def _log(path: Path, channel: str, rows: list[neutral.Row], gold: Mapping[str, Gold]) -> Log:
    messages = sorted(
        neutral.messages(path, channel, rows).values(),
        key=lambda message: (message.at, len(message.ref.id), message.ref.id),
    )
    place = {message.ref.id: row for row, message in enumerate(messages)}
    links: dict[int, frozenset[int]] = {}
    threads: dict[int, str] = {}
    for row, message in enumerate(messages):
        told = gold[message.ref.id]
        if told.thread is not None:
            threads[row] = told.thread
        if told.links is not None:
            links[row] = frozenset(place[to] for to in told.links if to in place)
    return Log(f"{path.name}/{channel}", messages, links or _from_threads(threads), threads)


def _from_threads(threads: Mapping[int, str]) -> dict[int, frozenset[int]]:
    """Where only conversations are known: any earlier message of the same one will do."""
    seen: dict[str, list[int]] = {}
    links = {}
    for row, thread in sorted(threads.items()):
        before = seen.setdefault(thread, [])
        links[row] = frozenset(before) if before else frozenset({row})
        before.append(row)
    return links
