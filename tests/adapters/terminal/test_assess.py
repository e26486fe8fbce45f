from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from adapters.terminal.rules.assess import add_arguments, run
from bot.domain.errors import UserFacingError

FACTS: dict[str, Any] = {
    "weeks": 12,
    "live_weeks": 12,
    "asked": 260,
    "q_answered": 220,
    "answers": [15, 14, 14, 14] + [5] * 10 + [2] * 30,
    "ext_weeks": 12,
    "halves": [50, 52],
    "talks": [{"who": w, "days": 40} for w in "pqrp"] + [{"who": "s", "days": 1, "staff": True}],
    "talks_complete": True,
    "support": [{"for": "answers", "days": 30}, {"for": "talks", "days": 60}],
    "people": [{"answers": 14, "askers": 8, "weeks": 8, "talks": 1, "uplift": 2, "unprompted": 0.9}] * 3,
    "stage": "ga",
    "ga_months": 14,
    "devrel": 3,
    "plan_ok": True,
    "planned": 3,
}


def assess(*words: object) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args([str(word) for word in words]))


def test_one_object_gives_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(FACTS), encoding="utf-8")
    assert assess(path) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["no"], found["unknown"], found["why"]) == ("READY", [], [], {})
    assert found["metrics"] == {"caf": 10, "top1": 0.09, "gini": 0.38, "bench": 14.7}
    assert found["realloc"] == {"gross": 0.6, "net": 0.6, "k_per_hire": 5}
    assert (found["cand"], found["fracture"], found["health"], found["conf"]) == (3, "LOW", "GREEN", "high")


def test_nothing_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "facts.json"
    path.write_text("{}", encoding="utf-8")
    assert assess(path) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"] == "NOT_ENOUGH_DATA"
    assert found["metrics"] == {"caf": 0, "top1": None, "gini": None, "bench": 0.0}
    assert (found["realloc"], found["fragility"], found["conf"]) == (None, None, "low")


def test_growth_from_nothing_is_written_as_no_number(tmp_path: Path) -> None:
    path, out = tmp_path / "facts.json.gz", tmp_path / "out.json"
    path.write_bytes(gzip.compress(json.dumps(FACTS | {"halves": [0, 7]}).encode()))
    assert assess(path, "-o", out) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert (found["measures"]["trend"], found["health"]) == (None, "GREEN")


def test_a_list_gives_a_list_and_lines_give_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, lines = tmp_path / "facts.json", tmp_path / "facts.jsonl"
    path.write_text(json.dumps([FACTS, FACTS | {"devrel": 1}]), encoding="utf-8")
    lines.write_text(json.dumps(FACTS) + "\n" + json.dumps(FACTS | {"stage": None}) + "\n", encoding="utf-8")
    assert assess(path) == 0
    assert [row["verdict"] for row in json.loads(capsys.readouterr().out)] == ["READY", "NOT_READY"]
    assert assess(lines, "--out", tmp_path / "out.jsonl") == 0
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["verdict"] for row in rows] == ["READY", "NOT_ENOUGH_DATA"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "facts.json"),
        ('{"weeks": "many"}', r"Expected `int`.*weeks"),
        ('{"wekes": 4}', "wekes"),
        ('{"stage": "gamma"}', "stage"),
        ('{"support": [{"for": "lunch", "days": 1}]}', "support"),
        ('{"asked": 3, "q_answered": 4}', "4 questions cannot be answered when 3"),
        ('[{}, {"weeks": -4}]', "Facts 2: weeks must not be negative"),
        ("[" * 100_000, "facts.json"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "facts.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserFacingError, match=says):
        assess(path)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="No such file"):
        assess(tmp_path / "nothing.json")
    broken = tmp_path / "broken.json.gz"
    broken.write_bytes(b"no gzip")
    with pytest.raises(UserFacingError, match="damaged"):
        assess(broken)
    broken.write_bytes(gzip.compress(b"{}")[:-4])
    with pytest.raises(UserFacingError, match="damaged"):
        assess(broken)
