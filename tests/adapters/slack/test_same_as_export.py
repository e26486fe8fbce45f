"""One conversation as an export and as live events: the facts must be equal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from adapters.exports.detect import open_export
from adapters.exports.door import Door
from adapters.markup.slack_rows import Conversation, Row, User
from adapters.slack.inbound import hear, reactions, spoken
from adapters.slack.known import Known
from adapters.synthetic import slack
from adapters.synthetic.community import generate
from adapters.synthetic.files import write_zip
from bot.domain.facts import Account, Fact, Features, Reaction
from bot.domain.refs import Platform, SpaceRef

WORLD = generate(seed=4, weeks=3)
FILES: dict[str, Any] = {name: msgspec.json.decode(data) for name, data in slack.files(WORLD)}
CHANNELS = {row["name"]: row["id"] for row in FILES["channels.json"]}


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, day in FILES.items():
        if "/" in name:
            yield from ((CHANNELS[name.partition("/")[0]], row) for row in day)


def events() -> Iterator[dict[str, Any]]:
    """What Slack would have sent while it was written."""
    for channel, row in rows():
        message = {key: value for key, value in row.items() if key not in {"reactions", "replies"}}
        yield message | {"channel": channel, "channel_type": "channel", "event_ts": row["ts"]}
        item = {"type": "message", "channel": channel, "ts": row["ts"]}
        for each in row.get("reactions", ()):
            for user in each["users"]:
                yield {"type": "reaction_added", "user": user, "reaction": each["name"], "item": item}


def fresh() -> tuple[Known, list[Fact]]:
    here = Known(SpaceRef(Platform.SLACK, slack.TEAM))
    users = [here.learn_user(msgspec.convert(user, User)) for user in FILES["users.json"]]
    channels = [here.learn_channel(msgspec.convert(row, Conversation)) for row in FILES["channels.json"]]
    return here, [fact for fact in (*users, *channels) if fact is not None]


def facts_of_export(folder: Path) -> set[Fact]:
    write_zip(folder / "slack.zip", slack.files(WORLD))
    with open_export(folder / "slack.zip", Door(judge=judged)) as export:
        return {fact for batch in export.batches() for fact in batch}


def judged(text: str) -> Features:
    return Features(sketch=sha256(text.encode()).digest())


def test_live_events_give_the_facts_of_the_export(tmp_path: Path) -> None:
    here, facts = fresh()
    for event in events():
        facts += hear(event, here, judged).facts
    timeless = {replace(fact, version=0) if isinstance(fact, Reaction) else fact for fact in facts}
    assert timeless == facts_of_export(tmp_path)
    assert sum(isinstance(fact, Account) for fact in timeless) == len(FILES["users.json"])


def test_history_gives_them_too(tmp_path: Path) -> None:
    here, facts = fresh()
    for channel, row in rows():
        found = msgspec.convert(row, Row)
        facts += spoken(found, channel, here, judged).facts
        facts += reactions(found, channel, here)
    assert set(facts) == facts_of_export(tmp_path)
