"""As many messages as wanted, to disk, in bounded memory: for measuring imports, not for reading.

A few thousand texts are made once and repeated; structure (threads, replies, people, days) keeps flowing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from adapters.synthetic.community import START
from adapters.synthetic.dice import Dice
from adapters.synthetic.discord import GUILD, snowflake
from adapters.synthetic.files import encode
from adapters.synthetic.phrases import CHATTER, HELLO, LEAD, THANKS
from adapters.synthetic.problems import PROBLEMS
from adapters.synthetic.questions import fill

CHANNELS = 20
PEOPLE = 5_000
PER_DAY = 500
"""Messages of a channel in one day: one file of a Slack export."""

_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class _Texts:
    """JSON strings, quotes included, by what the message does."""

    asks: list[str]
    answers: list[str]
    thanks: list[str]
    chat: list[str]


def write_slack(folder: Path, messages: int, seed: int = 1) -> int:
    """A Slack export folder with that many messages in threads; returns the bytes of its day files."""
    dice = Dice(seed)
    texts = _texts(dice)
    folder.mkdir(parents=True, exist_ok=True)
    users = [_slack_user(n) for n in range(PEOPLE)]
    (folder / "users.json").write_bytes(encode(users))
    (folder / "channels.json").write_bytes(encode([_slack_channel(n) for n in range(CHANNELS)]))
    size = 0
    for number, (channel, day, count) in enumerate(_days(messages)):
        path = folder / f"channel-{channel:02d}" / f"{_date(day)}.json"
        if day == 0:
            path.parent.mkdir(exist_ok=True)
        rows = _slack_rows(dice, texts, START + day * _DAY + number % 1000, count)
        size += path.write_text("[" + ",\n".join(rows) + "]", encoding="utf-8")
    return size


@dataclass(frozen=True, slots=True)
class Shape:
    """How a Discord export lies on disk: `part` messages a file (0: all of a channel), indented or not."""

    channels: int = CHANNELS
    part: int = 0
    indented: bool = True


USUAL = Shape()


def write_discord(folder: Path, messages: int, seed: int = 1, shape: Shape = USUAL) -> int:
    """DiscordChatExporter files, replies by reference; returns the characters written."""
    dice = Dice(seed)
    texts = _texts(dice)
    folder.mkdir(parents=True, exist_ok=True)
    each, more = divmod(messages, shape.channels)
    size = 0
    for channel in range(shape.channels):
        own = snowflake(START - (channel + 1) * 1000)
        count = each + (channel < more)
        rows = _discord_rows(dice, texts, own, START + channel, count)
        for part, start in enumerate(range(0, max(count, 1), shape.part or max(count, 1)), 1):
            ending = f" [part {part}]" if shape.part else ""
            head = {"id": own, "type": "GuildTextChat", "categoryId": "1", "category": "Text", "topic": None}
            opening = {"guild": GUILD, "channel": head | {"name": f"channel-{channel:02d}"}}
            path = folder / f"channel-{channel:02d} [{own}]{ending}.json"
            many = min(count - start, shape.part or count)
            size += _discord_file(path, opening, islice(rows, many), many, indented=shape.indented)
    return size


def _discord_file(
    path: Path, opening: dict[str, object], rows: Iterable[str], count: int, *, indented: bool
) -> int:
    """One file, row by row; returns its characters."""

    def laid(text: str) -> str:
        return text if indented else "".join(line.strip() for line in text.split("\n"))

    with path.open("w", encoding="utf-8") as out:
        size = out.write(laid(json.dumps(opening, indent=2)[:-2] + ',\n  "messages": [\n'))
        for n, row in enumerate(rows):
            size += out.write(laid(",\n" + row if n else row))
        return size + out.write(laid(f'\n  ],\n  "messageCount": {count}\n}}\n'))


def _days(messages: int) -> Iterator[tuple[int, int, int]]:
    """(channel, day, messages), the channels one after the other."""
    for channel in range(CHANNELS):
        left = messages // CHANNELS + (channel < messages % CHANNELS)
        day = 0
        while left > 0:
            yield channel, day, min(left, PER_DAY)
            left -= PER_DAY
            day += 1


def _texts(dice: Dice) -> _Texts:
    def many(count: int, make: list[str], around: tuple[str, ...]) -> list[str]:
        drawn = (dice.pick(around) + fill(dice, dice.pick(make)) for _ in range(count))
        return [json.dumps(text, ensure_ascii=False) for text in drawn]

    return _Texts(
        many(1500, [ask for p in PROBLEMS for ask in p.asks], HELLO),
        many(1500, [fix for p in PROBLEMS for fix in (*p.fixes, p.wrong, p.back)], LEAD),
        many(100, list(THANKS), ("",)),
        many(200, [line for talk in CHATTER for line in talk], ("",)),
    )


def _turns(dice: Dice, texts: _Texts, count: int) -> Iterator[tuple[int, int, int, str]]:
    """(rank, rank of the thread's root, person, text): threads of three to seven messages."""
    rank = 0
    while rank < count:
        root, length = rank, dice.between(3, 8)
        asker, helper = dice.below(PEOPLE), dice.below(PEOPLE // 20)
        yield rank, root, asker, dice.pick(texts.asks)
        for turn in range(1, min(length, count - root)):
            rank += 1
            if turn == length - 1:
                yield rank, root, asker, dice.pick(texts.thanks)
            elif turn % 3 == 2:
                yield rank, root, dice.below(PEOPLE), dice.pick(texts.chat)
            else:
                yield rank, root, helper, dice.pick(texts.answers)
        rank += 1


def _slack_rows(dice: Dice, texts: _Texts, start: int, count: int) -> Iterator[str]:
    """Messages every 100 s from `start` (ms)."""
    begin, part = start // 1000, f"{start % 1000:03d}000"
    for rank, root, person, text in _turns(dice, texts, count):
        yield (
            f'{{"type":"message","user":"U0BULK{person:05d}","text":{text},'
            f'"ts":"{begin + rank * 100}.{part}","thread_ts":"{begin + root * 100}.{part}"}}'
        )


def _discord_rows(dice: Dice, texts: _Texts, channel: str, start: int, count: int) -> Iterator[str]:
    """Indented as DiscordChatExporter does it, which is what lets a reader cut a file between messages."""
    for rank, root, person, text in _turns(dice, texts, count):
        at = start + rank * 100_000
        moment = datetime.fromtimestamp(at // 1000, UTC)
        to = snowflake(start + root * 100_000)
        kind = "Default" if rank == root else "Reply"
        reply = f',\n      "reference": {{"messageId": "{to}", "channelId": "{channel}"}}'
        yield (
            f'    {{\n      "id": "{snowflake(at)}",\n      "type": "{kind}",\n'
            f'      "timestamp": "{moment:%Y-%m-%dT%H:%M:%S}.{at % 1000:03d}+00:00",\n'
            f'      "timestampEdited": null,\n      "content": {text},\n'
            f'      "author": {{\n        "id": "{_person_id(person)}",\n        "name": "person{person}",\n'
            f'        "discriminator": "0000",\n        "nickname": "Person {person}",\n'
            f'        "isBot": false\n      }},\n      "attachments": [],\n      "embeds": [],\n'
            f'      "stickers": [],\n      "reactions": [],\n      "mentions": []'
            f"{'' if rank == root else reply}\n    }}"
        )


def _person_id(person: int) -> str:
    return snowflake(START - (person + 1) * _DAY // 8)


def _slack_user(number: int) -> dict[str, object]:
    profile = {"display_name": f"Person {number}", "real_name": f"Person {number}"}
    own = f"U0BULK{number:05d}"
    return {"id": own, "name": f"person{number}", "deleted": False, "is_bot": False, "profile": profile}


def _slack_channel(number: int) -> dict[str, object]:
    return {"id": f"C0BULK{number:05d}", "name": f"channel-{number:02d}", "is_archived": False, "members": []}


def _date(day: int) -> str:
    return datetime.fromtimestamp((START + day * _DAY) // 1000, UTC).date().isoformat()
