from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

from adapters.synthetic.firehose import CHANNELS, write_discord, write_slack


def slack_rows(folder: Path) -> list[dict[str, str]]:
    return [
        dict(row, channel=path.parent.name)
        for path in sorted(folder.glob("*/*.json"))
        for row in json.loads(path.read_text("utf-8"))
    ]


def test_slack_has_exactly_as_many_messages_as_asked_for(tmp_path: Path) -> None:
    size = write_slack(tmp_path, 12_345)
    rows = slack_rows(tmp_path)
    assert size > 0
    assert len(rows) == len({(row["channel"], row["ts"]) for row in rows}) == 12_345
    users = {user["id"] for user in json.loads((tmp_path / "users.json").read_text("utf-8"))}
    assert {row["user"] for row in rows} <= users
    stamps = {(row["channel"], row["ts"]) for row in rows}
    assert {(row["channel"], row["thread_ts"]) for row in rows} <= stamps


def test_slack_is_the_same_for_a_seed_and_differs_between_seeds(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_slack(tmp_path / name, 400, seed)
    assert slack_rows(tmp_path / "a") == slack_rows(tmp_path / "b") != slack_rows(tmp_path / "c")


def test_discord_has_exactly_as_many_messages_as_asked_for(tmp_path: Path) -> None:
    write_discord(tmp_path, 3_001)
    exports = [json.loads(path.read_text("utf-8")) for path in sorted(tmp_path.iterdir())]
    messages = [message for export in exports for message in export["messages"]]
    assert len(exports) == CHANNELS
    assert len(messages) == sum(export["messageCount"] for export in exports) == 3_001
    ids = {message["id"] for message in messages}
    assert len(ids) == 3_001
    assert {m["reference"]["messageId"] for m in messages if "reference" in m} <= ids


def test_memory_does_not_grow_with_the_number_of_messages(tmp_path: Path) -> None:
    peaks = []
    for count in (2_000, 20_000):
        tracemalloc.start()
        write_slack(tmp_path / str(count), count)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5
