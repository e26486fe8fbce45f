from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from adapters.terminal.rules import attribute
from bot.domain.errors import UserFacingError

ROWS: list[dict[str, Any]] = [
    {
        "id": "1",
        "ts": 0.0,
        "channel": "a",
        "author": "ana",
        "text": "How do I rotate the key?",
        "mentions": [],
    },
    {"id": "2", "ts": 60.0, "channel": "a", "author": "", "text": "cy joined", "system": True},
    {
        "id": "3",
        "ts": 90.5,
        "channel": "a",
        "author": "bo",
        "text": "ana: use the vault command for it",
        "mentions": ["ana"],
        "gold": {"answers_to": ["nonsense"]},
    },
    {"id": "4", "ts": 100, "channel": "b", "author": "di", "text": "Broken again.", "platform_thread": "4"},
    {
        "id": "5",
        "ts": 200,
        "channel": "b",
        "author": "bo",
        "text": "Turn it off and on again first.",
        "platform_thread": "4",
    },
]


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    data = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    attribute.add_arguments(parser)
    return attribute.run(parser.parse_args(words))


@pytest.mark.parametrize("name", ["log.jsonl", "log.jsonl.gz"])
def test_one_prediction_a_message(tmp_path: Path, name: str) -> None:
    out = tmp_path / "pred.jsonl"
    assert run(str(written(tmp_path / name, ROWS)), "-o", str(out)) == 0
    found = {row["id"]: row for row in map(json.loads, out.read_text().splitlines())}
    assert found == {
        "1": {"id": "1", "is_question": True, "answers_to": [], "links": ["1"]},
        "2": {"id": "2", "is_question": False, "answers_to": [], "links": ["2"]},
        "3": {"id": "3", "is_question": False, "answers_to": ["1"], "links": ["1"]},
        "4": {"id": "4", "is_question": True, "answers_to": [], "links": ["4"]},
        "5": {"id": "5", "is_question": False, "answers_to": ["4"], "links": ["4"]},
    }


def test_what_somebody_does_is_said_and_a_notice_is_not(tmp_path: Path) -> None:
    acted = {**ROWS[1], "text": "=== bo points ana to the vault command"}
    run(
        str(written(tmp_path / "log.jsonl", [ROWS[0], acted, ROWS[1] | {"id": "2b"}])),
        "-o",
        str(tmp_path / "o"),
    )
    links = [json.loads(row)["links"] for row in (tmp_path / "o").read_text().splitlines()]
    assert links == [["1"], ["1"], ["2b"]]


def test_gold_is_never_read(tmp_path: Path) -> None:
    stripped = [{key: value for key, value in row.items() if key != "gold"} for row in ROWS]
    paths = [tmp_path / "with.out", tmp_path / "without.out"]
    run(str(written(tmp_path / "with.jsonl", ROWS)), "-o", str(paths[0]))
    run(str(written(tmp_path / "without.jsonl", stripped)), "-o", str(paths[1]))
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_to_standard_output(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    run(str(written(tmp_path / "log.jsonl", ROWS)))
    assert len(capfdbinary.readouterr().out.splitlines()) == len(ROWS)


@pytest.mark.parametrize(
    "row",
    [
        {"id": "1", "channel": "a", "author": "ana"},
        {"id": "1", "ts": "noon", "channel": "a", "author": "ana"},
        {"id": "1", "ts": 1e300, "channel": "a", "author": "ana"},
    ],
)
def test_bad_lines_are_named(tmp_path: Path, row: dict[str, Any]) -> None:
    path = written(tmp_path / "log.jsonl", [row])
    with pytest.raises(UserFacingError, match=r"log\.jsonl"):
        run(str(path), "-o", str(tmp_path / "out"))
