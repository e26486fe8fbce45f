"""Any value in place of any field is read or set aside; nothing is raised, and twice gives the same."""

from __future__ import annotations

import copy
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.errors import UserFacingError
from bot.domain.facts import Message
from tests.adapters.exports.building import (
    HELP,
    Json,
    Taken,
    bundle,
    discord_file,
    discord_row,
    flake,
    person,
    slack_files,
    slack_row,
    slack_user,
    take,
)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("\x00"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
PROFILE = {"display_name": "Ana", "real_name": "Ana", "email": "a@b.example", "team": "T1"}
REACTIONS = [{"name": "+1", "users": ["U2"], "count": 3}]
SLACK: Json = slack_files(
    [
        slack_row(0, "U9", "<@U1> hi", user_profile=PROFILE, edited={"ts": "1.1"}, thread_ts="1.2"),
        slack_row(1, None, subtype="bot_message", bot_id="B1", username="x", reactions=REACTIONS),
        slack_row(
            2, "U1", subtype="file_comment", comment={"user": "U1", "comment": "x"}, reactions=REACTIONS
        ),
    ],
    users=[slack_user("U1", profile=PROFILE, updated=5, is_bot=False, deleted=False)],
    channels=[{"id": "C1", "name": "help", "is_archived": False, "updated": 5}, {"id": "C2", "name": "x"}],
    groups=[{"id": "G1", "name": "closed"}],
)
DISCORD: Json = json.loads(
    discord_file(
        [
            discord_row(
                0,
                person(1),
                type="Reply",
                reference={"messageId": flake(1), "channelId": HELP},
                mentions=[person(2)],
                reactions=[{"emoji": {"name": "👍"}, "count": 2, "users": [person(3)]}],
            ),
            discord_row(1, person(2)),
        ],
        type="GuildPublicThread",
        categoryId="5",
        category="ask",
    )
)
NEUTRAL: Json = [
    {"id": "a", "ts": 1.5, "author": "x", "channel": "c", "text": "t", "reply_to": "b", "mentions": ["y"]},
    {
        "id": "b",
        "ts": 1,
        "author": "y",
        "author_name": "Y",
        "bot": False,
        "system": False,
        "platform_thread": "a",
    },
    {"id": "c", "ts": 2, "author": "y", "reactions": [{"emoji": "👍", "users": ["x"]}]},
]


def places(value: Json, path: tuple[Json, ...] = ()) -> Iterator[tuple[Json, ...]]:
    """The way to every value inside, the whole included."""
    yield path
    for key, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from places(inner, (*path, key))


def altered(whole: Json, path: tuple[Json, ...], value: Json) -> Json:
    if not path:
        return value
    copied = copy.deepcopy(whole)
    inner = copied
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return copied


def twice(files: dict[str, Json]) -> Taken | None:
    """What comes out, the same both times; None where the whole is refused in words."""
    with tempfile.TemporaryDirectory() as folder:
        path = bundle(Path(folder) / "export", files)
        try:
            first = take(path)
        except UserFacingError:
            return None
        assert take(path) == first
        assert len(first.of(Message)) == first.summary.messages
        return first


@given(st.sampled_from([(name, path) for name, data in SLACK.items() for path in places(data)]), VALUES)
@example(("users.json", (0, "updated")), 1 << 70)
@example(("help/2024-05-06.json", (1, "reactions", 0, "count")), -(1 << 70))
def test_any_value_anywhere_in_a_slack_export(place: tuple[str, tuple[Json, ...]], value: Json) -> None:
    name, path = place
    taken = twice({**SLACK, name: altered(SLACK[name], path, value)})
    assert taken is not None or name == "channels.json"


@given(st.sampled_from(list(places(DISCORD))), VALUES)
@example(("exportedAt",), "9999-12-31T23:59:59-23:59")
@example(("messages", 0, "timestamp"), "0001-01-01T00:00:00+23:59")
def test_any_value_anywhere_in_a_discord_file(path: tuple[Json, ...], value: Json) -> None:
    sound = discord_file([discord_row(9, person(7))], id="6", name="other")
    guild = json.loads(sound)["guild"]
    data = altered(DISCORD, path, value)
    taken = twice({"a.json": json.dumps(data, indent=2).encode(), "b.json": sound})
    mixed = (
        isinstance(data, dict)
        and isinstance(data.get("guild"), dict)
        and data["guild"].get("id") != guild["id"]
    )
    assert mixed or (taken is not None and flake(9) in taken.messages)


@given(st.sampled_from(list(places(NEUTRAL))[1:]), VALUES)
def test_any_value_anywhere_in_neutral_lines(path: tuple[Json, ...], value: Json) -> None:
    rows = altered(NEUTRAL, path, value)
    sound = {"id": "sound", "ts": 1, "author": "z"}
    taken = twice({"a.jsonl": "\n".join(json.dumps(row) for row in (sound, *rows)).encode()})
    assert taken is not None
    assert "sound" in taken.messages


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_in_place_of_a_file(data: bytes) -> None:
    assert twice({**SLACK, "help/2024-05-06.json": data}) is not None
    sound = discord_file([discord_row(9, person(7))])
    assert twice({"a.json": sound, "b.json": data, "c.json": sound[: len(sound) // 2] + data}) is not None
