"""Annotated logs as training material: messages as the product sees them, and what annotators linked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from adapters.terminal.rules import jsonl, neutral
from bot.domain.facts import Message
from bot.domain.judging import judge
from bot.domain.judging.asks import ruled


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


_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_HEARD_SINCE = str.maketrans("么啥", "的的")
_SALT = b""


def _as_learned(message: Message, text: str) -> Message:
    """A message as the judge heard it when the shipped model learned.

    It hears more in Chinese and Japanese by now. In English logs that is a dozen lines, but the file would
    not come out the same: a run of those scripts was one word, and what is replaced here asked nothing.
    Leave this out when a new model is shipped.
    """
    if not _UNSPACED.search(text):
        return message
    heard, counted = judge(text.translate(_HEARD_SINCE), _SALT), judge(_UNSPACED.sub("x", text), _SALT)
    asks = ruled(int(heard.signs), counted.words)
    features = replace(message.features, question=asks, signs=heard.signs, words=counted.words)
    return replace(message, features=features)


def _log(path: Path, channel: str, rows: list[neutral.Row], gold: Mapping[str, Gold]) -> Log:
    texts = {row.id: row.text for row in rows}
    messages = sorted(
        (_as_learned(one, texts[name]) for name, one in neutral.messages(path, channel, rows).items()),
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
