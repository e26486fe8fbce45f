"""Small exports for the tests, written as the platforms write them."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from adapters.exports.detect import open_export
from adapters.exports.door import Door
from bot.domain.facts import Account, Channel, Fact, Features, Message, Reaction
from bot.domain.imports import ImportSummary, Reason
from bot.domain.refs import SpaceRef

Json = Any
Kind = TypeVar("Kind")

SNOWFLAKE = 1_100_000_000_000_000_000  # a day in April 2023
GUILD, HELP, FORUM = "900000000000000001", "900000000000000002", "900000000000000003"


def by_length(text: str) -> Features:
    """A judge whose result shows which text it saw."""
    return Features(words=len(text), sketch=text.encode()[:64])


@dataclass(frozen=True, slots=True)
class Taken:
    """Everything that came out of an export."""

    facts: tuple[Fact, ...]
    summary: ImportSummary
    space: SpaceRef
    title: str
    progress: tuple[tuple[int, int], ...]

    def of(self, kind: type[Kind]) -> list[Kind]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    @property
    def messages(self) -> dict[str, Message]:
        return {message.ref.id: message for message in self.of(Message)}

    @property
    def accounts(self) -> dict[str, Account]:
        return {account.ref.id: account for account in self.of(Account)}

    @property
    def channels(self) -> dict[str, Channel]:
        return {channel.ref.id: channel for channel in self.of(Channel)}

    @property
    def reactions(self) -> set[tuple[str, str, str]]:
        return {(r.message.id, r.member.id, r.emoji) for r in self.of(Reaction)}

    @property
    def asides(self) -> dict[Reason, int]:
        return {aside.reason: aside.count for aside in self.summary.asides}


def take(path: Path, door: Door | None = None, name: str | None = None) -> Taken:
    """Read an export to its end."""
    steps: list[tuple[int, int]] = []
    with open_export(path, door or Door(by_length), name=name) as export:
        facts = [fact for batch in export.batches(lambda *step: steps.append(step)) for fact in batch]
        return Taken(tuple(facts), export.summary, export.space, export.title, tuple(steps))


def seen(message: Message) -> str:
    """The text that the judge was shown."""
    return message.features.sketch.decode()


def bundle(path: Path, files: Mapping[str, Json]) -> Path:
    """A ZIP (where the name says so) or a folder of files: bytes as they are, anything else as JSON."""
    contents = {
        name: raw if isinstance(raw, bytes) else json.dumps(raw).encode() for name, raw in files.items()
    }
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in contents.items():
                archive.writestr(name, data)
        return path
    for name, data in contents.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def _bytes(raw: Json) -> bytes:
    return raw if isinstance(raw, bytes) else json.dumps(raw).encode()


def slack_user(id_: str, **fields: Json) -> Json:
    return {"id": id_, "team_id": "T1", "name": id_.lower(), "profile": {"display_name": ""}, **fields}


def slack_files(rows: Iterable[Json] = (), **files: Json) -> dict[str, Json]:
    """An export with one channel, one day and three users; `files` replace or add lists by stem."""
    return {
        "users.json": files.get("users", [slack_user("U1"), slack_user("U2"), slack_user("U3")]),
        "channels.json": files.get("channels", [{"id": "C1", "name": "help", "is_general": True}]),
        **{f"{name}.json": files[name] for name in ("groups", "dms", "mpims") if name in files},
        "help/2024-05-06.json": list(rows),
    }


def slack_row(second: int, user: str | None = "U1", text: str = "words", **fields: Json) -> Json:
    return {"type": "message", "user": user, "text": text, "ts": slack_ts(second), **fields}


def slack_ts(second: int) -> str:
    return f"{1_715_000_000 + second}.000100"


def flake(second: int) -> str:
    """A Discord id made so many seconds after the tests' first one."""
    return str(SNOWFLAKE + (second * 1000 << 22))


def person(number: int, **fields: Json) -> Json:
    """Somebody in the form of an author, a mention or a reactor."""
    names = {"name": f"name{number}", "nickname": f"Nick{number}"}
    return {"id": str(8 * 10**17 + number), **names, "isBot": False, **fields}


def discord_row(second: int, author: Json, content: str = "words", **fields: Json) -> Json:
    at = ((int(flake(second)) >> 22) + 1_420_070_400_000) / 1000
    return {
        "id": flake(second),
        "type": "Default",
        "timestamp": datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds"),
        "timestampEdited": None,
        "content": content,
        "author": author,
        "reactions": [],
        "mentions": [],
        **fields,
    }


def discord_file(
    rows: Iterable[Json], guild: Json = None, exported: str = "2024-06-01T00:00:00+00:00", **channel: Json
) -> bytes:
    """One file as DiscordChatExporter writes it, indented by two."""
    return json.dumps(
        {
            "guild": guild or {"id": GUILD, "name": "Garden", "iconUrl": ""},
            "channel": {
                "id": HELP,
                "type": "GuildTextChat",
                "categoryId": None,
                "category": None,
                "name": "help",
                **channel,
            },
            "dateRange": {"after": None, "before": None},
            "exportedAt": exported,
            "messages": list(rows),
            "messageCount": 0,
        },
        indent=2,
    ).encode()


def lines(path: Path, *rows: Json) -> Path:
    """Neutral JSON lines; bytes go in as they are, gzip where the name says so."""
    data = b"\n".join(_bytes(row) for row in rows) + b"\n"
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path
