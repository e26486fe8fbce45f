"""Reading JSON is the floor of every import: the standard library's reader against typed msgspec."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec

from adapters.synthetic.firehose import write_discord, write_slack
from tests.bench.measure import Figure, seconds

MESSAGES = 100_000


class SlackRow(msgspec.Struct):
    """What an import reads of a Slack message."""

    ts: str
    user: str
    text: str
    thread_ts: str = ""


class DiscordAuthor(msgspec.Struct):
    """Likewise of a Discord author."""

    id: str
    nickname: str


class DiscordRow(msgspec.Struct):
    """Likewise of a Discord message."""

    id: str
    timestamp: str
    content: str
    author: DiscordAuthor


class DiscordFile(msgspec.Struct):
    """One file of DiscordChatExporter."""

    messages: list[DiscordRow]


def run(folder: Path) -> Iterator[Figure]:
    """The same generated messages by both readers, and what generating costs beside it."""
    slack, discord = folder / "slack", folder / "discord"
    writing = seconds(lambda: write_slack(slack, MESSAGES), 1)
    write_discord(discord, MESSAGES)
    days = [path.read_bytes() for path in sorted(slack.glob("*/*.json"))]
    files = [path.read_bytes() for path in sorted(discord.iterdir())]
    rows = msgspec.json.Decoder(list[SlackRow])
    whole = msgspec.json.Decoder(DiscordFile)
    typed = seconds(lambda: [rows.decode(day) for day in days])
    plain = seconds(lambda: [json.loads(day) for day in days])
    yield Figure("Slack days, msgspec", typed, plain, "with json", MESSAGES)
    yield Figure("Slack days, generated", writing, typed, "to decode them", MESSAGES)
    typed = seconds(lambda: [whole.decode(file) for file in files])
    plain = seconds(lambda: [json.loads(file) for file in files])
    yield Figure("Discord files, msgspec", typed, plain, "with json", MESSAGES)
